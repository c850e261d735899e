"""Streams, tables and their mappings: what may read what, sizes, and what blocks a shard."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.errors import Check
from simcore.scenario.checks.references import reference
from simcore.scenario.checks.subject import Subject, error, warning
from simcore.scenario.model import Bucket, StreamMapping
from simcore.units import format_size_bytes

__all__ = ["CHECKS"]

BUCKETS = "esm.streams.bucket_destination"
CONSUMERS = "kinesis.consumers_max"
READERS = "dynamodb.stream_readers_max"
LARGEST = {"stream": "kinesis.record_max_bytes", "table": "dynamodb.item_max_bytes"}


def ends(subject: Subject) -> Iterator[Check]:
    """Sources, functions and destinations that are not there, or of another type."""
    components = subject.scenario.components
    sources = {**subject.streams, **subject.tables}
    takers = {id: c for id, c in components.items() if c.type in ("queue", "topic", "bucket")}
    for id, mapping in subject.stream_mappings.items():
        path = f"components.{id}."
        yield from reference(
            subject, path + "source", mapping.source, sources, "a stream or a table"
        )
        yield from reference(
            subject, path + "function", mapping.function, subject.functions, "a function"
        )
        if mapping.on_failure is not None:
            to = mapping.on_failure.target
            wanted = "a queue, topic or bucket"
            yield from reference(subject, path + "on_failure.target", to, takers, wanted)


def bucket_not_offered(subject: Subject) -> Iterator[Check]:
    """S3 as a destination is new."""
    for id, mapping in subject.stream_mappings.items():
        target = mapping.on_failure and mapping.on_failure.target
        if isinstance(
            subject.scenario.components.get(target or ""), Bucket
        ) and not subject.profile.has(BUCKETS):
            yield error(
                "mapping.bucket-not-offered",
                f"components.{id}.on_failure.target",
                f"a bucket could not be a destination in profile {subject.profile.name}",
                "name a queue or a topic, or take a later profile",
            )


def only_kinesis(subject: Subject) -> Iterator[Check]:
    """What the streams of tables do not have."""
    for id, mapping in subject.stream_mappings.items():
        if mapping.source not in subject.tables:
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


def window_in_parallel(subject: Subject) -> Iterator[Check]:
    """A tumbling window's state belongs to a shard."""
    for id, mapping in subject.stream_mappings.items():
        if mapping.tumbling_window and mapping.parallelization_factor > 1:
            yield error(
                "mapping.tumbling-in-parallel",
                f"components.{id}.parallelization_factor",
                "a tumbling window has one state for each shard: parallel batches of a shard that "
                "share it are not simulated",
                "parallelization_factor: 1, or no tumbling_window",
            )


def too_many_readers(subject: Subject) -> Iterator[Check]:
    """More readers than the source has room for."""
    by_source: dict[str, list[tuple[str, StreamMapping]]] = {}
    for id, mapping in subject.stream_mappings.items():
        by_source.setdefault(mapping.source, []).append((id, mapping))
    for source, readers in by_source.items():
        pushed = [id for id, mapping in readers if mapping.enhanced_fan_out]
        if len(pushed) > (most := int(subject.value(CONSUMERS))):
            yield error(
                "mapping.too-many-consumers",
                f"components.{pushed[-1]}.enhanced_fan_out",
                f"{source} has {len(pushed)} consumers with enhanced fan-out, at most {most} work",
                subject.cited(CONSUMERS),
            )
        if source in subject.tables and len(readers) > (most := int(subject.value(READERS))):
            yield warning(
                "mapping.too-many-readers",
                f"components.{readers[-1][0]}.source",
                f"{len(readers)} mappings read the stream of {source}; AWS advises at most {most} "
                "for a shard and may throttle more, which is not simulated",
                subject.cited(READERS),
            )


def blocks_for_ever(subject: Subject) -> Iterator[Check]:
    """A record that always fails, and nothing that gives it up."""
    for id, mapping in subject.stream_mappings.items():
        poisoned = any(c.poison and c.target == mapping.source for c in subject.clients.values())
        limited = mapping.maximum_retry_attempts is not None or mapping.maximum_record_age
        if poisoned and not limited:
            yield warning(
                "mapping.poison-blocks-shard",
                f"components.{id}.maximum_retry_attempts",
                "a record that always fails blocks its shard for as long as the stream keeps it",
                "maximum_retry_attempts or maximum_record_age, unless that is the question",
            )


def record_size(subject: Subject) -> Iterator[Check]:
    """A record or an item larger than its target takes."""
    for id, client in subject.clients.items():
        target = subject.scenario.components.get(client.target)
        key = LARGEST.get(target.type) if target is not None else None
        if key is not None and client.message_size > subject.value(key):
            yield error(
                "client.message-too-large",
                f"components.{id}.message_size",
                f"{format_size_bytes(client.message_size)} is more than {client.target} takes, "
                f"{format_size_bytes(int(subject.value(key)))}",
                subject.cited(key),
            )


def resharding_on_demand(subject: Subject) -> Iterator[Check]:
    """An on-demand stream has as many shards as it wants."""
    for id, stream in subject.streams.items():
        if stream.mode == "ON_DEMAND" and stream.resharding:
            yield warning(
                "stream.resharding-on-demand",
                f"components.{id}.resharding",
                "an on-demand stream changes its shards by itself: this has no effect",
                "mode: PROVISIONED",
            )


CHECKS = (
    ends,
    bucket_not_offered,
    only_kinesis,
    window_in_parallel,
    too_many_readers,
    blocks_for_ever,
    record_size,
    resharding_on_demand,
)
