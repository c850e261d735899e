"""FIFO queues: what AWS refuses, and what leaves messages in one group."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.errors import Check
from simcore.scenario.checks.subject import Subject, error, warning
from simcore.scenario.model import Client

__all__ = ["CHECKS"]

BATCH_SIZE = "esm.sqs.fifo_batch_size_max"
WITHOUT_GROUP = "what it is sent from here has no message group"


def mappings_from_fifo(subject: Subject) -> Iterator[Check]:
    """No batching window, and at most ten messages a batch (fact 6.7)."""
    most = int(subject.value(BATCH_SIZE))
    for id, mapping, queue, _ in subject.connected():
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
    for id, queue in subject.queues.items():
        name = queue.redrive.dead_letter_queue if queue.redrive else ""
        target = subject.queues.get(name)
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
    fifo = {id for id, queue in subject.queues.items() if queue.fifo is not None}
    for id, topic in subject.topics.items():
        for n, name in enumerate(topic.subscribers):
            if name in fifo:
                yield _unfit(f"components.{id}.subscribers.{n}", name)
    for id, function in subject.functions.items():
        for field, destination in subject.destinations(function):
            if destination.target in fifo:
                yield _unfit(f"components.{id}.asynchronous.{field}.target", destination.target)
    for id, mapping in subject.stream_mappings.items():
        if mapping.on_failure is not None and mapping.on_failure.target in fifo:
            yield _unfit(f"components.{id}.on_failure.target", mapping.on_failure.target)


def _unfit(path: str, name: str) -> Check:
    return error(
        "queue.fifo-target",
        path,
        f"{name} is a FIFO queue: {WITHOUT_GROUP}",
        "a standard queue (Lambda guide, invocation-async-retain-records, 12 Jul 2026)",
    )


def keys(subject: Subject) -> Iterator[Check]:
    """Messages without a group are all in one; a standard queue has no groups."""
    for id, client in subject.clients.items():
        queue, path = subject.queues.get(client.target), f"components.{id}"
        if queue is not None and queue.fifo is not None:
            trace = client.arrivals.trace
            if client.keys is None and (trace is None or trace.key_column is None):
                yield warning(
                    "client.one-group",
                    f"{path}.keys",
                    f"all messages to {client.target} are in one message group, so one batch is "
                    "processed at a time",
                    "keys: {uniform: {count: 10}}, unless that is the question",
                )
            continue
        unkeyed = queue is not None or client.target in {**subject.functions, **subject.topics}
        said = [name for name in _useless(client, queue is not None) if getattr(client, name)]
        if unkeyed and said:
            yield warning(
                "client.keys-unused",
                f"{path}.{said[0]}",
                f"{client.target} takes no message groups and no partition keys: "
                f"{' and '.join(said)} change nothing",
                f"fifo: {{}} at {client.target}, if it is a queue that should be FIFO",
            )


def _useless(client: Client, to_queue: bool) -> tuple[str, ...]:
    """What a standard queue, a topic or a function does not look at."""
    if not to_queue:
        return ("keys", "poison", "sent_again")
    by_key = client.poison is not None and client.poison.keys
    return ("sent_again",) if by_key else ("keys", "sent_again")


CHECKS = (mappings_from_fifo, dead_letter_queues, targets, keys)
