"""Delivery streams: sizes, who may put records, how long the function may take."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error, warning
from simcore.errors import Check
from simcore.services.firehose.spec import DeliveryStream
from simcore.units import format_duration_s, format_size_bytes

__all__ = ["CHECKS"]


def size(subject: Subject) -> Iterator[Check]:
    """Records that are too large."""
    most = int(subject.value("firehose.record_max_bytes"))
    for id, stream in subject.of(DeliveryStream).items():
        largest = subject.graph.largest_bytes(id)
        if stream.source is None and largest > most:
            yield error(
                "delivery-stream.record-too-large",
                f"components.{id}",
                f"records of {format_size_bytes(largest)} come, {format_size_bytes(most)} are the "
                "most",
                f"smaller ones ({subject.cited('firehose.record_max_bytes')})",
            )


def put_beside_source(subject: Subject) -> Iterator[Check]:
    """A delivery stream with a source takes nothing by Direct PUT."""
    for id, stream in subject.of(DeliveryStream).items():
        senders = [e.source for e in subject.graph.edges if e.target == id and e.kind != "read"]
        if stream.source is not None and senders:
            yield error(
                "delivery-stream.put-beside-source",
                f"components.{id}.source",
                f"{', '.join(senders)} put records, but a delivery stream that reads a data stream "
                "takes none",
                f"let them put records into {stream.source}, or leave source out",
            )


def too_slow(subject: Subject) -> Iterator[Check]:
    """A function that may run for longer than it is waited for."""
    waits = subject.value("firehose.transform_timeout_s")
    for stream in subject.of(DeliveryStream).values():
        if stream.transformation is None:
            continue
        target = stream.transformation.target
        timeout = getattr(subject.graph.components.get(target), "timeout", None)
        if timeout is not None and timeout > waits:
            yield warning(
                "delivery-stream.function-timeout",
                f"components.{target}.timeout",
                f"{format_duration_s(timeout)}, but a delivery stream waits for "
                f"{format_duration_s(waits)}: what takes longer has failed, and is paid for",
                f"at most {format_duration_s(waits)} "
                f"({subject.cited('firehose.transform_timeout_s')})",
            )


CHECKS = (size, put_beside_source, too_slow)
