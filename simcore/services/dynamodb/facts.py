"""Facts of a table and its stream; ``n`` counts records.

``written`` is when a record was written to its shard, ``shard`` the shard's number.
"""

from typing import NamedTuple


class ItemWritten(NamedTuple):
    """An item of a table was written, for ``units`` write units; its stream has the record."""

    t: float
    shard: int
    units: int


class ItemWriteThrottled(NamedTuple):
    """A partition of a table refused a write."""

    t: float
    shard: int


class ShardRolledOver(NamedTuple):
    """A shard of a table's stream was closed, and the shard ``follows`` was opened for its keys."""

    t: float
    shard: int
    follows: int


class RecordsReturned(NamedTuple):
    """A GetRecords call to a table's stream gave ``n`` records."""

    t: float
    n: int
    bytes: int
    written: float
