"""What is charged for a stretch of a run: from when a tariff changed until it changed again.

A meter only ever counts up, so a stretch is what is read at its end less what was read at its
beginning.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from simcore.recording.tariff import Charged, HeldTime, Line, Meter

__all__ = ["Closed", "lines_since", "merged", "read"]


class Reading(NamedTuple):
    """What a meter said of one component when its tariff changed."""

    counters: dict[str, dict[str, float]]
    owed_s: float
    lasting_s: float
    elapsed_s: float


class Closed(NamedTuple):
    """A component's charges up to its last change of tariff, and what the meters said then."""

    lines: tuple[Line, ...]
    then: Reading


class _HeldSince:
    def __init__(self, held: HeldTime, then: Reading) -> None:
        self._held, self._then = held, then

    def owed_s(self, now: float) -> float:
        return self._held.owed_s(now + self._then.elapsed_s) - self._then.owed_s

    def lasting_s(self, now: float) -> float:
        return self._held.lasting_s(now + self._then.elapsed_s) - self._then.lasting_s


def read(id: str, meter: Meter) -> Reading:
    """What the meter says now; of holds, those of the component."""
    counters = {name: dict(counted) for name, counted in meter.counters.items()}
    held, now = meter.holds.get(id), meter.elapsed_s
    owed = (held.owed_s(now), held.lasting_s(now)) if held else (0.0, 0.0)
    return Reading(counters, *owed, now)


def lines_since(id: str, charged: Charged, meter: Meter, closed: Closed | None) -> Iterator[Line]:
    """All that a component is charged: by the tariffs of before, and by that of now."""
    if closed is None:
        return charged.lines(id, meter)
    then, held = closed.then, meter.holds.get(id)
    counters = {
        name: {what: n - then.counters.get(name, {}).get(what, 0) for what, n in counted.items()}
        for name, counted in meter.counters.items()
    }
    holds = {id: _HeldSince(held, then)} if held else {}
    later = charged.lines(id, Meter(counters, holds, meter.elapsed_s - then.elapsed_s))
    return merged([*closed.lines, *later])


def merged(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines of the same item at the same price as one."""
    found: dict[tuple[str, str, str, float, str], Line] = {}
    for line in lines:
        key = (line.component, line.item, line.unit, line.price_usd, line.free)
        other = found.get(key)
        found[key] = line if other is None else _sum(line, other)
    return iter(found.values())


def _sum(one: Line, other: Line) -> Line:
    quantity, lasting = one.quantity + other.quantity, one.lasting + other.lasting
    return one._replace(quantity=quantity, lasting=lasting)
