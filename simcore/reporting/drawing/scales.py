"""Where things lie in a chart: readable ceilings and ticks, and points of lines.

As in the laboratory (static/src/charts/scales.ts and lines.ts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import floor, log10

from simcore.reporting.report import Line

__all__ = ["nice_ceiling", "points", "rows", "spread", "time_ticks"]

STEP_PX = 6.0
"""A value at least this wide is drawn as a step, so that its extent can be seen."""

TIME_STEPS_S = (
    *(0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800),
    *(21600, 43200, 86400, 172800, 604800),
)

Point = tuple[float, float]


def nice_ceiling(value: float) -> float:
    """The smallest of 1, 1.5, 2 ... times a power of ten that is at least `value`."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    steps = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return power * next(s for s in steps if s * power >= value * (1 - 1e-12))


ROWS = {1: 5, 1.5: 3, 2: 4, 2.5: 5, 3: 3, 4: 4, 5: 5, 6: 3, 8: 4, 10: 5}
"""Into how many a readable ceiling divides, so that every line has a round number."""


def rows(top: float) -> int:
    """How many there are below a ceiling that `nice_ceiling` gave."""
    power = 10.0 ** floor(log10(top))
    return ROWS[min(ROWS, key=lambda known: abs(known - top / power))]


def time_ticks(end_s: float, count: int) -> list[float]:
    """At most about so many moments, from 0 on."""
    wanted = end_s / max(1, count)
    step = next((s for s in TIME_STEPS_S if s >= wanted), TIME_STEPS_S[-1])
    return [step * n for n in range(floor(end_s / step + 1e-9) + 1)]


def spread(wanted: Sequence[float], low: float, high: float, gap: float) -> list[float]:
    """Places as near as may be to those wanted (in order), at least `gap` apart."""
    places: list[float] = []
    for want in wanted:
        places.append(max(want, places[-1] + gap if places else low))
    ceiling = high
    for n in reversed(range(len(places))):
        places[n] = min(places[n], ceiling)
        ceiling = places[n] - gap
    return places


def points(
    line: Line, end_s: float, width: float, y: Callable[[float], float]
) -> Iterator[list[Point]]:
    """The pieces of a line, between gaps. At most two points a pixel, so that no peak is lost."""
    step_px = width * line.step_s / end_s
    piece: list[Point] = []
    for n, together in _columns(line.values, step_px):
        known = [value for value in together if value is not None]
        if not known:
            if piece:
                yield piece
            piece = []
            continue
        piece += _in_column(n * step_px, step_px, known, y)
    if piece:
        yield piece


def _columns(
    values: Sequence[float | None], step_px: float
) -> Iterator[tuple[int, Sequence[float | None]]]:
    """Values that lie in one pixel together, with the number of the first."""
    size = max(1, floor(1 / step_px)) if step_px < 0.5 else 1
    for n in range(0, len(values), size):
        yield n, values[n : n + size]


def _in_column(
    x: float, step_px: float, known: Sequence[float], y: Callable[[float], float]
) -> list[Point]:
    if len(known) > 1 or step_px < 0.5:
        low, high = min(known), max(known)
        pair = (low, high) if known[0] <= known[-1] else (high, low)
        return [(x + 0.25, y(pair[0])), (x + 0.75, y(pair[1]))]
    at = y(known[0])
    if step_px >= STEP_PX:
        return [(x, at), (x + step_px, at)]
    return [(x + step_px / 2, at)]
