"""Facts of the event source mapping of a stream; ``n`` counts records.

``written`` is when a record was written to its shard, ``shard`` the shard's number.
"""

from typing import NamedTuple

STREAM_CONDITIONS = ("RetryAttemptsExhausted", "RecordAgeExceeded", "expired")
"""Why records were given up: ``condition`` of the failure record; the last one is our name."""

DELIVERIES = ("nowhere", "delivered", "not delivered", "not sent")
"""What became of the record of failure: there is no destination, it took it, or it did not.

Of records that outlived the stream's retention period none is sent.
"""


class RecordsPolled(NamedTuple):
    """A mapping's poller took in ``n`` records."""

    t: float
    n: int


class ReadRefused(NamedTuple):
    """A shard refused a poller's call: its readers had used up what it gives."""

    t: float
    shard: int


class RecordsExpired(NamedTuple):
    """``n`` records outlived the retention period of the stream before a mapping read them."""

    t: float
    n: int


class StreamBatchInvoked(NamedTuple):
    """A batch of ``n`` records was handed to the function, the last of them ``written`` then.

    ``attempt`` counts from 1.
    """

    t: float
    n: int
    written: float
    attempt: int


class StreamBatchSucceeded(NamedTuple):
    """The function returned: ``n`` records are behind the checkpoint, ``n_failed`` reported."""

    t: float
    n: int
    n_failed: int


class RecordProcessed(NamedTuple):
    """A record is behind the checkpoint: the function succeeded with it."""

    t: float
    written: float


class WindowInvoked(NamedTuple):
    """The final invocation of a shard's tumbling window, each time it was tried."""

    t: float
    ends: float


class WindowClosed(NamedTuple):
    """The final invocation of a shard's tumbling window succeeded; the window ended at ``ends``."""

    t: float
    ends: float


class RecordsDiscarded(NamedTuple):
    """A mapping gave ``n`` records up; ``condition`` indexes :data:`STREAM_CONDITIONS`.

    ``delivery`` indexes :data:`DELIVERIES`. ``shard`` and ``attempts``, with number and condition,
    are what the document for the destination says; ``holds_records`` is 1 if they are in it.
    Attempts at a larger batch before it was split are not counted.
    """

    t: float
    n: int
    condition: int
    delivery: int
    shard: int
    attempts: int
    holds_records: int


class StreamMappingObserved(NamedTuple):
    """A mapping at ``t``.

    Of its lanes, those ``invoking``, those ``failing`` (a batch failed and waits for its next
    attempt) and those ``holding`` a batch that was throttled; the records ``waiting``, read or
    not; when the oldest record that is not processed was written, -1 without any.
    """

    t: float
    lanes: int
    invoking: int
    failing: int
    holding: int
    waiting: int
    oldest_written: float


class ShardObserved(NamedTuple):
    """The same for one shard of the mapping.

    ``worked`` of its lanes had a batch with the function since they were observed last: polls and
    observations keep the same step, so at any one moment of it there may be none.
    """

    t: float
    shard: int
    invoking: int
    failing: int
    holding: int
    waiting: int
    oldest_written: float
    worked: int
