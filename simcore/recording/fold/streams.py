"""Which facts of streams and their mappings give which metrics; a part of the one table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from simcore import facts
from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold, Fold
from simcore.recording.fold.counts import Count, Sum, Tally, Target
from simcore.recording.fold.levels import Age, Last
from simcore.recording.fold.samples import Samples
from simcore.recording.layout import Columns, Rows, column


class SumBy(BoardFold):
    """The sum of a column by what another one says; see :class:`Tally` for ``targets``."""

    def __init__(
        self,
        fact: type[Any],
        board: Board,
        of: str,
        by: str,
        targets: tuple[tuple[Target, ...], ...],
    ) -> None:
        super().__init__(fact, board)
        self.index, self.by, self.targets = column(fact, of), column(fact, by), targets
        for target in targets:
            for metric, counter in target:
                board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Add up by value."""
        for row in rows:
            for metric, counter in self.targets[row[self.by]]:
                self.board.add(metric, counter, row[self.index])

    def many(self, rows: Rows, columns: Columns) -> None:
        """Add up by value."""
        self.few(rows)


_DROPPED = ("DroppedEventCount", "dropped_events")
_DELIVERED = ("OnFailureDestinationDeliveredEventCount", "delivered_events")

STREAMS: dict[type[Any], tuple[Callable[..., Fold], ...]] = {
    facts.RecordPut: (
        partial(Count, metric="IncomingRecords", counter="records"),
        partial(Sum, of="bytes", metric="IncomingBytes", counter="record_bytes"),
    ),
    facts.WriteThrottled: (
        partial(Count, metric="WriteProvisionedThroughputExceeded", counter="writes_throttled"),
    ),
    facts.RecordsRead: (
        partial(Count, metric=None, counter="read_calls"),
        partial(Sum, of="n", metric="GetRecords.Records", counter="records_read"),
        partial(Sum, of="bytes", metric="GetRecords.Bytes", counter="bytes_read"),
        partial(
            Samples,
            metric="GetRecords.IteratorAgeMilliseconds",
            of="t",
            since="written",
            percentiles=False,
        ),
    ),
    facts.ReadThrottled: (
        partial(Count, metric="ReadProvisionedThroughputExceeded", counter="reads_throttled"),
    ),
    facts.StreamObserved: (partial(Last, of="shards", metric="OpenShards", counter="shards"),),
    facts.ItemWritten: (
        partial(Count, metric="ItemsWritten", counter="records"),
        partial(Sum, of="units", metric="ConsumedWriteCapacityUnits", counter="write_units"),
    ),
    facts.ItemWriteThrottled: (
        partial(Count, metric="WriteThrottleEvents", counter="writes_throttled"),
    ),
    facts.RecordsReturned: (
        partial(Count, metric=None, counter="read_calls"),
        partial(Sum, of="n", metric="ReturnedRecordsCount", counter="records_read"),
        partial(Sum, of="bytes", metric="ReturnedBytes", counter="bytes_read"),
    ),
    facts.RecordsPolled: (
        partial(Sum, of="n", metric="PolledEventCount", counter="polled_events"),
    ),
    facts.RecordsExpired: (
        partial(Sum, of="n", metric="RecordsExpired", counter="expired_unread"),
    ),
    facts.StreamBatchInvoked: (
        partial(Count, metric=None, counter="batches_invoked"),
        partial(Sum, of="n", metric="InvokedEventCount", counter="invoked_events"),
        partial(Samples, metric="IteratorAge", of="t", since="written"),
    ),
    facts.StreamBatchSucceeded: (
        partial(Count, metric=None, counter="batches_succeeded"),
        partial(Sum, of="n", metric=None, counter="processed_events"),
        partial(Sum, of="n_failed", metric="FailedInvokeEventCount", counter="failed_events"),
    ),
    facts.WindowClosed: (partial(Count, metric="WindowsClosed", counter="windows_closed"),),
    facts.RecordProcessed: (
        partial(Count, metric="RecordsProcessed", counter="processed"),
        partial(Samples, metric="RecordLatency", of="t", since="written", mean=False),
    ),
    facts.RecordsDiscarded: (
        partial(
            SumBy,
            of="n",
            by="delivery",
            targets=((_DROPPED,), (_DELIVERED,), (_DROPPED,)),
        ),
        partial(
            SumBy,
            of="n",
            by="condition",
            targets=tuple(((None, f"discarded.{name}"),) for name in facts.STREAM_CONDITIONS),
        ),
        partial(
            Tally,
            of="delivery",
            targets=(
                (),
                ((None, "failure_records"),),
                (("DestinationDeliveryFailures", "destination_delivery_failures"),),
            ),
        ),
    ),
    facts.StreamMappingObserved: (
        partial(Last, of="lanes", metric="Lanes", counter="lanes"),
        partial(Last, of="invoking", metric="LanesInvoking", counter="lanes_invoking"),
        partial(Last, of="failing", metric="LanesFailing", counter="lanes_failing"),
        partial(Last, of="holding", metric="LanesHolding", counter="lanes_holding"),
        partial(Last, of="waiting", metric="RecordsWaiting", counter="waiting"),
        partial(Age, of="oldest_written", metric="AgeOfOldestRecord"),
    ),
    facts.ShardObserved: (),
}
"""Fact -> makers of the folds that take in its rows."""

STREAMS_OBSERVED = frozenset(
    {facts.StreamObserved, facts.StreamMappingObserved, facts.ShardObserved}
)
