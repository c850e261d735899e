"""What the summary of a run says of a component, declared in the reading of its type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Highest", "Spread", "Tally", "Tells", "say"]

Document = Mapping[str, Any]
"""A run's result."""


@dataclass(frozen=True)
class Tally:
    """The total of a counter, or of several together: ``cold starts 17``.

    In the counter's own words unless ``words`` are given; nothing where it is 0.
    """

    counters: str | tuple[str, ...]
    words: str = ""

    def said(self, data: Document, id: str) -> str:
        """What there is to say of the component."""
        names = (self.counters,) if isinstance(self.counters, str) else self.counters
        total = sum(data["counters"].get(id, {}).get(name, 0) for name in names)
        return f"{self.words or names[0].replace('_', ' ')} {total:,.0f}" if total else ""


@dataclass(frozen=True)
class Highest:
    """The highest value of a series: ``concurrency up to 10``; nothing where that is 0.

    ``unit`` is what it is followed by.
    """

    metric: str
    words: str
    unit: str = ""

    def said(self, data: Document, id: str) -> str:
        """What there is to say of the component."""
        values = data["series"].get(id, {}).get(self.metric, ())
        most = max((value for value in values if value is not None), default=0)
        return f"{self.words} up to {most:,.0f}{self.unit}" if most else ""


@dataclass(frozen=True)
class Spread:
    """Half, and nearly all, of what was measured: ``latency p50 80 ms, p99 210 ms``."""

    metric: str
    words: str

    def said(self, data: Document, id: str) -> str:
        """What there is to say of the component."""
        measured = data["percentiles"].get(id, {}).get(self.metric)
        if not measured or not measured["count"]:
            return ""
        return f"{self.words} p50 {_ms(measured['p50'])}, p99 {_ms(measured['p99'])}"


Tells = Tally | Highest | Spread


def say(tells: Iterable[Tells], data: Document, id: str) -> Iterator[str]:
    """All that there is to say of a component: totals first, then what was highest, then times."""
    order = (Tally, Highest, Spread)
    for one in sorted(tells, key=lambda one: order.index(type(one))):
        said = one.said(data, id)
        if said:
            yield said


def _ms(value: float) -> str:
    return f"{value:,.0f} ms" if value < 10_000 else f"{value / 1000:,.1f} s"
