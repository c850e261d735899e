"""Where records lie in shards: a Kinesis data stream, and a DynamoDB table with its stream."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.scenario.model.annotations import Assumed, FromProfile, Knob, Meaning, WithinProfile
from simcore.scenario.model.base import Line, Spec
from simcore.scenario.model.filtering import MessageClasses
from simcore.scenario.model.quantities import Seconds, Whole

__all__ = ["DataStream", "ShardCount", "Table"]

LONGEST_S = 366 * 86_400.0
MOST_SHARDS = 1_000
MOST_CHANGES = 20


class ShardCount(Spec):
    """A change of the number of shards (UpdateShardCount)."""

    at: Annotated[float, Seconds(0, LONGEST_S), Meaning("when the new shards are open")]
    shards: Annotated[int, Whole(1, MOST_SHARDS), Meaning("how many there are then")]


class DataStream(Spec):
    """Keeps records in shards, in order; a partition key is always in the same shard."""

    type: Literal["stream"]
    title: Annotated[Line, Meaning("the name on screen; else from the id")] = ""
    mode: Annotated[
        Literal["PROVISIONED", "ON_DEMAND"],
        Knob(
            "Capacity mode",
            "so many shards, or as many as the throughput needs",
            "Event source",
            "StreamMode",
        ),
    ] = "PROVISIONED"
    shards: Annotated[
        int,
        Whole(1, MOST_SHARDS),
        Knob(
            "Shards",
            "each takes and gives its throughput, and has a poller of its own",
            "Event source",
            "ShardCount",
            low=1,
            high=100,
            step=1,
            scale="log",
        ),
    ] = 1
    retention_period: Annotated[
        float | None,
        Seconds(0, LONGEST_S),
        FromProfile("kinesis.retention_default_s"),
        WithinProfile("kinesis.retention_min_s", "kinesis.retention_max_s"),
        Knob(
            "Retention",
            "a record older than this is gone, processed or not",
            "Event source",
            "RetentionPeriodHours",
            low=86_400,
            high=31_536_000,
            step=3_600,
            scale="log",
        ),
    ] = None
    resharding: Annotated[
        tuple[ShardCount, ...],
        Field(max_length=MOST_CHANGES),
        Meaning("changes of the number of shards in the course of the run"),
    ] = ()
    message_classes: MessageClasses = Field(default_factory=dict)


class Table(Spec):
    """A DynamoDB table whose stream has a record of every write."""

    type: Literal["table"]
    title: Annotated[Line, Meaning("the name on screen; else from the id")] = ""
    partitions: Annotated[
        int | None,
        Whole(1, MOST_SHARDS),
        FromProfile("dynamodb.partitions_default"),
        Assumed("AWS does not say how many a table has"),
        Knob(
            "Partitions",
            "each has its write ceiling, and a shard of the stream",
            "Event source",
            low=1,
            high=100,
            step=1,
            scale="log",
        ),
    ] = None
    message_classes: MessageClasses = Field(default_factory=dict)
