"""The event list of a frame: at most `MAX_EVENTS` rows, rare kinds first.

A frame may hold a hundred thousand facts; a person reads a few. Of every kind some `MAX_EVENTS`
rows of a frame are kept, the first one and every n-th after it, so that they are spread over the
whole frame; `choose` then takes `SHARE` of each kind in order of rarity, fills up in the same
order, and sorts by time. Nothing is drawn at random, and all are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from simcore.facts import ColumnRows, Row
from simcore.recording.edges import Edges
from simcore.recording.layout import Columns, Rows, column
from simcore.recording.parts import Parts
from simcore.recording.reading import Handed, Listed

MAX_EVENTS = 24
SHARE = 6
MAX_HANDED = 2000
"""So many hand-overs of a frame are looked through for what the listed ones were handed."""

Event = list[Any]
"""[t, kind, component, text, detail]; kind is one of busy thr retry init err dlq end free."""

Sizes = dict[tuple[str, float, bool], str]
"""(who was handed something, when, whether it was refused) -> how much"""

Declared = TypeVar("Declared", Listed, Handed)


class Sample(Generic[Declared]):
    """Rows of one kind in a frame, spread evenly over all of them; ``only`` and ``unless`` as in
    `Listed`. ``most`` are kept, and at least half of that where there are as many."""

    def __init__(
        self,
        declared: Declared,
        component: str,
        only: str | None = None,
        unless: str | None = None,
        most: int = 2 * MAX_EVENTS,
    ) -> None:
        self.declared: Declared = declared
        self.component = component
        self._most = most
        self._column, self._above = only or unless, only is not None
        self._index = 0 if self._column is None else column(declared.fact, self._column)
        self.begin()

    def begin(self) -> None:
        """A frame begins."""
        self.rows: list[Row] = []
        self.count, self._step = 0, 1

    def few(self, rows: Rows) -> None:
        """Take in rows."""
        if self._column is not None:
            index, wanted = self._index, self._above
            rows = [row for row in rows if (row[index] > 0) is wanted]
        self._take(rows, range(len(rows)))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in rows."""
        if self._column is None:
            self._take(rows, range(len(rows)))
            return
        positive = columns.positive(self._column)
        if self._above:
            self._take(rows, positive)
        else:
            others = np.ones(len(rows), dtype=bool)
            others[positive] = False
            self._take(rows, np.flatnonzero(others))

    def _take(self, rows: Rows, places: range | npt.NDArray[np.int64]) -> None:
        """Every ``step``-th of all; when there are too many of them, every other one goes."""
        if self._step == 1 and len(self.rows) + len(places) <= self._most:  # there is room for all
            self.rows += rows if isinstance(places, range) else _at(rows, places.tolist())
            self.count += len(places)
            return
        before, new, at = self.rows, [], -self.count % self._step
        while at < len(places):
            new.append(at)
            if len(before) + len(new) > self._most:
                before, new = before[::2], new[len(before) % 2 :: 2]
                self._step *= 2
                at = self._next(at)
            else:
                at += self._step
        self.rows = before + _at(rows, [int(places[at]) for at in new])
        self.count += len(places)

    def _next(self, at: int) -> int:
        """The next place, counted from the frame's beginning in whole steps."""
        return at + self._step - (self.count + at) % self._step


Part = tuple[Sample[Listed], Row]
"""A row that may be listed."""


class Events:
    """The event list over all components."""

    def __init__(self, edges: Edges, parts: Parts) -> None:
        self._edges, self._parts = edges, parts
        self._listed: list[Sample[Listed]] = []
        self._handed: list[tuple[Sample[Handed], list[str]]] = []

    def listed(self, listed: Listed, component: str) -> Sample[Listed]:
        """What takes in the rows that are listed."""
        self._listed.append(Sample(listed, component, listed.only, listed.unless))
        return self._listed[-1]

    def handed(self, handed: Handed, component: str) -> Sample[Handed]:
        """What takes in the rows that tell how much was handed over."""
        head = Sample(handed, component, most=MAX_HANDED)
        self._handed.append((head, self._edges.targets(component)))
        return head

    def new(self) -> list[Event]:
        """The frame's events by time; the next frame begins anew."""
        chosen = choose(self._listed)
        sizes = self._sizes({row[0] for head, row in chosen if head.declared.sized})
        events = [event(head, row, sizes, self._parts) for head, row in chosen]
        for head in self._listed:
            head.begin()
        for handing, _ in self._handed:
            handing.begin()
        return events

    def counts(self) -> dict[str, dict[str, int]]:
        """Component -> kind -> how many there were in the frame, listed or not."""
        found: dict[str, dict[str, int]] = {}
        for head in self._listed:
            if head.count:
                counts, kind = found.setdefault(head.component, {}), head.declared.kind
                counts[kind] = counts.get(kind, 0) + head.count
        return found

    def _sizes(self, times: set[float]) -> Sizes:
        """Of what was handed over; who takes or refuses it lists its very time, one of these."""
        return {
            (taker, row[0], head.declared.refused): head.declared.text(row)
            for head, takers in self._handed
            for row in head.rows
            if row[0] in times
            for taker in takers
        }


def choose(heads: list[Sample[Listed]]) -> list[Part]:
    """At most `MAX_EVENTS` rows of all kinds, by time."""
    kinds: dict[int, list[Part]] = {}
    for head in heads:
        if head.rows:
            kinds.setdefault(head.declared.rarity, []).extend([(head, row) for row in head.rows])
    ranked = [sorted(kinds[rarity], key=_time) for rarity in sorted(kinds)]
    shares = [set(spread(len(kind), SHARE)) for kind in ranked]
    chosen = [kind[n] for kind, share in zip(ranked, shares, strict=True) for n in sorted(share)]
    for kind, share in zip(ranked, shares, strict=True):
        rest = [part for n, part in enumerate(kind) if n not in share]
        chosen += [rest[n] for n in spread(len(rest), MAX_EVENTS - len(chosen))]
    return sorted(chosen[:MAX_EVENTS], key=_time)


def spread(n: int, wanted: int) -> list[int]:
    """At most ``wanted`` of the places from 0 to ``n``, evenly, the first one among them."""
    return (
        list(range(n)) if n <= wanted else [place * n // wanted for place in range(max(wanted, 0))]
    )


def event(head: Sample[Listed], row: Row, sizes: Sizes, parts: Parts) -> Event:
    """The row as it is listed; if it is ``sized``, with how much was handed over."""
    listed = head.declared
    text, detail = listed.text(row)
    if listed.part is not None:
        place = listed.part(row)
        text, detail = (parts.put_in(words, head.component, place) for words in (text, detail))
    handed = (head.component, row[0], listed.kind == "thr")
    if listed.sized and handed in sizes:
        text = f"{text}, {sizes[handed]}"
    return [row[0], listed.kind, head.component, text, detail]


def _at(rows: Rows, places: Sequence[int]) -> list[Row]:
    return rows.at(places) if isinstance(rows, ColumnRows) else [rows[place] for place in places]


def _time(part: Part) -> float:
    return float(part[1][0])
