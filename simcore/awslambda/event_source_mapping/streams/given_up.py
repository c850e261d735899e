"""What a stream's mapping gives up, and what it tells whom.

Models: one document about each batch that was tried often enough or became too old, for the
    on-failure destination: a queue, a topic or a bucket, which may fail to take it. It says why the
    batch was given up, after how many attempts, how many records it has and in which shard they
    are; the records themselves are in it only for a bucket. Whoever reads it from a queue or topic
    has to fetch them from the stream before they leave it.
Ignores: the other fields and the size of the document (a topic gets at most 256 KB: the payload of
    a larger record of failure is left out), and fetching the records. Assumed: that of records that
    have left the stream nobody is told. Kafka topics as destinations are not simulated.
States: RecordsDiscarded, StoryStep.

Sources: AWS Lambda Developer Guide, kinesis-on-failure-destination and services-dynamodb-errors (12
Jul 2026).
"""

from __future__ import annotations

from simcore import facts
from simcore.awslambda.destinations import Destination
from simcore.awslambda.event_source_mapping.streams.batch import StreamBatch
from simcore.awslambda.event_source_mapping.streams.facts import (
    DELIVERIES,
    STREAM_CONDITIONS,
    RecordsDiscarded,
)
from simcore.awslambda.event_source_mapping.streams.stories import RecordStories
from simcore.roles.event import FROM_OUTSIDE

EXHAUSTED, TOO_OLD, EXPIRED = range(len(STREAM_CONDITIONS))
NOWHERE, DELIVERED, NOT_DELIVERED, NOT_SENT = range(len(DELIVERIES))


class GivenUp:
    """Of one mapping; ``to`` is its on-failure destination."""

    def __init__(
        self, ledgers: facts.Ledgers, stories: RecordStories, to: Destination | None
    ) -> None:
        self._ledger, self._stories, self.to = ledgers[RecordsDiscarded], stories, to

    def add(self, now: float, batch: StreamBatch, condition: int) -> None:
        """Give the records up; one document about them goes to the destination."""
        to = self.to if condition != EXPIRED else None
        untold = NOT_SENT if condition == EXPIRED else NOWHERE
        delivery = untold if to is None else _sent(now, to)
        whole = to is not None and to.gets_records
        attempts = batch.attempts + (condition == EXHAUSTED)
        shard = batch.lane.reader.shard.number
        self._ledger.append((now, len(batch), condition, delivery, shard, attempts, int(whole)))
        self._stories.all_step(now, batch, "dropped", attempts, condition)
        if to is not None and delivery == DELIVERED:
            self._stories.all_step(now, batch, "delivered", to.channel, whole)


def _sent(now: float, to: Destination) -> int:
    return DELIVERED if to.taker.deliver(now, FROM_OUTSIDE) else NOT_DELIVERED
