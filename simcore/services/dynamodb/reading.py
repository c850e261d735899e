"""How the facts of a table and its stream read."""

from __future__ import annotations

from simcore import facts
from simcore.facts import Row
from simcore.recording.reading import (
    Count,
    Counter,
    Flagged,
    Last,
    Listed,
    Metric,
    Reading,
    Sum,
    Tally,
)
from simcore.recording.told import Part, Work
from simcore.services.dynamodb.facts import (
    ItemWriteThrottled,
    ItemWritten,
    RecordsReturned,
    ShardRolledOver,
)

__all__ = ["READING"]

DYNAMODB = "AWS/DynamoDB metrics (names only, not verified)"

WRITTEN, THROTTLED = ItemWritten, ItemWriteThrottled
RETURNED = RecordsReturned


def _write_refused(row: Row) -> tuple[str, str]:
    return f"write refused by shard {row[1]}", "throughput exceeded"


def _rolled_over(row: Row) -> tuple[str, str]:
    return f"shard {row[1]} closed, shard {row[2]} follows", "rollover"


def _shard(row: Row) -> str:
    return f"shard {row[1]}"


READING = Reading(
    metrics=(
        Metric(
            "OpenShards",
            Last(facts.StreamObserved, "shards"),
            "Open shards",
            "Shards that can be written to; of a table, its partitions.",
            counter="shards",
        ),
        Metric(
            "ItemsWritten",
            Count(WRITTEN),
            "Items written",
            "Writes accepted; each is a record of the stream.",
            counter="records",
        ),
        Metric(
            "ConsumedWriteCapacityUnits",
            Sum(WRITTEN, "units"),
            "Write units",
            "Write units of the writes accepted.",
            counter="write_units",
            source=DYNAMODB,
        ),
        Metric(
            "WriteThrottleEvents",
            Count(THROTTLED),
            "Item writes throttled",
            "Writes refused because their partition took no more.",
            counter="writes_throttled",
            source=DYNAMODB,
        ),
        Metric(
            "ReturnedRecordsCount",
            Sum(RETURNED, "n"),
            "Stream records read",
            "Records that the stream gave, to each reader.",
            counter="records_read",
            source=DYNAMODB,
        ),
        Metric(
            "ReturnedBytes",
            Sum(RETURNED, "bytes"),
            "Stream bytes read",
            "Bytes that the stream gave, to each reader.",
            counter="bytes_read",
            source=DYNAMODB,
            unit="Bytes",
        ),
    ),
    counters=(
        Counter("read_calls", Count(RETURNED), "that gave records"),
        Counter("rollovers", Count(ShardRolledOver), "shards closed, each with one that follows"),
    ),
    events=(
        Listed(ShardRolledOver, "retry", 5, _rolled_over),
        Listed(THROTTLED, "thr", 6, _write_refused),
    ),
    flags=(Flagged(THROTTLED, "first_throttle", _shard),),
    tells=(
        Tally("records", "items written"),
        Tally("writes_throttled", better="less"),
        Tally("records_read"),
        Tally("rollovers"),
    ),
    works=(Work("write", (Part("refused", ("writes_throttled",), "refused"),), attempts=True),),
)
