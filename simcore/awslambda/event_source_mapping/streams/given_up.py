"""What a stream's mapping gives up, and whom it tells.

Models: one document about each batch that was tried often enough or became too old, for the
    on-failure destination: a queue, a topic or a bucket, which may fail to take it.
Ignores: nothing further. Assumed: that of records that have left the stream nobody is told.
States: RecordsDiscarded, StoryStep.

Sources: AWS Lambda Developer Guide, kinesis-on-failure-destination and services-dynamodb-errors (12
Jul 2026).
"""

from __future__ import annotations

from simcore import facts
from simcore.awslambda.async_invoke.destinations import Destination
from simcore.awslambda.event_source_mapping.streams.batch import StreamBatch
from simcore.awslambda.event_source_mapping.streams.stories import Stories

EXHAUSTED, TOO_OLD, EXPIRED = range(len(facts.STREAM_CONDITIONS))
NOWHERE, DELIVERED, NOT_DELIVERED = range(len(facts.DELIVERIES))


class GivenUp:
    """Of one mapping; ``to`` is its on-failure destination."""

    def __init__(self, ledgers: facts.Ledgers, stories: Stories, to: Destination | None) -> None:
        self._ledger, self._stories, self._to = ledgers[facts.RecordsDiscarded], stories, to

    def add(self, now: float, batch: StreamBatch, condition: int) -> None:
        """Give the records up; one document about them goes to the destination."""
        to = self._to if condition != EXPIRED else None
        delivery = NOWHERE if to is None else NOT_DELIVERED if to.fails else DELIVERED
        self._ledger.append((now, len(batch), condition, delivery))
        self._stories.all_step(now, batch, "dropped", batch.attempts + 1, condition)
        if to is not None and delivery == DELIVERED:
            self._stories.all_step(now, batch, "delivered", to.channel, condition)
            to.target.deliver(now, 0)
