"""Streams, tables and their mappings: what may read what, sizes, and what blocks a shard."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.event_source_mapping.streams.spec import StreamMapping
from simcore.component import Subject, error, warning
from simcore.errors import Check

__all__ = ["CHECKS"]

BUCKETS = "esm.streams.bucket_destination"
CONSUMERS = "kinesis.consumers_max"
READERS = "dynamodb.stream_readers_max"


def bucket_not_offered(subject: Subject) -> Iterator[Check]:
    """S3 as a destination is new."""
    for id, mapping in subject.of(StreamMapping).items():
        target = mapping.on_failure and mapping.on_failure.target
        if subject.type_of(target or "") == "bucket" and not subject.profile.has(BUCKETS):
            yield error(
                "mapping.bucket-not-offered",
                f"components.{id}.on_failure.target",
                f"a bucket could not be a destination in profile {subject.profile.name}",
                "name a queue or a topic, or take a later profile",
            )


def window_in_parallel(subject: Subject) -> Iterator[Check]:
    """A tumbling window's state belongs to a shard."""
    for id, mapping in subject.of(StreamMapping).items():
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
    for id, mapping in subject.of(StreamMapping).items():
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
        if subject.type_of(source) == "table" and len(readers) > (
            most := int(subject.value(READERS))
        ):
            yield warning(
                "mapping.too-many-readers",
                f"components.{readers[-1][0]}.source",
                f"{len(readers)} mappings read the stream of {source}; AWS advises at most {most} "
                "for a shard and may throttle more, which is not simulated",
                subject.cited(READERS),
            )


def blocks_for_ever(subject: Subject) -> Iterator[Check]:
    """A record that always fails, and nothing that gives it up."""
    for id, mapping in subject.of(StreamMapping).items():
        poisoned = subject.graph.may_be_poisoned(mapping.source)
        limited = mapping.maximum_retry_attempts is not None or mapping.maximum_record_age
        if poisoned and not limited:
            yield warning(
                "mapping.poison-blocks-shard",
                f"components.{id}.maximum_retry_attempts",
                "a record that always fails blocks its shard for as long as the stream keeps it",
                "maximum_retry_attempts or maximum_record_age, unless that is the question",
            )


CHECKS = (bucket_not_offered, window_in_parallel, too_many_readers, blocks_for_ever)
