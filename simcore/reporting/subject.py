"""What became of the work: of which component a report's answer speaks, and what it says of it.

The work is that of clients, queues, mappings of streams and event queues, as their types declare it
(`simcore.recording.told.Work`); what is attempted for it, such as an invocation for a message, is
told beside it. Spoken of is that which was lost or refused where the cause is, else what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from simcore.analysis.verdict.whole import worked_off
from simcore.component import Graph
from simcore.components import READINGS
from simcore.frozen import frozen
from simcore.recording.told import Part, Spread, Work, figures
from simcore.reporting.source import Source
from simcore.reporting.words import clock, listed, many, milliseconds

__all__ = ["LONG_BACKLOG", "Subject", "beside", "subject_of", "work_of"]

LONG_BACKLOG = 0.001
"""Of what came: less than that has not piled up."""


@frozen
class Subject:
    """A component with its work, or several that do the same: clients."""

    source: Source
    ids: tuple[str, ...]
    work: Work

    @property
    def id(self) -> str:
        """The first, or only one."""
        return self.ids[0]

    @cached_property
    def counters(self) -> Mapping[str, float]:
        """What they counted."""
        counted = [self.source.result["counters"].get(id, {}) for id in self.ids]
        names = dict.fromkeys(name for one in counted for name in one)
        return {name: sum(one.get(name, 0) for one in counted) for name in names}

    @property
    def title(self) -> str:
        """What they are called."""
        return listed([self.source.title_of(id) for id in self.ids])

    @cached_property
    def shares(self) -> list[tuple[Part, float]]:
        """What became of it."""
        return self.work.shares(self.counters)

    @property
    def weight(self) -> tuple[float, float, float]:
        """Lost, refused and left; less is more."""
        of = self.work.of
        lost, refused = of(self.counters, "lost"), of(self.counters, "refused", "failed")
        return -lost, -refused, -self.left

    @property
    def left(self) -> float:
        """How much is still there at the end."""
        return self.work.of(self.counters, "left")

    @property
    def became(self) -> str:
        """ "of 579 messages of Jobs, 526 were processed, 31 dead-lettered and ... at the end"."""
        total = self.work.total(self.counters)
        which = many(total, self.work.noun) if total else f"the {self.work.noun}s"
        if len(self.shares) == 1 and self.shares[0][1] == total:
            words = _does(self.shares[0][0], total)
            return f"{_all_of(total, self.work.noun)} of {self.title} {words}"
        at_the_end = " at the end" if self.shares[-1][0].fate == "left" else ""
        return f"of {which} of {self.title}, {listed([*_each(self.shares)])}{at_the_end}"

    def piled_up(self) -> Iterator[str]:
        """The highest backlog, and when nothing was left of it."""
        values = self.source.result["series"].get(self.id, {}).get(self.work.backlog, ())
        most = max((value or 0 for value in values), default=0)
        if most and most >= LONG_BACKLOG * sum(n for _, n in self.shares):
            drained = self._drained_s()
            rest = "" if drained is None else f", and it was drained at {clock(drained)}"
            at = clock(self._end_s(list(values).index(most)))
            yield f"the backlog was highest at {at} with {most:,.0f}{rest}"

    def _drained_s(self) -> float | None:
        """None where something waits at the end."""
        series = self.source.result["series"].get(self.id, {})
        names = READINGS[self.source.types[self.id].name].waiting
        levels = [series[name] for name in names if name in series]
        last = max((n for one in levels for n, value in enumerate(one) if value), default=-1)
        over = last + 1 >= len(self.source.result["time_s"])
        return None if over else self._end_s(last + 1)

    def _end_s(self, bin: int) -> float:
        return min(float(self.source.result["time_s"][bin]) + self.source.bin_s, self.source.end_s)

    def waited(self) -> Iterator[str]:
        """The p99 of what its work took; of several the longest."""
        tells = READINGS[self.source.types[self.id].name].summary()
        spreads = [o for o in tells if isinstance(o, Spread) and o.metric == self.work.took]
        told = [one for id in self.ids for one, _ in figures(spreads, self.source.result, id)]
        values = [(one.value, one.name) for one in told if one.name.endswith("p99") and one.value]
        if values:
            value, name = max(values)
            yield f"{name} of the whole run was {milliseconds(value)}"


def _each(shares: Iterable[tuple[Part, float]], begun: Part | None = None) -> Iterator[str]:
    """ "7 were processed", "3 dropped": "were" goes for those that follow, up to a verb."""
    for part, n in shares:
        words = part.words if begun and not begun.does else _does(part, n)
        begun = part
        yield f"{n:,.0f} {words}"


def _does(part: Part, n: float) -> str:
    return part.words if part.does else f"{_be(n)} {part.words}"


def _be(n: float) -> str:
    return "was" if n == 1 else "were"


def _all_of(n: float, noun: str) -> str:
    return f"the one {noun}" if n == 1 else f"all {many(n, noun)}"


def subject_of(source: Source, cause: str = "") -> Subject | None:
    """Of those that have to do with the cause, or else with the goals, where most went wrong."""
    goals = {goal.component for goal in source.scenario.goals if goal.component}
    near = _near(source.graph, {cause} if cause else goals)
    order = sorted(work_of(source), key=lambda one: (one.id not in near, one.weight, _last(one)))
    return _with_others(order[0], order, near) if order else None


def work_of(source: Source) -> list[Subject]:
    """All to which work came that somebody does."""
    return [one for one in _all(source, attempts=False) if one.shares and _is_worked(one)]


def _with_others(one: Subject, all: list[Subject], near: set[str]) -> Subject:
    """Those to which the same happens where nothing waits in between."""
    if one.work.backlog or one.id not in near:
        return one
    ids = [other.id for other in all if other.work == one.work and other.id in near]
    return replace(one, ids=tuple(ids))


def beside(subject: Subject) -> str:
    """What was refused and failed on the way, but for refusals that the subject has told of."""
    near = _near(subject.source.graph, {subject.id})
    told = {part.fate for part, _ in subject.shares}
    found = [one for one in _all(subject.source, attempts=True) if one.id in near]
    most = max(found, key=lambda one: -one.weight[1], default=None)
    said = [] if most is None else [one for one in most.shares if one[0].fate not in told]
    if most is None or not said:
        return ""
    (part, n), *others = said
    first = f"{many(n, most.work.noun)} of {most.title} {_does(part, n)}"
    return listed([first, *_each(others, part)])


def _all(source: Source, *, attempts: bool) -> Iterator[Subject]:
    for id, kind in source.types.items():
        for work in READINGS[kind.name].works:
            if work.attempts == attempts:
                yield Subject(source, (id,), work)


def _is_worked(one: Subject) -> bool:
    """Not a queue that nobody reads."""
    waits = READINGS[one.source.types[one.id].name].waits
    return not waits or one.id in set(worked_off(one.source.graph))


def _last(one: Subject) -> int:
    """Nearest to the end of the path first: what a client sent is told by the queue."""
    return -one.source.types[one.id].order


def _near(graph: Graph, ids: set[str]) -> set[str]:
    """All that hangs together with them, but for what only failures go to."""
    near, before = set(ids), set[str]()
    while near != before:
        before = set(near)
        for one in graph.references:
            if {one.owner, one.target} & near:
                near |= {one.owner, one.target}
    return near
