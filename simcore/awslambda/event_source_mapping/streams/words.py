"""What happens to the records of a stream, in words."""

from __future__ import annotations

from simcore.awslambda.event_source_mapping.streams.facts import STREAM_CONDITIONS, RecordsDiscarded
from simcore.facts import Row

__all__ = ["batch", "condition", "discarded", "expired", "records", "refused"]

SENT = (
    ", the destination is told where they were, not what they are",
    ", the destination gets them",
)


def records(n: int) -> str:
    """So many, in words."""
    return f"{n} record" if n == 1 else f"{n:,} records"


def batch(row: Row) -> str:
    """A batch that is handed over."""
    return records(row[1])


def refused(row: Row) -> str:
    """`BatchThrottled`."""
    return f"batch of {row[1]}"


def discarded(row: Row) -> tuple[str, str]:
    """`RecordsDiscarded`."""
    told = RecordsDiscarded._make(row)
    where = ("", SENT[told.holds_records], ", the destination did not take it", "")[told.delivery]
    after = "1 attempt" if told.attempts == 1 else f"{told.attempts:,} attempts"
    what = f"{records(told.n)} of shard {told.shard} given up after {after}{where}"
    return what, condition(row)


def condition(row: Row) -> str:
    """Why records were given up."""
    return STREAM_CONDITIONS[RecordsDiscarded._make(row).condition]


def expired(row: Row) -> tuple[str, str]:
    """`RecordsExpired`."""
    return f"{records(row[1])} expired unread", "retention period"
