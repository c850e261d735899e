"""The pictures in the gallery: real runs of the shipped scenarios, small enough to be kept.

`manage.py precompute` runs every scenario with its own seed and writes `strips.json`; a test
fails when a picture would come out differently.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("strips.json")
POINTS = 120
WIDTH, HEIGHT, TOP = 240.0, 48.0, 4.0

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
    """The strip of a result (windtunnel.result/1): plain numbers, rounded."""
    function = _busiest(result["series"])
    metrics = result["series"].get(function, {})
    times: list[float] = result["time_s"]
    throttles = _thinned(metrics.get("Throttles", []), max)
    return {
        "duration_s": round(times[-1] + result["bin_s"], 3) if times else 0.0,
        "function": function,
        "concurrency": _thinned(metrics.get("ConcurrentExecutions", []), max),
        "throttled": [index for index, value in enumerate(throttles) if value > 0],
        "flags": _first_flags(result["flags"]),
    }


def _busiest(series: dict[str, Any]) -> str:
    """The function whose concurrency rose highest."""
    peaks = {
        component: max((value or 0 for value in metrics["ConcurrentExecutions"]), default=0)
        for component, metrics in series.items()
        if "ConcurrentExecutions" in metrics and "Invocations" in metrics
    }
    return max(peaks, key=lambda component: peaks[component], default="")


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
    """Paths and words for `strip.html`."""
    values = data["concurrency"] or [0.0]
    peak = max(values)
    step = WIDTH / max(1, len(values) - 1)
    points = [
        f"{index * step:.1f} {HEIGHT - (HEIGHT - TOP) * value / (peak or 1):.1f}"
        for index, value in enumerate(values)
    ]
    line = "M" + "L".join(points)
    marks = [f"{index * step:.1f}" for index in data["throttled"]]
    return {
        "line": line,
        "area": f"{line}L{WIDTH:.0f} {HEIGHT:.0f}L0 {HEIGHT:.0f}Z",
        "throttles": "".join(f"M{x} {HEIGHT:.0f}V{HEIGHT - 7:.0f}" for x in marks),
        "text": described(data, peak),
    }


WORDS = {
    "first_throttle": "throttles from {t:g} s",
    "first_retry": "messages return from {t:g} s",
    "first_dead_letter": "first dead letter at {t:g} s",
    "first_error": "first error at {t:g} s",
}


def described(data: dict[str, Any], peak: float) -> str:
    """The strip in words: "Concurrency up to 1,000 in 600 s; throttles from 173 s"."""
    parts = [f"Concurrency up to {peak:,.0f} in {data['duration_s']:,.0f} s"]
    parts += [WORDS[kind].format(t=t) for kind, t in data["flags"].items() if kind in WORDS]
    return "; ".join(parts)
