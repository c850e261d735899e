"""How the facts of a data stream read."""

from __future__ import annotations

from simcore import facts
from simcore.facts import Row
from simcore.recording.reading import (
    Count,
    Counter,
    Durations,
    Flagged,
    Highest,
    Last,
    Listed,
    Metric,
    Reading,
    Sum,
    SumWhere,
    Tally,
)
from simcore.recording.told import Part, Work
from simcore.services.kinesis.facts import ReadThrottled, RecordPut, RecordsRead, WriteThrottled

__all__ = ["READING"]

KINESIS = "AWS/Kinesis metrics, monitoring-with-cloudwatch"

PUT, THROTTLED, READ = RecordPut, WriteThrottled, RecordsRead


def _write_refused(row: Row) -> tuple[str, str]:
    return f"write refused by shard {row[1]}", "throughput exceeded"


def _shard(row: Row) -> str:
    return f"shard {row[1]}"


READING = Reading(
    metrics=(
        Metric(
            "IncomingRecords",
            Count(PUT),
            "Records in",
            "Records written to the stream.",
            counter="records",
            source=KINESIS,
        ),
        Metric(
            "IncomingBytes",
            Sum(PUT, "bytes"),
            "Bytes in",
            "Bytes written to the stream.",
            counter="record_bytes",
            source=KINESIS,
            unit="Bytes",
        ),
        Metric(
            "WriteProvisionedThroughputExceeded",
            Count(THROTTLED),
            "Writes throttled",
            "Records refused because their shard took no more; lost here.",
            counter="writes_throttled",
            source=KINESIS,
        ),
        Metric(
            "GetRecords.Records",
            SumWhere(READ, "n", "pushed", (0,)),
            "Records read",
            "Records that GetRecords gave, to each reader; pushed ones are not among them.",
            source=KINESIS,
        ),
        Metric(
            "GetRecords.Bytes",
            SumWhere(READ, "bytes", "pushed", (0,)),
            "Bytes read",
            "Bytes that GetRecords gave, to each reader.",
            source=KINESIS,
            unit="Bytes",
        ),
        Metric(
            "GetRecords.IteratorAgeMilliseconds",
            Durations(READ, "t", "written", without=("pushed", 1), percentiles=False),
            "Iterator age of GetRecords",
            "Age of the last record of each call that gave any.",
            source=KINESIS,
        ),
        Metric(
            "SubscribeToShardEvent.Records",
            SumWhere(READ, "n", "pushed", (1,)),
            "Records pushed",
            "Records that enhanced fan-out pushed, to each consumer.",
            source=KINESIS,
        ),
        Metric(
            "SubscribeToShardEvent.Bytes",
            SumWhere(READ, "bytes", "pushed", (1,)),
            "Bytes pushed",
            "Bytes that enhanced fan-out pushed, to each consumer.",
            source=KINESIS,
            unit="Bytes",
        ),
        Metric(
            "ReadProvisionedThroughputExceeded",
            Count(ReadThrottled),
            "Reads throttled",
            "GetRecords calls refused because their shard gave no more.",
            counter="reads_throttled",
            source=KINESIS,
        ),
        Metric(
            "OpenShards",
            Last(facts.StreamObserved, "shards"),
            "Open shards",
            "Shards that can be written to; of a table, its partitions.",
            counter="shards",
        ),
    ),
    counters=(
        Counter("records_read", Sum(READ, "n"), "pushed ones included"),
        Counter("bytes_read", Sum(READ, "bytes"), "pushed ones included"),
        Counter("read_calls", Count(READ), "that gave records"),
    ),
    events=(Listed(THROTTLED, "thr", 6, _write_refused),),
    flags=(
        Flagged(THROTTLED, "first_throttle", _shard),
        Flagged(ReadThrottled, "first_read_throttled", _shard),
    ),
    tells=(
        Tally("records"),
        Tally("writes_throttled", better="less"),
        Tally("records_read"),
        Tally("reads_throttled", better="less"),
        Highest("OpenShards", "shards"),
    ),
    works=(
        Work("write", (Part("refused", ("writes_throttled",), "refused"),), attempts=True),
        Work("read", (Part("refused", ("reads_throttled",), "refused"),), attempts=True),
    ),
)
