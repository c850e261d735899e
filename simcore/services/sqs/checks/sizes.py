"""Messages that a queue does not take."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject
from simcore.component.sizes import too_large
from simcore.errors import Check

__all__ = ["CHECKS"]


def message_size(subject: Subject) -> Iterator[Check]:
    """A message larger than the queue takes."""
    return too_large(subject, "queue", "sqs.message_size_max_bytes", taker="a queue takes")


CHECKS = (message_size,)
