"""Dead-letter queues that lead back to where a message came from."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error
from simcore.errors import Check
from simcore.services.sqs.spec import Queue

__all__ = ["CHECKS"]


def dead_letter_cycles(subject: Subject) -> Iterator[Check]:
    """Messages would go round for ever."""
    queues = subject.of(Queue)
    for way in subject.graph.circles("dead-letter"):
        if all(id in queues for id in way):
            yield error(
                "queue.dead-letter-cycle",
                f"components.{way[0]}.redrive.dead_letter_queue",
                f"messages would go round: {' to '.join([*way, way[0]])}",
                "the last dead-letter queue has no redrive of its own",
            )


CHECKS = (dead_letter_cycles,)
