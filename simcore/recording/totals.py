"""Counters that are sums of other counters of their component."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from simcore.recording.board import Board
from simcore.recording.catalogue import Readings
from simcore.recording.made import Total
from simcore.recording.reading import Component

__all__ = ["totals"]


def totals(
    components: Sequence[Component], readings: Readings, boards: Mapping[str, Board]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(component, counter, the counters that it is the sum of), where there are any of them."""
    for part in components:
        for counter in readings[part.type].counters:
            totals = [made for made in counter.parts if isinstance(made, Total)]
            summed = tuple(name for total in totals for name in total.counters)
            if boards[part.id].counters.keys() & summed:
                yield part.id, counter.name, summed
