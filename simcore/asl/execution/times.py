"""Times as AWS writes them, and as people do."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from simcore.asl.flow import Json, StateFault
from simcore.asl.shown import shown

__all__ = ["seconds_of", "stamp"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def stamp(epoch_s: float) -> str:
    """Seconds since 1970 as ``2026-03-10T16:23:26.123Z``."""
    at = EPOCH + timedelta(milliseconds=round(epoch_s * 1000))
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def seconds_of(text: Json) -> float:
    """Seconds since 1970 of an RFC 3339 time with capital T and Z; raises StateFault."""
    if not isinstance(text, str) or not RFC_3339.fullmatch(text):
        raise StateFault("States.Runtime", f"{shown(text)} is no timestamp: 2026-03-10T16:00:00Z")
    try:
        return (datetime.fromisoformat(text) - EPOCH).total_seconds()
    except ValueError as error:
        raise StateFault("States.Runtime", f"{shown(text)} is no timestamp: {error}") from None
