"""Facts of a data stream; ``n`` counts records.

``written`` is when a record was written to its shard, ``shard`` the shard's number.
"""

from typing import NamedTuple


class RecordPut(NamedTuple):
    """A record of so many bytes was written to a shard of a data stream."""

    t: float
    shard: int
    bytes: int


class WriteThrottled(NamedTuple):
    """A shard of a data stream refused a record (ProvisionedThroughputExceededException)."""

    t: float
    shard: int


class RecordsRead(NamedTuple):
    """A GetRecords call gave ``n`` records, the last of them ``written`` then.

    Or they were ``pushed`` to a consumer with enhanced fan-out: 1.
    """

    t: float
    n: int
    bytes: int
    written: float
    pushed: int


class ReadThrottled(NamedTuple):
    """A shard refused a GetRecords call."""

    t: float
    shard: int
