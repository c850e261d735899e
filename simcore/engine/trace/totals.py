"""Columns that look like counts and are not: times, and totals that only ever grow."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from simcore.engine.portable_math import FloatArray
from simcore.errors import TraceError

Counts = NDArray[np.int64]

SAY = "say that a count is a running total (cumulative: true) or of its interval (false)"
"""As the field of a scenario, and the words of the laboratory's choice "A count is"."""

FEWEST_ROWS = 8
FEWEST_RISES = 20  # recorded traffic hardly ever grows so often in a row
RESETS = 100  # a counter that starts again does so in one row of so many at the most
TOTAL = re.compile(r"total|cumul|running|so.far|overall", re.IGNORECASE)
SURELY_TOTAL = re.compile(r"\btotal \w+ count\b", re.IGNORECASE)  # as Locust calls its own
RATE = re.compile(r"/ ?s(ec(ond)?)?$|per.?s(ec(ond)?)?$|\b[rqt]ps$", re.IGNORECASE)
YEAR_2001, YEAR_2096 = 978_307_200, 3_976_214_400


def check_no_times(counts: Counts, name: str) -> None:
    """Raise TraceError where every count is a moment of these years, in s, ms, us or ns."""
    for scale in (1, 10**3, 10**6, 10**9):
        if len(counts) > 1 and ((counts >= YEAR_2001 * scale) & (counts < YEAR_2096 * scale)).all():
            raise TraceError(
                f"column {name}: {int(counts[0])} and the others are moments in time, not counts; "
                "name the column of counts as value_column, or none, or (none), if each row "
                "is one request"
            )


def check_no_rate(name: str, interval_s: float | None) -> None:
    """Raise TraceError for a column that says that it is a rate, unless intervals are of 1 s."""
    if RATE.search(name) and interval_s != 1.0:
        rows = "of one interval" if interval_s is None else f"{interval_s:g} s apart"
        raise TraceError(
            f"column {name} is a rate by its name, and its rows are {rows}: as counts it would be "
            "other traffic",
            hint="multiply it by the length of an interval, or give a column of counts",
        )


def differences(
    starts: FloatArray, counts: Counts, name: str, cumulative: bool | None
) -> tuple[FloatArray, Counts, str | None]:
    """The counts, each of its interval alone, and a sentence about it where there is one to say.

    With ``cumulative`` they are differences of the running total, each from the row before: one
    interval less than rows. None asks whether they look so, and raises TraceError where they do.
    """
    if cumulative:
        return _differences(starts, counts, name)
    if cumulative is False or not _never_falls(counts, name):
        return starts, counts, None
    rises = int((np.diff(counts) > 0).sum())
    growth = _growth(counts)
    if TOTAL.search(name) or rises >= FEWEST_RISES:
        raise TraceError(
            f"column {name} only ever grows, from {counts[0]:,} to {counts[-1]:,}: as a running "
            f"total it is {growth:,} requests, as counts it would be {int(counts.sum()):,}; "
            f"{SAY}"
        )
    return (
        starts,
        counts,
        f"column {name} never falls; if it is a running total of {growth:,} requests, {SAY}",
    )


def _differences(
    starts: FloatArray, counts: Counts, name: str
) -> tuple[FloatArray, Counts, str | None]:
    if len(counts) < 2:
        raise TraceError(
            "a running total needs two rows: an interval is the way from one to the next"
        )
    steps = np.diff(counts)
    resets = int((steps < 0).sum())
    again = f", which starts again {resets} times" if resets else ""
    note = f"column {name} is a running total{again}; each count is what it grew to the next row"
    return starts[:-1], np.where(steps < 0, counts[1:], steps), note


def _never_falls(counts: Counts, name: str) -> bool:
    """Whether they could be a running total; one that says so may start again now and then."""
    fewest = 2 if SURELY_TOTAL.search(name) else FEWEST_ROWS
    if len(counts) < fewest or counts[-1] <= counts[0]:
        return False
    falls = int((np.diff(counts) < 0).sum())
    return falls <= (len(counts) // RESETS if TOTAL.search(name) else 0)


def _growth(counts: Counts) -> int:
    steps = np.diff(counts)
    return int(np.where(steps < 0, counts[1:], steps).sum())
