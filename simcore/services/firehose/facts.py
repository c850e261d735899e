"""Facts of a delivery stream; ``n`` counts records, ``bytes`` their size.

``kind`` indexes KINDS: what an object holds.
"""

from typing import NamedTuple

RECORDS, FAILED, BACKUP = range(3)
KINDS = ("records", "processing-failed", "backup")


class RecordsTaken(NamedTuple):
    """The delivery stream took records; ``billed`` are their bytes, each rounded up.

    ``read`` is 1 when they came from its source stream, 0 by Direct PUT.
    """

    t: float
    n: int
    bytes: int
    billed: int
    read: int


class RecordThrottled(NamedTuple):
    """A Direct PUT was refused: ServiceUnavailableException."""

    t: float


class LimitsRaised(NamedTuple):
    """The limits of Direct PUT are raised; so many records of this size are taken a second."""

    t: float
    records_per_s: float


class ProcessingStarted(NamedTuple):
    """The function was invoked with a batch, for the ``attempt``-th time."""

    t: float
    n: int
    attempt: int


class ProcessingEnded(NamedTuple):
    """An invocation is over for the delivery stream; ``outcome`` indexes OUTCOMES."""

    t: float
    began: float
    outcome: int


class RecordsProcessed(NamedTuple):
    """What became of a batch: records that go on, are dropped, failed; after so many attempts."""

    t: float
    ok: int
    bytes: int
    dropped: int
    failed: int
    attempts: int


class ObjectDelivered(NamedTuple):
    """An object was written to a bucket; its first record was taken at ``oldest``."""

    t: float
    kind: int
    n: int
    bytes: int
    oldest: float


class DeliveryRefused(NamedTuple):
    """A bucket did not take an object; ``lost`` are its records when they are given up, else 0."""

    t: float
    kind: int
    lost: int


class DeliveryStreamObserved(NamedTuple):
    """At ``t``: records that are kept (without those of backups), batches that are processed.

    ``oldest`` is when the first record was taken that is not delivered; -1 without any.
    ``backups`` are records that wait to be written to the backup bucket.
    """

    t: float
    waiting: int
    processing: int
    oldest: float
    backups: int
