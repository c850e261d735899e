"""An Amazon Kinesis data stream."""

from typing import Annotated, Literal

from pydantic import Field

from simcore.spec.annotations import FromProfile, Knob, Meaning, WithinProfile
from simcore.spec.base import ComponentSpec, Spec
from simcore.spec.filtering import MessageClasses
from simcore.spec.quantities import Seconds, Whole

__all__ = ["DataStream", "ShardCount"]

LONGEST_S = 366 * 86_400.0
MOST_SHARDS = 1_000
MOST_CHANGES = 20


class ShardCount(Spec):
    """A change of the number of shards (UpdateShardCount)."""

    at: Annotated[float, Seconds(0, LONGEST_S), Meaning("when the new shards are open")]
    shards: Annotated[int, Whole(1, MOST_SHARDS), Meaning("how many there are then")]


class DataStream(ComponentSpec):
    """Keeps records in shards, in order; a partition key is always in the same shard."""

    type: Literal["stream"]
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
