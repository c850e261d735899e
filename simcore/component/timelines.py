"""What the timelines of several types have in common: their places, and rows of percentiles."""

from __future__ import annotations

from typing import Any

from simcore.component.picture import Line, Row

__all__ = [
    "CONCURRENCY",
    "COST",
    "LATENCY",
    "LOAD",
    "THROTTLES",
    "latency",
    "percentiles",
]

CONCURRENCY, LOAD, THROTTLES, LATENCY, COST = range(5)
"""Places of the timelines, from the top."""


def percentiles(metric: str, *which: str) -> tuple[Line, ...]:
    """Lines of one hue; the last one is the heaviest."""
    light: Any = which[:-1]
    last: Any = which[-1]
    lines = tuple(Line(p, f"{metric}.{p}", p) for p in light)
    return (*lines, Line(last, f"{metric}.{last}", last, width=2))


def latency(spoken: str, metric: str, rank: int, title: str = "Latency", **more: Any) -> Row:
    return Row("latency", title, f"{spoken}{{whose}}, p99,", LATENCY, rank,
               percentiles(metric, "p50", "p95", "p99"),
               main=2, format="milliseconds", word="p99", summed=False,
               better="less", **more)  # fmt: skip
