"""The metrics of streams, tables and the event source mappings that read them."""

from __future__ import annotations

from typing import Any

from simcore import facts

__all__ = ["STREAMS"]

KINESIS = "AWS/Kinesis metrics (KDS23, partial)"
DYNAMODB = "AWS/DynamoDB metrics (names only, not verified)"
ESM = "G26:monitoring-metrics-types (12 Jul 2026), EventCount metrics"
LAMBDA = "G26:monitoring-metrics-types (12 Jul 2026)"
OURS = "Windtunnel's own"
STREAM, TABLE, MAPPING = "stream", "table", "stream_event_source_mapping"

Row = tuple[str, str, str, str, str, str, tuple[type[Any], ...], str]
_INVOKED, _OBSERVED = (facts.StreamBatchInvoked,), (facts.StreamMappingObserved,)
_PERCENTILES = ("p50", "p95", "p99")

STREAMS: tuple[Row, ...] = (
    ("IncomingRecords", STREAM, "Count", "Sum", "Records in", KINESIS, (facts.RecordPut,),
     "Records written to the stream."),
    ("IncomingBytes", STREAM, "Bytes", "Sum", "Bytes in", KINESIS, (facts.RecordPut,),
     "Bytes written to the stream."),
    ("WriteProvisionedThroughputExceeded", STREAM, "Count", "Sum", "Writes throttled", KINESIS,
     (facts.WriteThrottled,), "Records refused because their shard took no more; lost here."),
    ("GetRecords.Records", STREAM, "Count", "Sum", "Records read", KINESIS, (facts.RecordsRead,),
     "Records read, by each reader, pushed ones included."),
    ("GetRecords.Bytes", STREAM, "Bytes", "Sum", "Bytes read", KINESIS, (facts.RecordsRead,),
     "Bytes read, by each reader."),
    ("GetRecords.IteratorAgeMilliseconds", STREAM, "Milliseconds", "Average",
     "Iterator age of GetRecords", KINESIS, (facts.RecordsRead,),
     "Age of the last record of each call that gave any."),
    ("ReadProvisionedThroughputExceeded", STREAM, "Count", "Sum", "Reads throttled", KINESIS,
     (facts.ReadThrottled,), "GetRecords calls refused because their shard gave no more."),
    ("OpenShards", STREAM, "Count", "Last", "Open shards", OURS, (facts.StreamObserved,),
     "Shards that can be written to; of a table, its partitions."),
    ("OpenShards", TABLE, "Count", "Last", "Open shards", OURS, (facts.StreamObserved,),
     "Shards that can be written to; of a table, its partitions."),
    ("ItemsWritten", TABLE, "Count", "Sum", "Items written", OURS, (facts.ItemWritten,),
     "Writes accepted; each is a record of the stream."),
    ("ConsumedWriteCapacityUnits", TABLE, "Count", "Sum", "Write units", DYNAMODB,
     (facts.ItemWritten,), "Write units of the writes accepted."),
    ("WriteThrottleEvents", TABLE, "Count", "Sum", "Item writes throttled", DYNAMODB,
     (facts.ItemWriteThrottled,), "Writes refused because their partition took no more."),
    ("ReturnedRecordsCount", TABLE, "Count", "Sum", "Stream records read", DYNAMODB,
     (facts.RecordsReturned,), "Records that the stream gave, to each reader."),
    ("ReturnedBytes", TABLE, "Bytes", "Sum", "Stream bytes read", DYNAMODB,
     (facts.RecordsReturned,), "Bytes that the stream gave, to each reader."),
    ("PolledEventCount", MAPPING, "Count", "Sum", "Events polled", ESM, (facts.RecordsPolled,),
     "Records read from the source."),
    ("FilteredOutEventCount", MAPPING, "Count", "Sum", "Events filtered out", ESM,
     (facts.EventsFilteredOut,), "Messages or records that did not match the filter."),
    ("InvokedEventCount", MAPPING, "Count", "Sum", "Events invoked", ESM, _INVOKED,
     "Records with which the function was invoked, each time it was."),
    ("FailedInvokeEventCount", MAPPING, "Count", "Sum", "Events failed", ESM,
     (facts.BatchFailed, facts.StreamBatchSucceeded),
     "Records of failed batches, and those reported in batchItemFailures."),
    ("DroppedEventCount", MAPPING, "Count", "Sum", "Events dropped", ESM,
     (facts.RecordsDiscarded,), "Records given up of which no destination was told."),
    ("OnFailureDestinationDeliveredEventCount", MAPPING, "Count", "Sum",
     "Events sent to the destination", ESM, (facts.RecordsDiscarded,),
     "Records given up of which the on-failure destination was told, batch by batch."),
    ("DestinationDeliveryFailures", MAPPING, "Count", "Sum", "Destination delivery failures",
     LAMBDA, (facts.RecordsDiscarded,), "Documents that the destination did not take."),
    ("IteratorAge", MAPPING, "Milliseconds", "Average", "Iterator age", LAMBDA, _INVOKED,
     "Age of the last record of each batch when the function is invoked with it."),
    *(("IteratorAge." + p, MAPPING, "Milliseconds", p, "Iterator age " + p, LAMBDA, _INVOKED,
       "Age of the last record of each batch when the function is invoked with it.")
      for p in _PERCENTILES),
    ("RecordsProcessed", MAPPING, "Count", "Sum", "Records processed", OURS,
     (facts.RecordProcessed,), "Records with which the function succeeded."),
    *(("RecordLatency." + p, MAPPING, "Milliseconds", p, "Record latency " + p, OURS,
       (facts.RecordProcessed,), "From being written to success, of the records processed.")
      for p in _PERCENTILES),
    ("RecordsExpired", MAPPING, "Count", "Sum", "Records expired", OURS, (facts.RecordsExpired,),
     "Records lost to the retention period before they were read."),
    ("WindowsClosed", MAPPING, "Count", "Sum", "Windows closed", OURS, (facts.WindowClosed,),
     "Final invocations of tumbling windows, one for each shard's window, that succeeded."),
    ("Lanes", MAPPING, "Count", "Last", "Lanes", OURS, _OBSERVED,
     "Batches that may be processed at once: shards times parallelization factor."),
    ("LanesInvoking", MAPPING, "Count", "Last", "Lanes invoking", OURS, _OBSERVED,
     "Batches that the function is processing."),
    ("LanesFailing", MAPPING, "Count", "Last", "Lanes failing", OURS, _OBSERVED,
     "Lanes that wait with a failed batch for its next attempt."),
    ("LanesHolding", MAPPING, "Count", "Last", "Lanes holding", OURS, _OBSERVED,
     "Lanes that wait with a throttled batch."),
    ("RecordsWaiting", MAPPING, "Count", "Last", "Records waiting", OURS, _OBSERVED,
     "Records in the stream that are not processed, without those that the function has."),
    ("AgeOfOldestRecord", MAPPING, "Seconds", "Last", "Age of oldest record", OURS, _OBSERVED,
     "Of the records that are not processed; 0 without any."),
)  # fmt: skip
"""Name, type of component, unit, statistic, label, source, facts, meaning."""
