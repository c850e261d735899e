"""Whether stored runs keep to the goals of their scenarios."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from simcore.analysis import Verdict, judge
from simcore.errors import ScenarioInvalid
from visualizer.comparing import (
    NoResult,
    OldResult,
    Several,
    has_result,
    require_result,
    result_of,
    without_results,
)
from visualizer.models import Run
from visualizer.scenarios import load

KEPT = 64  # verdicts: each is a few kilobytes
OTHER_FORMAT = "This version does not read the scenario of the run any more: {why}"


def verdict_of(run: Run) -> Verdict:
    """Of a run from `without_results`; raises `NoResult`, `OldResult`."""
    require_result(run)
    try:
        return _judged(run.id, run.finished)
    except ScenarioInvalid as error:
        raise OldResult(OTHER_FORMAT.format(why=error.checks[0].message)) from error
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise OldResult("The result is of a form that is not read any more.") from error


def told(run_id: str) -> dict[str, Any] | str | None:
    """As a page with the run inside has it: why there is none in words, None without a result."""
    try:
        return verdict_of(without_results().get(id=run_id)).as_dict()
    except NoResult:
        return None
    except OldResult as error:
        return str(error)


@lru_cache(maxsize=KEPT)
def _judged(run_id: str, ended: datetime | None) -> Verdict:
    """A run that was stopped and goes on ends a second time, and has another result then."""
    run = Run.objects.defer("result").get(id=run_id)
    scenario = load(run.document, run.overrides, run.seed, run.profile)
    return judge(scenario, result_of(run_id)) if scenario.goals else Verdict(())


def beside(several: Several) -> list[dict[str, Any]]:
    """Goals of runs that are compared: `{title, seen}`, of each run with a result
    `{name, status, seen, note}`, in the order of the runs; one that another run has not is no data.
    """
    told = [(name, _told(run)) for name, run in several.named if has_result(run)]
    titles = dict.fromkeys(title for _, goals in told for title in goals)
    return [{"title": title, "seen": [_seen(title, *one) for one in told]} for title in titles]


NOT_ITS = {"status": "no data", "seen": "-", "note": "it has no such goal"}


def _seen(title: str, name: str, goals: dict[str, dict[str, str]]) -> dict[str, str]:
    return {"name": name, **goals.get(title, NOT_ITS)}


def _told(run: Run) -> dict[str, dict[str, str]]:
    """By goal; nothing of a run that cannot be judged."""
    try:
        judged = verdict_of(run).goals
    except (NoResult, OldResult):
        return {}
    return {
        one.goal.title: {"status": one.status, "seen": one.seen, "note": one.note} for one in judged
    }
