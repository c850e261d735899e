"""How the facts of an event source mapping of a stream read."""

from __future__ import annotations

from functools import partial

from simcore import facts
from simcore.awslambda.event_source_mapping.delete_calls import DeleteCalls
from simcore.awslambda.event_source_mapping.facts import BatchFailed, BatchThrottled
from simcore.awslambda.event_source_mapping.streams import words
from simcore.awslambda.event_source_mapping.streams.facts import (
    DELIVERIES,
    STREAM_CONDITIONS,
    ReadRefused,
    RecordProcessed,
    RecordsDiscarded,
    RecordsExpired,
    RecordsPolled,
    ShardObserved,
    StreamBatchInvoked,
    StreamBatchSucceeded,
    StreamMappingObserved,
    WindowClosed,
    WindowInvoked,
)
from simcore.awslambda.reading.sources import ESM, LAMBDA
from simcore.awslambda.reading.views import bound_by
from simcore.awslambda.reading.views.concurrency import ConcurrencyView
from simcore.awslambda.reading.views.lanes import LanesView
from simcore.awslambda.reading.views.limited_by import LimitersView
from simcore.recording.reading import (
    Age,
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Flagged,
    Handed,
    Highest,
    Last,
    Listed,
    Metric,
    Own,
    Reading,
    Spread,
    Sum,
    SumWhere,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work

__all__ = ["READING"]

OBSERVED = StreamMappingObserved
INVOKED, SUCCEEDED = StreamBatchInvoked, StreamBatchSucceeded
FAILED, THROTTLED = BatchFailed, BatchThrottled
FILTERED_OUT, DISCARDED = facts.EventsFilteredOut, RecordsDiscarded
FINAL = "with the final invocations of tumbling windows"
NOWHERE, DELIVERED, NOT_DELIVERED, NOT_SENT = range(len(DELIVERIES))

READING = Reading(
    metrics=(
        Metric(
            "PolledEventCount",
            Sum(RecordsPolled, "n"),
            "Events polled",
            "Records read from the source.",
            counter="polled_events",
            source=ESM,
        ),
        Metric(
            "ReadsRefused",
            Count(ReadRefused),
            "Reads refused",
            "Calls of this mapping's pollers that a shard refused: its readers had used it up.",
            counter="reads_refused",
        ),
        Metric(
            "FilteredOutEventCount",
            Sum(FILTERED_OUT, "n"),
            "Events filtered out",
            "Messages or records that did not match the filter.",
            counter="filtered_out_events",
            source=ESM,
        ),
        Metric(
            "InvokedEventCount",
            Sum(INVOKED, "n"),
            "Events invoked",
            "Records with which the function was invoked, each time it was. Not when it was "
            "throttled, which CloudWatch may count, too.",
            counter="invoked_events",
            source=ESM,
        ),
        Metric(
            "FailedInvokeEventCount",
            (Sum(FAILED, "n"), Sum(SUCCEEDED, "n_failed")),
            "Events failed",
            "Records of failed batches, and those reported in batchItemFailures.",
            counter="failed_events",
            source=ESM,
        ),
        Metric(
            "DroppedEventCount",
            SumWhere(DISCARDED, "n", "delivery", (NOWHERE, NOT_DELIVERED)),
            "Events dropped",
            "Records given up, after their age or number of attempts, of which no destination was "
            "told; without those that outlived the stream's retention period.",
            counter="dropped_events",
            source=ESM,
        ),
        Metric(
            "OnFailureDestinationDeliveredEventCount",
            SumWhere(DISCARDED, "n", "delivery", (DELIVERED,)),
            "Events sent to the destination",
            "Records given up of which the on-failure destination was told, batch by batch.",
            counter="delivered_events",
            source=ESM,
        ),
        Metric(
            "DestinationDeliveryFailures",
            Where(DISCARDED, "delivery", (NOT_DELIVERED,)),
            "Destination delivery failures",
            "Documents that the destination did not take.",
            counter="destination_delivery_failures",
            source=LAMBDA,
        ),
        Metric(
            "IteratorAge",
            Durations(INVOKED, "t", "written"),
            "Iterator age",
            "Age of the last record of each batch when the function is invoked with it.",
            source=LAMBDA,
        ),
        Metric(
            "RecordsProcessed",
            Count(RecordProcessed),
            "Records processed",
            "Records with which the function succeeded.",
            counter="processed",
        ),
        Metric(
            "RecordLatency",
            Durations(RecordProcessed, "t", "written", mean=False),
            "Record latency",
            "From being written to success, of the records processed.",
        ),
        Metric(
            "RecordsExpired",
            (Sum(RecordsExpired, "n"), SumWhere(DISCARDED, "n", "delivery", (NOT_SENT,))),
            "Records expired",
            "Records lost to the retention period, read or not.",
            counter="expired",
        ),
        Metric(
            "WindowsClosed",
            Count(WindowClosed),
            "Windows closed",
            "Final invocations of tumbling windows, one for each shard's window, that succeeded.",
            counter="windows_closed",
        ),
        Metric(
            "Lanes",
            Last(OBSERVED, "lanes"),
            "Lanes",
            "Batches that may be processed at once: shards times parallelization factor.",
            counter="lanes",
        ),
        Metric(
            "LanesInvoking",
            Last(OBSERVED, "invoking"),
            "Lanes invoking",
            "Batches that the function is processing.",
            counter="lanes_invoking",
        ),
        Metric(
            "LanesFailing",
            Last(OBSERVED, "failing"),
            "Lanes failing",
            "Lanes that wait with a failed batch for its next attempt.",
            counter="lanes_failing",
        ),
        Metric(
            "LanesHolding",
            Last(OBSERVED, "holding"),
            "Lanes holding",
            "Lanes that wait with a throttled batch.",
            counter="lanes_holding",
        ),
        Metric(
            "RecordsWaiting",
            Last(OBSERVED, "waiting"),
            "Records waiting",
            "Records in the stream that are not processed, without those that the function has.",
            counter="waiting",
        ),
        Metric(
            "AgeOfOldestRecord",
            Age(OBSERVED, "oldest_written"),
            "Age of oldest record",
            "Of the records that are not processed; 0 without any.",
        ),
        bound_by.metric(OBSERVED, ReadRefused, ShardObserved),
    ),
    counters=(
        Counter("expired_unread", Sum(RecordsExpired, "n")),
        Counter(
            "expired_in_work",
            SumWhere(DISCARDED, "n", "delivery", (NOT_SENT,)),
            "read, and given up by the retention period",
        ),
        Counter("batches_invoked", (Count(INVOKED), Count(WindowInvoked)), FINAL),
        Counter("batches_succeeded", (Count(SUCCEEDED), Count(WindowClosed)), FINAL),
        Counter("batches_failed", Count(FAILED), FINAL),
        Counter("batches_throttled", Count(THROTTLED)),
        Counter("throttled_events", Sum(THROTTLED, "n")),
        Counter("processed_events", Sum(SUCCEEDED, "n"), "of batches that succeeded"),
        Counter(
            "discarded.<condition>",
            Each(DISCARDED, "condition", STREAM_CONDITIONS, of="n"),
            "records given up",
        ),
        Counter(
            "failure_records",
            Where(DISCARDED, "delivery", (DELIVERED,)),
            "documents that the destination took",
        ),
        Counter(
            "delete_calls",
            Own(FILTERED_OUT, partial(DeleteCalls, of="n")),
            "of records, as if they were messages",
        ),
    ),
    events=(
        Listed(DISCARDED, "dlq", 0, words.discarded),
        Listed(RecordsExpired, "err", 1, words.expired),
    ),
    # That it was refused is listed where it was: one thing is one row.
    handed=(Handed(INVOKED, words.batch), Handed(THROTTLED, words.refused, refused=True)),
    flags=(Flagged(DISCARDED, "first_dead_letter", words.condition),),
    observed=(ShardObserved,),
    balances=(
        Balance(("batches_invoked",), ("batches_succeeded", "batches_failed", "lanes_invoking")),
        Balance(
            ("lanes",), ("lanes_invoking", "lanes_failing", "lanes_holding"), rest="idle lanes"
        ),
        Balance(("processed_events",), ("processed",)),
        Balance(
            ("dropped_events", "delivered_events", "expired_in_work"), ("discarded.<condition>",)
        ),
        Balance(
            ("polled_events",),
            (
                "filtered_out_events",
                "processed",
                "dropped_events",
                "delivered_events",
                "expired_in_work",
            ),
            rest="those in work or read ahead",
        ),
    ),
    views=(LanesView, ConcurrencyView, LimitersView),
    tells=(
        Tally("polled_events", "records read"),
        Tally("reads_refused", better="less"),
        Tally("filtered_out_events", "filtered out"),
        Tally("processed", better="more"),
        Tally(("dropped_events", "delivered_events"), "discarded", better="less"),
        Tally("destination_delivery_failures", better="less"),
        Tally("expired", better="less"),
        Tally("waiting", better="less"),
        Tally("batches_invoked"),
        Tally("batches_failed", better="less"),
        Tally("batches_throttled", better="less"),
        Highest("AgeOfOldestRecord", "oldest record", " s", better="less"),
        Spread("IteratorAge", "iterator age"),
    ),
    waits=("waiting", "lanes_invoking"),
    works=(
        Work(
            "record",
            (
                Part("done", ("processed",), "processed"),
                Part("lost", ("dropped_events", "delivered_events"), "given up"),
                Part("lost", ("expired",), "expired"),
                Part("left", ("waiting",), "still waiting"),
            ),
            backlog="RecordsWaiting",
            took="IteratorAge",
        ),
    ),
)
