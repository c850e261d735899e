"""FIFO queues: what AWS refuses, and what leaves messages in one group."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error, warning
from simcore.errors import Check
from simcore.services.sqs.checks.connected import connected
from simcore.services.sqs.spec import Queue

__all__ = ["CHECKS"]

BATCH_SIZE = "esm.sqs.fifo_batch_size_max"
GROUPLESS = ("notify", "dead-letter", "on-success", "on-failure")
WITHOUT_GROUP = "what it is sent from here has no message group"


def mappings_from_fifo(subject: Subject) -> Iterator[Check]:
    """No batching window, and at most ten messages a batch (fact 6.7)."""
    most = int(subject.value(BATCH_SIZE))
    for id, mapping, queue, _ in connected(subject):
        path = f"components.{id}"
        if queue.fifo is None:
            if mapping.fifo is not None:
                yield warning(
                    "mapping.fifo-of-standard",
                    f"{path}.fifo",
                    f"{mapping.source} is a standard queue: this changes nothing",
                    f"fifo: {{}} at {mapping.source}, if it is to be a FIFO queue",
                )
            continue
        if mapping.maximum_batching_window > 0:
            yield error(
                "mapping.fifo-window",
                f"{path}.maximum_batching_window",
                f"{mapping.source} is a FIFO queue, for which there is no batching window",
                f"leave it out ({subject.cited(BATCH_SIZE)})",
            )
        if (mapping.batch_size or 0) > most:
            yield error(
                "mapping.fifo-batch-size",
                f"{path}.batch_size",
                f"{mapping.batch_size:,} is more than {most}, the largest batch of a FIFO queue",
                f"at most {most} ({subject.cited(BATCH_SIZE)})",
            )


def dead_letter_queues(subject: Subject) -> Iterator[Check]:
    """The dead-letter queue of a FIFO queue is a FIFO queue, that of a standard queue is not."""
    for id, queue in subject.of(Queue).items():
        name = queue.redrive.dead_letter_queue if queue.redrive else ""
        target = subject.of(Queue).get(name)
        if target is not None and (target.fifo is None) != (queue.fifo is None):
            kind = "standard" if queue.fifo is None else "FIFO"
            yield error(
                "queue.fifo-dead-letter",
                f"components.{id}.redrive.dead_letter_queue",
                f"{id} is a {kind} queue and {name} is not: AWS wants both of one type",
                "Amazon SQS Developer Guide, dead-letter queues, June 2023",
            )


def targets(subject: Subject) -> Iterator[Check]:
    """Topics, events and batches that were given up go to standard queues only."""
    fifo = {id for id, queue in subject.of(Queue).items() if queue.fifo is not None}
    for reference in subject.graph.references:
        if reference.target in fifo and reference.kind in GROUPLESS:
            owner = subject.graph.components[reference.owner]
            if not isinstance(owner, Queue) and getattr(owner, "fifo", None) is None:
                yield _unfit(reference.path, reference.target)


def _unfit(path: str, name: str) -> Check:
    return error(
        "queue.fifo-target",
        path,
        f"{name} is a FIFO queue: {WITHOUT_GROUP}",
        "a standard queue (Lambda guide, invocation-async-retain-records, 12 Jul 2026)",
    )


def fair_and_fifo(subject: Subject) -> Iterator[Check]:
    """A fair queue is a standard queue."""
    for id, queue in subject.of(Queue).items():
        if queue.fair and queue.fifo is not None:
            yield error(
                "queue.fair-fifo",
                f"components.{id}.fair",
                "a FIFO queue blocks its groups in its own way: only standard queues are fair",
                "leave out either of fair and fifo",
            )


CHECKS = (fair_and_fifo, mappings_from_fifo, dead_letter_queues, targets)
