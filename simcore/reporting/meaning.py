"""What a change means: which goals it breaks or keeps, and what work it leaves undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcore.analysis.outcomes import Outcome
from simcore.analysis.verdict import Judged
from simcore.reporting.goals import seen, verdict_of
from simcore.reporting.source import Source
from simcore.reporting.subject import LONG_BACKLOG, Subject, work_of
from simcore.reporting.words import many

__all__ = ["LESS_DONE", "MORE_DONE", "kept_and_broken", "left_undone", "meaning"]

MOST_GOALS = 2
LESS_DONE, MORE_DONE = "less was done", "more was done"


def meaning(one: Outcome, *, less_done: bool, more_done: bool) -> str:
    """Better or worse. What is less because work was left undone is no better for it, and what is
    more because more was done no worse; how long work took says what it says."""
    if one.better != "less" or one.unit == "ms":
        return one.verdict
    follows = {"better": (less_done, LESS_DONE), "worse": (more_done, MORE_DONE)}
    is_so, word = follows.get(one.verdict, (False, ""))
    return word if is_so else one.verdict


def kept_and_broken(was: Source, now: Source) -> str:
    """Which goals are broken now that were kept, and the other way round; empty without goals."""
    verdicts = verdict_of(was), verdict_of(now)
    before, after = (() if one is None else one.goals for one in verdicts)
    kept = {one.goal.title: one.status == "passed" for one in before}
    if not after:
        return ""
    broken = [one for one in after if one.status != "passed" and kept.get(one.goal.title)]
    mended = [o for o in after if o.status == "passed" and kept.get(o.goal.title) is False]
    worse = _these(broken, "were kept", "broken now")
    changed = [*worse, *_these(mended, "were broken", "kept now")]
    n = sum(one.status == "passed" for one in after)
    in_all = f"{n} of {many(len(after), 'goal')} {'is' if n == 1 else 'are'} kept"
    return f"{'; '.join(changed) or f'{in_all}, as before'}."


def _these(goals: Sequence[Judged], were: str, now: str) -> Iterator[str]:
    if goals:
        told = ", ".join(f"{one.goal.title}: {seen(one)}" for one in goals[:MOST_GOALS])
        more = ", ..." if len(goals) > MOST_GOALS else ""
        be, was = ("is", were.replace("were", "was")) if len(goals) == 1 else ("are", were)
        yield f"{many(len(goals), 'goal')} that {was} {be} {now} ({told}{more})"


def left_undone(was: Source, now: Source) -> str | None:
    """What is still there at the end where that is more of what came than it was, else None."""
    before = {(one.id, one.work.noun): one for one in work_of(was)}
    more = [(_left(one) - _left(before.get((one.id, one.work.noun))), one) for one in work_of(now)]
    most, whose = max(more, key=lambda pair: pair[0], default=(0.0, None))
    if whose is None or most <= LONG_BACKLOG:
        return None
    left, earlier = whose.left, before.get((whose.id, whose.work.noun))
    instead = 0 if earlier is None else earlier.left
    return (
        f"{many(left, whose.work.noun)} of {whose.title} {'is' if left == 1 else 'are'} still "
        f"there at the end instead of {instead:,.0f}"
    )


def _left(one: Subject | None) -> float:
    """As a share of what became of all."""
    every = 0.0 if one is None else sum(n for _, n in one.shares)
    return one.left / every if one is not None and every else 0.0
