"""An Amazon DynamoDB table with its stream."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.spec.annotations import Assumed, FromProfile, Knob
from simcore.spec.base import ComponentSpec
from simcore.spec.filtering import MessageClasses
from simcore.spec.quantities import Whole

__all__ = ["Table"]

MOST_PARTITIONS = 1_000


class Table(ComponentSpec):
    """A DynamoDB table whose stream has a record of every write."""

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
    message_classes: MessageClasses = Field(default_factory=dict)
