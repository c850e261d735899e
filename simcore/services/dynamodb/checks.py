"""Tables: the size of items, and what their streams do not have."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.event_source_mapping.streams.spec import StreamMapping
from simcore.component import Subject, error
from simcore.component.sizes import too_large
from simcore.errors import Check
from simcore.services.dynamodb.spec import Table
from simcore.units import format_duration_s

__all__ = ["CHECKS"]

SHORTEST_S = 10.0
LARGEST = "dynamodb.item_max_bytes"


def only_kinesis(subject: Subject) -> Iterator[Check]:
    """What the streams of tables do not have."""
    for id, mapping in subject.of(StreamMapping).items():
        if mapping.source not in subject.of(Table):
            continue
        if mapping.enhanced_fan_out:
            yield error(
                "mapping.fan-out-needs-stream",
                f"components.{id}.enhanced_fan_out",
                "the stream of a table has no enhanced fan-out",
                "leave it out, or read a Kinesis stream",
            )
        if mapping.starting_position == "AT_TIMESTAMP":
            yield error(
                "mapping.timestamp-needs-stream",
                f"components.{id}.starting_position",
                "the stream of a table is read from TRIM_HORIZON or from LATEST",
                "AWS Lambda Developer Guide, services-kinesis-create, 12 Jul 2026",
            )


def lifetime(subject: Subject) -> Iterator[Check]:
    """Shards that are closed as soon as they are open."""
    for id, table in subject.of(Table).items():
        if 0.0 < (table.shard_lifetime or 0.0) < SHORTEST_S:
            yield error(
                "table.short-lived-shards",
                f"components.{id}.shard_lifetime",
                f"shards that are open for less than {format_duration_s(SHORTEST_S)} are not "
                "simulated",
                "hours, as was seen; 0 for shards that stay open",
            )


def record_size(subject: Subject) -> Iterator[Check]:
    """A record larger than it takes."""
    return too_large(subject, "table", LARGEST)


CHECKS = (only_kinesis, lifetime, record_size)
