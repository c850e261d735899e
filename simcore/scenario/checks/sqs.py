"""Filters, provisioned mode, moving messages back: what AWS refuses, and what comes to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcore.errors import Check
from simcore.scenario.checks.subject import Subject, error, warning
from simcore.scenario.fields import nearest
from simcore.scenario.model import Queue
from simcore.scenario.redrive import sources_of

__all__ = ["CHECKS"]

EXCLUSIVE = "Lambda guide, services-sqs-scaling, 12 Jul 2026"
MOVES = "Amazon SQS API reference, StartMessageMoveTask"
NEAR_ENOUGH = 1e-9


def provisioned_mode(subject: Subject) -> Iterator[Check]:
    """One way of limiting a mapping, and a minimum that is one."""
    for id, mapping in subject.mappings.items():
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
    for id, mapping, queue, _ in subject.connected():
        if queue.fifo is not None and mapping.provisioned_pollers is not None:
            yield _standard_only(f"components.{id}.provisioned_pollers", mapping.source)
    for id, queue in subject.queues.items():
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


def filters(subject: Subject) -> Iterator[Check]:
    """Classes that nobody sends, and filters that let nothing through."""
    mappings: dict[str, Any] = {**subject.mappings, **subject.stream_mappings}
    sources: dict[str, Any] = {**subject.queues, **subject.streams, **subject.tables}
    for id, mapping in mappings.items():
        said, path = mapping.filter_criteria, f"components.{id}.filter_criteria"
        source = sources.get(mapping.source)
        if said is None or source is None:
            continue
        for name in said.classes or ():
            if name not in source.message_classes:
                message = f"{mapping.source} has no class {name}"
                known = list(source.message_classes)
                hint = nearest(name, known) or f"message_classes: {{{name}: 50 %}}"
                yield error("mapping.unknown-class", f"{path}.classes", message, hint)
        if said.matching == 0 or said.classes == ():
            yield warning(
                "mapping.nothing-matches",
                path,
                f"no message matches: nothing that comes to {mapping.source} is processed",
                "matching: 50 %, unless that is the question",
            )


def classes(subject: Subject) -> Iterator[Check]:
    """Shares of one whole."""
    sources: Any = subject.scenario.components.items()
    for id, source in sources:
        shares = getattr(source, "message_classes", {})
        if sum(shares.values()) > 1.0 + NEAR_ENOUGH:
            yield error(
                "source.classes-beyond-one",
                f"components.{id}.message_classes",
                f"the classes are {sum(shares.values()):.0%} of the messages together",
                "shares that add up to 100 % at most; the rest has no class",
            )


def move_tasks(subject: Subject) -> Iterator[Check]:
    """Only the dead-letter queue of a queue can be moved from, and to another queue."""
    for id, queue in subject.queues.items():
        task, path = queue.message_move_task, f"components.{id}.message_move_task"
        if task is None:
            continue
        if not sources_of(subject.scenario, id):
            yield error(
                "queue.move-task-without-source",
                path,
                f"{id} is no queue's dead-letter queue: AWS moves messages of those only",
                f"redrive: {{dead_letter_queue: {id}}} at another queue ({MOVES})",
            )
        if task.destination is not None:
            yield from _destination(subject, id, f"{path}.destination", task.destination)


def _destination(subject: Subject, id: str, path: str, name: str) -> Iterator[Check]:
    other = subject.scenario.components.get(name)
    if not isinstance(other, Queue):
        hint = nearest(name, [queue for queue in subject.queues if queue != id]) or "add a queue"
        which = "unknown" if other is None else "wrong-type"
        yield error(f"reference.{which}", path, f"{name} is not a queue of this scenario", hint)
    elif name == id or other.fifo is not None:
        what = "where they are" if name == id else "a FIFO queue"
        message = f"messages would move to {what}"
        yield error(
            "queue.move-task-destination", path, message, f"another standard queue ({MOVES})"
        )


CHECKS = (provisioned_mode, standard_only, filters, classes, move_tasks)
