"""Tasks of a lesson against any run of its scenario: has the learner reached the goal?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simcore.analysis import judge
from simcore.errors import ScenarioInvalid
from simcore.lessons.claims import status_of
from simcore.lessons.lesson import Lesson, Task
from simcore.scenario import Scenario, full_path, vary
from simcore.scenario.goals import GoalError
from simcore.scenario.run import Result

__all__ = ["MOST_CHANGED", "task_verdict"]

MOST_CHANGED = 20
"""So many changes are named."""

DECIDES_NOTHING = ("id", "title", "summary", "description", "topics", "minutes", "seed", "format")
INTERVENTIONS = "interventions"


def task_verdict(
    lesson: Lesson, step_id: str, scenario: Scenario, result: Result | Mapping[str, Any]
) -> dict[str, Any]:
    """`{status, reached, goals, changed}`: the task of a step in a run of `scenario`, which is the
    lesson's with the learner's changes. Raises `KeyError` where the step has no task.

    `status` is "reached", "not yet", "no data", or "other knobs" where something was `changed` that
    is no knob of the task; `goals` are as those of a verdict.
    """
    step = lesson.step(step_id)
    if step is None or step.task is None:
        raise KeyError(step_id)
    task, document = step.task, result.as_dict() if isinstance(result, Result) else result
    try:
        judged = judge(scenario.model_copy(update={"expect": dict(task.expect)}), document).goals
    except GoalError as error:  # another scenario, without the components that are meant
        return _told("no data", [], [error.message])
    changed = _changed(lesson, task, scenario)
    kept = {"passed": "reached", "failed": "not yet", "no data": "no data"}[status_of(judged)]
    goals = [one.as_dict() for one in judged]
    return _told("other knobs" if kept == "reached" and changed else kept, goals, changed)


def _told(status: str, goals: list[dict[str, Any]], changed: list[str]) -> dict[str, Any]:
    return {
        "status": status,
        "reached": status == "reached",
        "goals": goals,
        "changed": changed[:MOST_CHANGED],
    }


def _changed(lesson: Lesson, task: Task, scenario: Scenario) -> list[str]:
    """What differs from the lesson's run beside the knobs of the task, by full paths."""
    given, theirs = lesson.scenario, scenario.resolved()
    turned = _turned(given.resolved(), theirs, task.knobs)
    try:
        same = vary(given, overrides=turned).resolved() if turned else given.resolved()
    except ScenarioInvalid:  # these values go with nothing but another change
        same = given.resolved()
    found = list(_differences(_decisive(same), _decisive(theirs), ""))
    return found + list(_done(given, scenario, task.knobs))


def _turned(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], knobs: tuple[str, ...]
) -> dict[str, Any]:
    """The values that the knobs of the task have in the other, where it has others."""
    pairs = ((knob, _at(ours, knob), _at(theirs, knob)) for knob in knobs)
    return {knob: other for knob, own, other in pairs if other is not _NOWHERE and other != own}


_NOWHERE = object()


def _at(data: Any, path: str) -> Any:
    """What stands there in plain data; a quota's key has dots of its own."""
    first, _, rest = path.partition(".")
    for part in [first, rest] if first == "quotas" else path.split("."):
        if isinstance(data, Mapping):
            data = data.get(part, _NOWHERE)
        elif isinstance(data, list) and part.isdecimal() and int(part) < len(data):
            data = data[int(part)]
        else:
            return _NOWHERE
    return data


def _decisive(resolved: Mapping[str, Any]) -> dict[str, Any]:
    left_out = (*DECIDES_NOTHING, INTERVENTIONS)
    return {key: value for key, value in resolved.items() if key not in left_out}


def _differences(a: Any, b: Any, path: str) -> Iterator[str]:
    """The paths of what is not the same in both."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        for key in sorted({*a, *b}):
            inner = f"{path}.{key}" if path else str(key)
            yield from _differences(a.get(key), b.get(key), inner)
    elif a != b:
        yield path


def _done(given: Scenario, scenario: Scenario, knobs: tuple[str, ...]) -> Iterator[str]:
    """What is done during the run that is not done in the lesson's, unless it turns the knobs."""
    document = given.document()
    for one in scenario.interventions:
        values = getattr(one, "values", {})
        turns = [full_path(document, path) for path in values]
        if one not in given.interventions and not (turns and set(turns) <= set(knobs)):
            yield f"{INTERVENTIONS}: {one.action} at {one.at:g} s"
