"""What is told of a component when its run is over, declared in the reading of its type.

A summary says it in words, and a comparison puts two of the same beside each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from simcore.frozen import frozen

__all__ = [
    "Better",
    "Fate",
    "Figure",
    "Highest",
    "Part",
    "Spread",
    "Tally",
    "Tells",
    "Work",
    "figures",
    "say",
]

Document = Mapping[str, Any]
"""A run's result."""

Better = Literal["more", "less", ""]
"""Which way is better; nothing where either may be right."""


class Figure(NamedTuple):
    """One number that is told, None where nothing was counted or measured."""

    name: str
    unit: str
    value: float | None


@frozen
class Tally:
    """The total of a counter, or of several together: ``cold starts 17``.

    In the counter's own words unless ``words`` are given; nothing where it is 0.
    """

    counters: str | tuple[str, ...]
    words: str = ""
    better: Better = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The counters, one by one."""
        return (self.counters,) if isinstance(self.counters, str) else self.counters

    def figures(self, data: Document, id: str) -> Iterator[Figure]:
        """The total."""
        counted = data["counters"].get(id, {})
        found = [counted[name] for name in self.names if name in counted]
        name = self.words or self.names[0].replace("_", " ")
        yield Figure(name, "", sum(found) if found else None)

    def said(self, data: Document, id: str) -> str:
        """What there is to say of the component."""
        (name, _, total) = next(self.figures(data, id))
        return f"{name} {total:,.0f}" if total else ""


@frozen
class Highest:
    """The highest value of a series: ``concurrency up to 10``; nothing where that is 0.

    ``unit`` is what it is followed by.
    """

    metric: str
    words: str
    unit: str = ""
    better: Better = ""

    def figures(self, data: Document, id: str) -> Iterator[Figure]:
        """The highest value."""
        values = data["series"].get(id, {}).get(self.metric, ())
        most = max((value for value in values if value is not None), default=None)
        yield Figure(self.words, self.unit.strip(), most)

    def said(self, data: Document, id: str) -> str:
        """What there is to say of the component."""
        most = next(self.figures(data, id)).value
        return f"{self.words} up to {most:,.0f}{self.unit}" if most else ""


@frozen
class Spread:
    """Half, and nearly all, of what was measured: ``latency p50 80 ms, p99 210 ms``.

    Where the counter ``of`` others that were measured, too, is not 0, ``included`` says so.
    """

    metric: str
    words: str
    better: Better = "less"
    of: str = ""
    included: str = ""

    def figures(self, data: Document, id: str) -> Iterator[Figure]:
        """Three percentiles, in milliseconds."""
        measured = data["percentiles"].get(id, {}).get(self.metric) or {}
        for p in ("p50", "p95", "p99"):
            yield Figure(f"{self._what(data, id)} {p}", "ms", measured.get(p))

    def said(self, data: Document, id: str) -> str:
        """What there is to say of the component."""
        measured = data["percentiles"].get(id, {}).get(self.metric)
        if not measured or not measured["count"]:
            return ""
        what = self._what(data, id)
        return f"{what} p50 {_ms(measured['p50'])}, p99 {_ms(measured['p99'])}"

    def _what(self, data: Document, id: str) -> str:
        others = data["counters"].get(id, {}).get(self.of)
        return f"{self.words} ({self.included})" if others else self.words


Tells = Tally | Highest | Spread

Fate = Literal["done", "lost", "failed", "refused", "left"]
"""What became of work: `left` is what is still there at the end of a run."""


@frozen
class Part:
    """Counters of work with one fate, and what a sentence says of it: "7 were dead-lettered".

    Those that are left come last. Where ``words`` are a verb of their own ("7 succeeded", "7 could
    not be delivered") ``does`` says so.
    """

    fate: Fate
    counters: tuple[str, ...]
    words: str
    does: bool = False


@frozen
class Work:
    """What came to a component, by the counters ``came`` (of which all are a ``noun``), and its
    parts.

    ``rest`` says what all others did at the end, where only they are missing. ``backlog`` is the
    metric of what waits, ``took`` of how long it took. ``attempts`` are those that are made for
    work which another component tells of: an invocation for a message.
    """

    noun: str
    parts: tuple[Part, ...]
    came: tuple[str, ...] = ()
    rest: str = ""
    backlog: str = ""
    took: str = ""
    attempts: bool = False

    def total(self, counters: Mapping[str, float]) -> float:
        """How many came; 0 where that is not counted."""
        return sum(counters.get(name, 0) for name in self.came)

    def of(self, counters: Mapping[str, float], *fates: Fate) -> float:
        """How many had one of these fates."""
        return sum(n for part, n in self.shares(counters) if part.fate in fates)

    def shares(self, counters: Mapping[str, float]) -> list[tuple[Part, float]]:
        """The parts of which there are any, with how many."""
        counted = [(one, sum(counters.get(n, 0) for n in one.counters)) for one in self.parts]
        missing = self.total(counters) - sum(n for _, n in counted)
        if self.rest and missing > 0 and any(n for _, n in counted):
            counted.append((Part("left", (), self.rest), missing))
        return [(part, n) for part, n in counted if n]


def figures(tells: Iterable[Tells], data: Document, id: str) -> Iterator[tuple[Figure, Better]]:
    """All numbers that are told of a component, and which way each is better."""
    for one in _in_order(tells):
        for figure in one.figures(data, id):
            yield figure, one.better


def _in_order(tells: Iterable[Tells]) -> list[Tells]:
    """Totals first, then what was highest, then times."""
    order = (Tally, Highest, Spread)
    return sorted(tells, key=lambda one: order.index(type(one)))


def say(tells: Iterable[Tells], data: Document, id: str) -> Iterator[str]:
    """All that there is to say of a component, where there is anything."""
    for one in _in_order(tells):
        said = one.said(data, id)
        if said:
            yield said


def _ms(value: float) -> str:
    return f"{value:,.0f} ms" if value < 10_000 else f"{value / 1000:,.1f} s"
