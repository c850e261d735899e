"""A queue, the function that it feeds, and the mapping between them."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.event_source_mapping.spec import EventSourceMapping
from simcore.awslambda.spec import Function
from simcore.component import Subject
from simcore.services.sqs.spec import Queue

__all__ = ["connected"]


def connected(subject: Subject) -> Iterator[tuple[str, EventSourceMapping, Queue, Function]]:
    """Each mapping whose two ends exist, with them."""
    queues, functions = subject.of(Queue), subject.of(Function)
    for id, mapping in subject.of(EventSourceMapping).items():
        queue, function = queues.get(mapping.source), functions.get(mapping.function)
        if queue is not None and function is not None:
            yield id, mapping, queue, function
