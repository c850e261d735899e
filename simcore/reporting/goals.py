"""The verdict: what the scenario's goals ask, and what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from simcore.analysis import Verdict, judge
from simcore.analysis.verdict import Judged
from simcore.reporting.report import Block, Bullets, Column, Paragraph, Section, State, Table
from simcore.reporting.source import Source
from simcore.reporting.words import clock, listed, many
from simcore.scenario.goals import sought
from simcore.scenario.goals.sought import known_types

__all__ = ["WORDS", "looked_at_until_s", "missing", "section", "seen", "summed_up", "verdict_of"]

NO_GOALS = "The scenario states no goals."
NOT_KNOWN = "No result holds goals, and the scenario as it was written is not at hand."
STATES: Mapping[str, State] = {"passed": "good", "failed": "bad", "no data": "none"}
WORDS = {"passed": "kept", "failed": "broken", "no data": "no data"}
HEAD = (Column("Goal"), Column("Seen", numeric=True), Column("Verdict"), Column("First broken at"))


MINUTE_S = 60.0


def verdict_of(source: Source) -> Verdict | None:
    """None where there are no goals."""
    return judge(source.scenario, source.result) if source.scenario.goals else None


def section(source: Source) -> Section:
    """A line a goal."""
    verdict = verdict_of(source)
    if verdict is None:
        return Section("verdict", "Verdict", (), missing(source))
    rows = tuple(
        (
            one.goal.title,
            seen(one),
            WORDS[one.status],
            "" if one.failed_at_s is None else clock(one.failed_at_s),
        )
        for one in verdict.goals
    )
    states = tuple(STATES[one.status] for one in verdict.goals)
    table = Table("goals", "Goals", HEAD, rows, states)
    notes = tuple(f"{one.goal.title}: {one.note}" for one in verdict.goals if one.note)
    blocks: list[Block] = [Paragraph(summed_up(verdict)), table]
    return Section("verdict", "Verdict", (*blocks, *([Bullets(notes)] if notes else [])))


def seen(one: Judged) -> str:
    """The value; a time of more than a minute as a clock tells it, too."""
    if one.status == "no data":
        return "no data"
    is_long = one.unit == "s" and one.value is not None and MINUTE_S < one.value < inf
    return f"{one.seen} ({clock(one.value)})" if is_long and one.value else one.seen


def looked_at_until_s(source: Source) -> float:
    """When the last goal has been decided: what begins later has nothing to do with them."""
    types = known_types(source.scenario.components)
    ends = [sought(goal, types).when.to_s for goal in source.scenario.goals]
    return max((source.end_s if end is None else end for end in ends), default=source.end_s)


def missing(source: Source) -> str:
    """Why there is no verdict."""
    return NOT_KNOWN if source.origin is None else NO_GOALS


KEPT = {1: "The goal was kept.", 2: "Both goals were kept."}


def summed_up(verdict: Verdict) -> str:
    """How many were kept; else how many were not, and of how many nobody knows."""
    n, states = len(verdict.goals), [one.status for one in verdict.goals]
    broken, unknown = states.count("failed"), states.count("no data")
    if not broken and not unknown:
        return KEPT.get(n, f"All {n:,} goals were kept.")
    if n in (broken, unknown):
        is_so, is_not = ("was kept", "was not kept") if broken else ("has data", "has no data")
        return f"The goal {is_not}." if n == 1 else f"None of the {n:,} goals {is_so}."
    said = [f"{broken} {'was' if broken == 1 else 'were'} not kept"] if broken else []
    said += [f"{unknown} {'has' if unknown == 1 else 'have'} no data"] if unknown else []
    return f"Of {many(n, 'goal')}, {listed(said)}."
