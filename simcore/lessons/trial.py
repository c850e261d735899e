"""A lesson tried: does all that it says hold, and does its task take just what it should?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simcore.frozen import frozen
from simcore.lessons.anchors import anchors_of
from simcore.lessons.asked import answers_of
from simcore.lessons.claims import claims_of
from simcore.lessons.lesson import Lesson
from simcore.lessons.tasks import task_verdict
from simcore.scenario import Scenario, vary
from simcore.units import format_clock_s

__all__ = ["Compute", "Finding", "findings_of", "solutions_of"]

Compute = Callable[[Scenario], Mapping[str, Any]]
"""From a scenario to the result of its run."""


@frozen
class Finding:
    """Something that the lesson says, what was `seen` of it, and whether that is as it should be.

    `sort` is claim, answer, moment, task or solution.
    """

    sort: str
    step: str
    words: str
    seen: str
    right: bool

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        names = ("sort", "step", "words", "seen", "right")
        return {name: getattr(self, name) for name in names}


def findings_of(lesson: Lesson, result: Mapping[str, Any]) -> Iterator[Finding]:
    """In a run of the lesson as it is."""
    yield from _claims(lesson, result)
    yield from _answers(lesson, result)
    for id, t in anchors_of(lesson, result).items():
        seen = "it does not come to that" if t is None else f"at {format_clock_s(t)}"
        yield Finding("moment", id, "the step has its moment", seen, t is not None)
    for step in lesson.steps:
        if step.task is not None:
            verdict = task_verdict(lesson, step.id, lesson.scenario, result)
            right = verdict["status"] == "not yet"
            yield Finding("task", step.id, "not reached by itself", _of_verdict(verdict), right)


def solutions_of(lesson: Lesson, compute: Compute, seed: int | None = None) -> Iterator[Finding]:
    """Each computed when it is asked for."""
    for step in lesson.steps:
        for solution in step.task.solutions if step.task else ():
            scenario = vary(lesson.scenario, overrides=solution, seed=seed)
            verdict = task_verdict(lesson, step.id, scenario, compute(scenario))
            words = ", ".join(f"{path} = {value}" for path, value in solution.items())
            seen = _of_verdict(verdict)
            yield Finding("solution", step.id, words, seen, verdict["status"] == "reached")


def _claims(lesson: Lesson, result: Mapping[str, Any]) -> Iterator[Finding]:
    evaluated = iter(claims_of(lesson, result))
    for step in lesson.steps:
        for claim in step.claims:
            found = next(evaluated)
            right = found["status"] == "passed"
            yield Finding("claim", step.id, claim.words, found["seen"], right)


def _answers(lesson: Lesson, result: Mapping[str, Any]) -> Iterator[Finding]:
    answers = answers_of(lesson, result)
    for step in lesson.steps:
        if step.predict is not None:
            asked, found = step.predict, answers[step.predict.id]
            right = "no_data" not in found and found.get("option", 0) is not None
            yield Finding("answer", step.id, asked.question, _answered(asked.options, found), right)


def _answered(options: tuple[str, ...], found: Mapping[str, Any]) -> str:
    if "no_data" in found:
        return f"no data ({found['no_data']})"
    if "series" in found:
        return f"a curve of {len(found['series'])} points"
    if "option" not in found:
        return str(found["words"])
    chosen = found["option"]
    words = "not one option alone is right" if chosen is None else f"option {chosen + 1}"
    return f"{words}: {found['words']}"


def _of_verdict(verdict: Mapping[str, Any]) -> str:
    seen = "; ".join(goal["words"] for goal in verdict["goals"])
    changed = f" (changed: {', '.join(verdict['changed'])})" if verdict["changed"] else ""
    return f"{verdict['status']}: {seen}{changed}"
