"""Provisioned mode and moving messages back: what AWS refuses, and what comes to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.event_source_mapping.spec import EventSourceMapping
from simcore.component import Subject, error
from simcore.errors import Check
from simcore.services.sqs.checks.connected import connected
from simcore.services.sqs.spec import Queue

__all__ = ["CHECKS"]

EXCLUSIVE = "Lambda guide, services-sqs-scaling, 12 Jul 2026"
MOVES = "Amazon SQS API reference, StartMessageMoveTask"


def provisioned_mode(subject: Subject) -> Iterator[Check]:
    """One way of limiting a mapping, and a minimum that is one."""
    for id, mapping in subject.of(EventSourceMapping).items():
        pollers, path = mapping.provisioned_pollers, f"components.{id}.provisioned_pollers"
        if pollers is None:
            continue
        if mapping.maximum_concurrency is not None:
            yield error(
                "mapping.provisioned-and-maximum",
                path,
                "provisioned mode and a maximum concurrency exclude each other",
                f"one of the two ({EXCLUSIVE})",
            )
        if (pollers.minimum or 0) > (pollers.maximum or 0):
            yield error(
                "mapping.more-at-least-than-at-most",
                f"{path}.minimum",
                f"the minimum, {pollers.minimum:,}, is more than the maximum, {pollers.maximum:,}",
                f"minimum: {pollers.maximum}",
            )


def standard_only(subject: Subject) -> Iterator[Check]:
    """What this simulator has for standard queues only."""
    for id, mapping, queue, _ in connected(subject):
        if queue.fifo is not None and mapping.provisioned_pollers is not None:
            yield _standard_only(f"components.{id}.provisioned_pollers", mapping.source)
    for id, queue in subject.of(Queue).items():
        said = [name for name in ("message_move_task", "duplicate_rate") if getattr(queue, name)]
        if queue.fifo is not None and said:
            yield _standard_only(f"components.{id}.{said[0]}", id)


def _standard_only(path: str, queue: str) -> Check:
    return error(
        "queue.standard-only",
        path,
        f"{queue} is a FIFO queue, for which this is not simulated",
        "leave it out, or take a standard queue",
    )


def move_tasks(subject: Subject) -> Iterator[Check]:
    """Only the dead-letter queue of a queue can be moved from, and to another queue."""
    for id, queue in subject.of(Queue).items():
        task, path = queue.message_move_task, f"components.{id}.message_move_task"
        if task is None:
            continue
        if not subject.graph.referring(id, "dead_letter_queue"):
            yield error(
                "queue.move-task-without-source",
                path,
                f"{id} is no queue's dead-letter queue: AWS moves messages of those only",
                f"redrive: {{dead_letter_queue: {id}}} at another queue ({MOVES})",
            )
        if task.destination is not None:
            yield from _destination(subject, id, f"{path}.destination", task.destination)


def _destination(subject: Subject, id: str, path: str, name: str) -> Iterator[Check]:
    other = subject.of(Queue).get(name)
    if other is not None and (name == id or other.fifo is not None):
        what = "where they are" if name == id else "a FIFO queue"
        message = f"messages would move to {what}"
        yield error(
            "queue.move-task-destination", path, message, f"another standard queue ({MOVES})"
        )


CHECKS = (provisioned_mode, standard_only, move_tasks)
