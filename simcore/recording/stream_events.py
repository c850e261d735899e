"""How facts of streams read in the event list."""

from __future__ import annotations

from simcore import facts
from simcore.facts import Row

__all__ = ["discarded", "expired", "records", "write_refused"]


def records(n: int) -> str:
    """So many, in words."""
    return f"{n} record" if n == 1 else f"{n:,} records"


def discarded(row: Row) -> tuple[str, str]:
    """`RecordsDiscarded`."""
    where = ("", ", the destination is told", ", the destination did not take it")[row[3]]
    return f"{records(row[1])} given up{where}", facts.STREAM_CONDITIONS[row[2]]


def expired(row: Row) -> tuple[str, str]:
    """`RecordsExpired`."""
    return f"{records(row[1])} expired unread", "retention period"


def write_refused(row: Row) -> tuple[str, str]:
    """`WriteThrottled` and `ItemWriteThrottled`."""
    return f"write refused by shard {row[1]}", "throughput exceeded"
