"""The event list of a frame: at most `MAX_EVENTS` rows, rare kinds first.

A frame may hold a hundred thousand facts; a person reads a few. Of every kind the first
`MAX_EVENTS` rows of a frame are kept; `choose` then takes `SHARE` of each kind in order of rarity,
fills up in the same order, and sorts by time. Nothing is drawn at random.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from simcore.facts import Row
from simcore.recording.edges import Edges
from simcore.recording.layout import Columns, Rows, column
from simcore.recording.reading import Handed, Listed

MAX_EVENTS = 24
SHARE = 6

Event = list[Any]
"""[t, kind, component, text, detail]; kind is one of busy thr retry init err dlq end."""

Sizes = dict[tuple[str, float], str]
"""(who was handed something, when) -> how much"""

Declared = TypeVar("Declared", Listed, Handed)


class Head(Generic[Declared]):
    """The first rows of one kind in a frame; ``only`` and ``unless`` as in `Listed`."""

    def __init__(
        self, declared: Declared, component: str, only: str | None, unless: str | None
    ) -> None:
        self.declared: Declared = declared
        self.component = component
        self.rows: list[Row] = []
        self._column, self._above = only or unless, only is not None
        self._index = 0 if self._column is None else column(declared.fact, self._column)

    def few(self, rows: Rows) -> None:
        """Keep the first ones."""
        missing = MAX_EVENTS - len(self.rows)
        if missing > 0:
            if self._column is not None:
                index, wanted = self._index, self._above
                rows = [row for row in rows if (row[index] > 0) is wanted]
            self.rows += rows[:missing]

    def many(self, rows: Rows, columns: Columns) -> None:
        """Keep the first ones."""
        if len(self.rows) >= MAX_EVENTS:
            return
        if self._column is None:
            self.few(rows[:MAX_EVENTS])
            return
        positive = columns.positive(self._column)
        if self._above:
            missing = MAX_EVENTS - len(self.rows)
            self.rows += [rows[index] for index in positive[:missing].tolist()]
        else:  # enough of them are among the first rows, however many of the others there are
            self.few(rows[: MAX_EVENTS + len(positive)])


class Events:
    """The event list over all components."""

    def __init__(self, edges: Edges) -> None:
        self._edges = edges
        self._listed: list[Head[Listed]] = []
        self._handed: list[tuple[Head[Handed], list[str]]] = []

    def listed(self, listed: Listed, component: str) -> Head[Listed]:
        """What takes in the rows that are listed."""
        self._listed.append(Head(listed, component, listed.only, listed.unless))
        return self._listed[-1]

    def handed(self, handed: Handed, component: str) -> Head[Handed]:
        """What takes in the rows that tell how much was handed over."""
        head = Head(handed, component, None, None)
        self._handed.append((head, self._edges.targets(component)))
        return head

    def new(self) -> list[Event]:
        """The frame's events by time; the next frame begins anew."""
        sizes = self._sizes()
        events = [event(head, row, sizes) for head, row in choose(self._listed)]
        for head in self._listed:
            head.rows = []
        for handing, _ in self._handed:
            handing.rows = []
        return events

    def _sizes(self) -> Sizes:
        """Of what was handed over first; who takes it lists the very same time."""
        return {
            (taker, row[0]): head.declared.text(row)
            for head, takers in self._handed
            for row in head.rows
            for taker in takers
        }


def choose(heads: list[Head[Listed]]) -> list[tuple[Head[Listed], Row]]:
    """At most `MAX_EVENTS` rows of all kinds, by time."""
    kinds: dict[int, list[tuple[Head[Listed], Row]]] = {}
    for head in heads:
        if head.rows:
            kinds.setdefault(head.declared.rarity, []).extend([(head, row) for row in head.rows])
    ranked = [sorted(kinds[rarity], key=_time) for rarity in sorted(kinds)]
    chosen = [part for kind in ranked for part in kind[:SHARE]]
    chosen += [part for kind in ranked for part in kind[SHARE:]]
    return sorted(chosen[:MAX_EVENTS], key=_time)


def event(head: Head[Listed], row: Row, sizes: Sizes) -> Event:
    """The row as it is listed; if it is ``sized``, with how much was handed over."""
    listed = head.declared
    text, detail = listed.text(row)
    if listed.sized and (head.component, row[0]) in sizes:
        text = f"{text}, {sizes[head.component, row[0]]}"
    return [row[0], listed.kind, head.component, text, detail]


def _time(part: tuple[Head[Listed], Row]) -> float:
    return float(part[1][0])
