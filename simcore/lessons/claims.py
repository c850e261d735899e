"""Claims of a lesson against a run: what a sentence says is so, or is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simcore.analysis import judge
from simcore.analysis.verdict.verdict import Judged, Status
from simcore.lessons.lesson import Claim, Lesson
from simcore.lessons.settled import settled_s
from simcore.scenario import Scenario
from simcore.scenario.run import Result

__all__ = ["claims_of", "evaluated", "status_of"]

Document = Result | Mapping[str, Any]


def claims_of(lesson: Lesson, result: Document) -> list[dict[str, Any]]:
    """Every claim in the lesson's order: `{id, status, seen, settled_s}`.

    `settled_s` is the simulated time from which on it is known; None: at the end of the run.
    """
    claims = (claim for step in lesson.steps for claim in step.claims)
    return [evaluated(claim, lesson.scenario, result) for claim in claims]


def evaluated(claim: Claim, scenario: Scenario, result: Document) -> dict[str, Any]:
    """One claim against a result."""
    document = result.as_dict() if isinstance(result, Result) else result
    meant = scenario.model_copy(update={"expect": dict(claim.expect)})
    judged = judge(meant, document).goals
    times = [settled_s(one, scenario, document) for one in judged]
    return {
        "id": claim.id,
        "status": status_of(judged),
        "seen": "; ".join(_seen(one) for one in judged),
        "settled_s": None if None in times else max(t for t in times if t is not None),
    }


def status_of(judged: Sequence[Judged]) -> Status:
    """Of several goals together."""
    found = {one.status for one in judged}
    return "failed" if "failed" in found else "no data" if "no data" in found else "passed"


def _seen(one: Judged) -> str:
    if one.status == "no data":
        return f"{one.goal.about}: no data ({one.note})"
    return f"{one.goal.about}: {one.seen}"
