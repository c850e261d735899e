"""The pictures in the gallery: real runs of the shipped scenarios, small enough to be kept.

`manage.py precompute` runs every scenario with its own seed and writes `strips.json`; a test
fails when a picture would come out differently.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("strips.json")
POINTS = 120
WIDTH, HEIGHT, TOP = 240.0, 48.0, 4.0
MOST_FLAGS = 2
VISIBLE = "ApproximateNumberOfMessagesVisible"
DEAD = (
    "MessagesDeadLettered",
    "AsyncEventsDropped",
    "DroppedEventCount",
    "OnFailureDestinationDeliveredEventCount",
)
EVENTS = "AsyncEventsWaiting"
RECORDS = "RecordsWaiting"
CONCURRENCY, EXECUTIONS = "ConcurrentExecutions", "OpenExecutionCount"

Series = Sequence[float | None]


def strip_of(slug: str) -> dict[str, Any] | None:
    """What the template draws for a scenario; None where nothing was precomputed."""
    data = _all(FILE.stat().st_mtime_ns).get(slug) if FILE.exists() else None
    return None if data is None else drawn(data)


@lru_cache(maxsize=2)
def _all(changed_ns: int) -> dict[str, Any]:
    strips: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return strips


def strip_data(result: dict[str, Any]) -> dict[str, Any]:
    """The strip of a result (windtunnel.result/1): plain numbers, rounded.

    Where no function is at work, the concurrency is that of a state machine's executions.
    """
    series = result["series"]
    function = _highest(series, CONCURRENCY, beside="Invocations")
    concurrency = _thinned(series.get(function, {}).get(CONCURRENCY, []), max)
    machine = "" if any(concurrency) else _highest(series, EXECUTIONS)
    if machine:
        concurrency = _thinned(series[machine][EXECUTIONS], max)
    queue = _highest(series, VISIBLE, unless=_dead_letter_queues(result))
    events = _highest(series, EVENTS)
    readers = _highest(series, RECORDS)
    waiting, what = series.get(queue, {}).get(VISIBLE, []), ""
    if events:
        waiting, what = series[events][EVENTS], "events"
    elif readers:
        waiting, what = series[readers][RECORDS], "records"
    times: list[float] = result["time_s"]
    throttles = _thinned(series.get(function, {}).get("Throttles", []), max)
    return {
        "duration_s": round(times[-1] + result["bin_s"], 3) if times else 0.0,
        "function": function,
        "concurrency": concurrency,
        **({"machine": machine} if machine else {}),
        "throttled": [index for index, value in enumerate(throttles) if value > 0],
        "queue": _thinned(waiting, max),
        **({"waiting": what} if what else {}),
        "dead": _thinned(_dead_letters(series), max),
        "flags": _first_flags(result["flags"]),
    }


def _highest(
    series: dict[str, Any], metric: str, beside: str = "", unless: frozenset[str] = frozenset()
) -> str:
    """The component whose metric rose highest, among those that have `beside` as well."""
    peaks = {
        component: max((value or 0 for value in metrics[metric]), default=0)
        for component, metrics in series.items()
        if metric in metrics and (not beside or beside in metrics) and component not in unless
    }
    return max(peaks, key=lambda component: peaks[component], default="")


def _dead_letter_queues(result: dict[str, Any]) -> frozenset[str]:
    components = result["manifest"]["scenario"]["components"].values()
    redrives = [component.get("redrive") for component in components]
    return frozenset(redrive["dead_letter_queue"] for redrive in redrives if redrive)


def _dead_letters(series: dict[str, Any]) -> list[float]:
    """How many dead letters there are so far, bin by bin; empty where there are none."""
    rows = [metrics[name] for metrics in series.values() for name in DEAD if name in metrics]
    each_bin = (sum(value or 0 for value in bin) for bin in zip(*rows, strict=True))
    total = list(accumulate(each_bin))
    return total if total and total[-1] else []


def _thinned(values: Series, fold: Any) -> list[float]:
    """At most POINTS values, each the fold of an equal share of them."""
    count = min(POINTS, len(values))
    edges = [len(values) * index // count for index in range(count + 1)] if count else []
    return [
        float(f"{fold(value or 0 for value in values[start:end]):.3g}")
        for start, end in pairwise(edges)
    ]


def _first_flags(flags: list[dict[str, Any]]) -> dict[str, float]:
    first: dict[str, float] = {}
    for flag in flags:
        first.setdefault(flag["kind"], round(flag["t_s"], 1))
    return first


def drawn(data: dict[str, Any]) -> dict[str, Any]:
    """Paths and words for `strip.html`; each line has a scale of its own."""
    values = data["concurrency"] or [0.0]
    line = _line(values)
    step = WIDTH / max(1, len(values) - 1)
    marks = [f"{index * step:.1f}" for index in data["throttled"]]
    return {
        "line": line,
        "area": f"{line}L{WIDTH:.0f} {HEIGHT:.0f}L0 {HEIGHT:.0f}Z",
        "queue": _line(data["queue"]),
        "dead": _line(data["dead"]),
        "throttles": "".join(f"M{x} {HEIGHT:.0f}V{HEIGHT - 7:.0f}" for x in marks),
        "text": described(data),
    }


def _line(values: list[float]) -> str:
    """A path through the values, the highest of them at the top; empty where all are zero."""
    peak = max(values, default=0.0)
    if not peak:
        return f"M0 {HEIGHT:.0f}H{WIDTH:.0f}" if values else ""
    step = WIDTH / max(1, len(values) - 1)
    rise = (HEIGHT - TOP) / peak
    points = [f"{i * step:.1f} {HEIGHT - rise * value:.1f}" for i, value in enumerate(values)]
    return "M" + "L".join(points)


WORDS = {
    "first_throttle": "throttles from {t:g} s",
    "first_dead_letter": "first {lost} at {t:g} s",
    "first_retry": "{what} return from {t:g} s",
    "first_error": "first error at {t:g} s",
}


def described(data: dict[str, Any]) -> str:
    """The strip in words: "Concurrency up to 1,000; throttles from 173 s"."""
    what = data.get("waiting", "messages")
    high = "Open executions" if data.get("machine") else "Concurrency"
    parts = [f"{high} up to {max(data['concurrency'], default=0):,.0f}"]
    if queued := max(data["queue"], default=0):
        parts.append(f"up to {queued:,.0f} {what} waiting")
    lost = "record given up" if what == "records" else "dead letter"
    told = [
        words.format(t=data["flags"][kind], what=what, lost=lost)
        for kind, words in WORDS.items()
        if kind in data["flags"]
    ]
    return "; ".join(parts + told[:MOST_FLAGS])
