"""Lessons in the lab: the run that each is about, and what stored runs say of it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from simcore.errors import ScenarioInvalid, SimError
from simcore.lessons import Lesson, anchors_of, answers_of, claims_of, find, task_verdict
from visualizer import runs, scenarios
from visualizer.comparing import OldResult, require_result, result_of
from visualizer.goals import OTHER_FORMAT
from visualizer.models import Run
from visualizer.runs import Request

KEPT = 64  # what was found in runs: each is a few kilobytes
NOT_INPUTS = ("seed", "profile")
OTHER_SCENARIO = "Run {run} is of the scenario {theirs}, and the lesson of {ours}."
UNREAD = "The result is of a form that is not read any more, or of other components."


class OtherScenario(Exception):
    """A run that a lesson is not about; the text says why."""


def request_of(lesson: Lesson) -> Request:
    """What is asked for where the lesson's own run is."""
    given = lesson.scenario
    document, resolved = dict(lesson.document), given.resolved()
    overrides = {
        path: _in_base_units(resolved, path, value)
        for path, value in runs.full_paths(document, dict(lesson.overrides)).items()
        if path not in NOT_INPUTS
    }
    return Request(document, overrides, given.seed, given.profile)


def _in_base_units(resolved: Any, path: str, value: Any) -> Any:
    """As the lab's knobs have it, where it is one value: "5 min" as 300."""
    found = resolved
    for part in path.split("."):
        if isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        elif isinstance(found, dict) and part in found:
            found = found[part]
        else:
            return value
    if isinstance(found, dict | list):
        return value
    # A browser writes 300.0 as 300, and a run is named by what is written.
    return int(found) if isinstance(found, float) and found.is_integer() else found


def as_page_has_it(lesson: Lesson) -> dict[str, Any]:
    """`LabData.lesson` of static/src/core/lessons.ts: with its own run and that run's inputs."""
    asked = request_of(lesson)
    shown = runs.effective(asked)
    own = runs.address(runs.inputs_of(shown, asked))
    inputs = {
        "overrides": runs.asked_for(shown, asked),
        "seed": shown.seed,
        "profile": shown.profile,
    }
    return {**lesson.as_data(), "scenario": shown.id, "run": own, "inputs": inputs}


def told(run: Run, lesson: Lesson) -> dict[str, Any]:
    """What a run says of a lesson: claims, answers, tasks, moments. Of a run from
    `without_results`; raises `NoResult`, `OldResult`, `OtherScenario`."""
    ours = lesson.scenario.id
    if run.scenario != ours:
        raise OtherScenario(OTHER_SCENARIO.format(run=run.id, theirs=run.scenario, ours=ours))
    require_result(run)
    try:
        return _told(run.id, run.finished, lesson.id, lesson.state)
    except ScenarioInvalid as error:
        raise OldResult(OTHER_FORMAT.format(why=error.checks[0].message)) from error
    except (SimError, KeyError, TypeError, IndexError, ValueError, OSError) as error:
        raise OldResult(UNREAD) from error


@lru_cache(maxsize=KEPT)
def _told(run_id: str, ended: datetime | None, lesson_id: str, state: str) -> dict[str, Any]:
    """A run that was stopped and goes on ends a second time; a lesson that is written changes its
    state."""
    lesson = find(lesson_id)
    if lesson is None:
        raise KeyError(lesson_id)
    run, result = Run.objects.defer("result").get(id=run_id), result_of(run_id)
    scenario = scenarios.load(run.document, run.overrides, run.seed, run.profile)
    tasks = [step.id for step in lesson.steps if step.task is not None]
    return {
        "lesson": lesson.id,
        "run": run.id,
        "own": run.id == as_page_has_it(lesson)["run"],
        "claims": claims_of(lesson, result),
        "answers": answers_of(lesson, result),
        "anchors": anchors_of(lesson, result),
        "tasks": {id: task_verdict(lesson, id, scenario, result) for id in tasks},
    }
