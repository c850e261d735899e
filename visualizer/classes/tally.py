"""What a class predicts, all together: numbers that say nothing of anybody."""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from typing import Any

COLUMNS, ROWS = 48, 24
"""Of the density of all lines: so many moments, so many values."""

BARS = 12
"""Of a histogram."""

Answers = Sequence[dict[str, Any]]


def tally(question: dict[str, Any], answers: Answers) -> dict[str, Any]:
    """`count`, and what there is of the kind: `options`, `bars` or `density`."""
    kinds = {"choice": _choices, "number": _bars, "draw": _density}
    return {
        "kind": question["kind"],
        "count": len(answers),
        **kinds[question["kind"]](question, answers),
    }


def _choices(question: dict[str, Any], answers: Answers) -> dict[str, Any]:
    chosen = [answer["option"] for answer in answers]
    return {"options": [chosen.count(n) for n in range(len(question["options"]))]}


def _bars(question: dict[str, Any], answers: Answers) -> dict[str, Any]:
    """Equal bars over what was said; one where all said the same."""
    values = sorted(answer["value"] for answer in answers)
    if not values:
        return {"bars": [], "low": 0, "high": 0, "median": None}
    low, high = values[0], values[-1]
    bars = BARS if high > low else 1
    counts = [0] * bars
    for value in values:
        counts[_place(value, low, high, bars)] += 1
    return {"bars": counts, "low": low, "high": high, "median": _middle(values)}


def _density(question: dict[str, Any], answers: Answers) -> dict[str, Any]:
    """How many lines pass each cell: `rows[v][t]`, from the lowest value up, and their middle."""
    lines = [_sampled(answer["points"], question) for answer in answers]
    top = max((value for line in lines for value in line), default=0.0)
    rows = [[0] * COLUMNS for _ in range(ROWS)]
    for line in lines:
        for column, value in enumerate(line):
            rows[_place(value, 0, top, ROWS)][column] += 1
    middle = [_middle(sorted(at)) for at in zip(*lines, strict=True)]
    return {"density": rows if lines else [], "top": top, "middle": middle}


def _sampled(points: list[list[float]], question: dict[str, Any]) -> list[float]:
    """The values of a line at evenly spread moments; level before its first and after its last."""
    t0, t1 = question["t0"], question["t1"]
    times = [point[0] for point in points]
    return [_at(points, times, t0 + (t1 - t0) * n / (COLUMNS - 1)) for n in range(COLUMNS)]


def _at(points: list[list[float]], times: list[float], t: float) -> float:
    after = bisect.bisect_right(times, t)
    if after == 0:
        return points[0][1]
    if after == len(points):
        return points[-1][1]
    (ta, a), (tb, b) = points[after - 1], points[after]
    return a + (b - a) * (t - ta) / (tb - ta)


def _place(value: float, low: float, high: float, count: int) -> int:
    share = (value - low) / (high - low) if high > low else 0.0
    return min(count - 1, max(0, math.floor(share * count)))


def _middle(values: Sequence[float]) -> float:
    half = len(values) // 2
    if len(values) % 2:
        return float(values[half])
    return (values[half - 1] + values[half]) / 2
