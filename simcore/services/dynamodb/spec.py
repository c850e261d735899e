"""An Amazon DynamoDB table with its stream."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from simcore.spec.annotations import Assumed, FromProfile, Knob, Meaning, Silent
from simcore.spec.base import ComponentSpec
from simcore.spec.filtering import MessageClasses
from simcore.spec.quantities import Seconds, Whole

__all__ = ["Table"]

MOST_PARTITIONS = 1_000
LONGEST_S = 366 * 86_400.0


class Table(ComponentSpec):
    """A DynamoDB table whose stream has a record of every write."""

    sdk_service: ClassVar[str] = "dynamodb"

    type: Literal["table"]
    partitions: Annotated[
        int | None,
        Whole(1, MOST_PARTITIONS),
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
    shard_lifetime: Annotated[
        float | None,
        Seconds(0, LONGEST_S),
        FromProfile("dynamodb.shard_lifetime_s"),
        Assumed("AWS says that shards are closed and opened by themselves, not how often"),
        Meaning(
            "how long a shard of the stream is open before another one takes over, which a mapping "
            "finds late; 0: for ever"
        ),
    ] = None
    stream_view_type: Annotated[
        Literal["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"],
        Silent(),
        Knob(
            "Stream view type",
            "what a record of the stream holds beside the keys: the item after the write, before",
            "Event source",
            "StreamViewType",
        ),
    ] = "NEW_AND_OLD_IMAGES"
    message_classes: MessageClasses = Field(default_factory=dict)
