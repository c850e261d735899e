"""How much there is in a trace that was read, in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

from simcore.engine.portable_math import FloatArray

A_CALENDAR_S = 1e8  # larger times are those of a calendar, from March 1973 on


def extent(rows: int, total: int, moments: FloatArray) -> str:
    """Says, for example: 4,032 rows from 2014-04-10 00:04:00 to ... UTC; 249,327 requests."""
    first, last = float(moments.min()), float(moments.max())
    between = f"from {_moment(first)} to {_moment(last)}"
    if A_CALENDAR_S < first <= last < 2.5e11:
        between += " UTC"
    return f"{rows:,} row{'s' * (rows != 1)} {between}; {total:,} request{'s' * (total != 1)}"


def _moment(seconds: float) -> str:
    if not A_CALENDAR_S < seconds < 2.5e11:
        return f"{seconds:g} s"
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None, microsecond=0).isoformat(" ")
