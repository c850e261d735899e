"""Amazon S3, a bucket: here, where invocation records of failures arrive.

Models: PutObject by an on-failure destination, one object a record.
Ignores: request rates, event notifications, storage, latency.
States: ObjectPut.

Sources: AWS Lambda Developer Guide, invocation-async-retain-records (12 Jul 2026).
"""

from __future__ import annotations

from simcore.facts import ledgers_for
from simcore.roles.event import Event
from simcore.services.s3.facts import ObjectPut


class Bucket:
    """One bucket, as the end of the way."""

    type = "bucket"

    def __init__(self, id: str) -> None:
        self.id = id
        self.ledgers = ledgers_for(ObjectPut)

    def deliver(self, now: float, event: Event) -> bool:
        """PutObject."""
        self.ledgers[ObjectPut].append((now,))
        return True

    def bind(self) -> None:
        """Nothing of a bucket's is on the hot path."""

    def observe(self, now: float) -> None:
        """A bucket states no levels: its objects are counted as they arrive."""
