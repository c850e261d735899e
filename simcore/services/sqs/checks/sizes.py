"""Messages that a queue does not take."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error
from simcore.errors import Check
from simcore.units import format_size_bytes

__all__ = ["CHECKS"]

MESSAGE_SIZE = "sqs.message_size_max_bytes"


def message_size(subject: Subject) -> Iterator[Check]:
    """A message larger than the queue takes."""
    if not subject.profile.has(MESSAGE_SIZE):
        return
    most = int(subject.value(MESSAGE_SIZE))
    for edge in subject.graph.edges:
        size = subject.graph.components[edge.source].message_bytes()
        sends = edge.kind == "send" and subject.type_of(edge.target) == "queue"
        if sends and size > most:
            yield error(
                "client.message-too-large",
                f"components.{edge.source}.message_size",
                f"{format_size_bytes(size)} is more than a queue takes, {format_size_bytes(most)}",
                subject.cited(MESSAGE_SIZE),
            )


CHECKS = (message_size,)
