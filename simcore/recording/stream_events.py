"""How facts of streams read in the event list."""

from __future__ import annotations

from simcore import facts
from simcore.facts import Row

__all__ = ["discarded", "expired", "records", "write_refused"]


def records(n: int) -> str:
    """So many, in words."""
    return f"{n} record" if n == 1 else f"{n:,} records"


SENT = (
    ", the destination is told where they were, not what they are",
    ", the destination gets them",
)


def discarded(row: Row) -> tuple[str, str]:
    """`RecordsDiscarded`."""
    told = facts.RecordsDiscarded._make(row)
    where = ("", SENT[told.holds_records], ", the destination did not take it")[told.delivery]
    after = "1 attempt" if told.attempts == 1 else f"{told.attempts:,} attempts"
    what = f"{records(told.n)} of shard {told.shard} given up after {after}{where}"
    return what, facts.STREAM_CONDITIONS[told.condition]


def expired(row: Row) -> tuple[str, str]:
    """`RecordsExpired`."""
    return f"{records(row[1])} expired unread", "retention period"


def write_refused(row: Row) -> tuple[str, str]:
    """`WriteThrottled` and `ItemWriteThrottled`."""
    return f"write refused by shard {row[1]}", "throughput exceeded"
