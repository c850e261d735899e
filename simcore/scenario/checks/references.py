"""Every name must mean a component, of the right type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simcore.errors import Check
from simcore.scenario.checks.subject import Subject, error, warning
from simcore.scenario.fields import nearest
from simcore.scenario.model import (
    Client,
    EventSourceMapping,
    Scenario,
    StreamMapping,
    asynchronously_invoked,
)

__all__ = ["CHECKS", "reference"]

RESERVED_ID = "account"
ARTICLES = {
    "client": "a client",
    "queue": "a queue",
    "function": "a function",
    "topic": "a topic",
    "bus": "a bus",
    "bucket": "a bucket",
    "stream": "a stream",
    "table": "a table",
}


def _type(scenario: Scenario, id: str) -> str:
    name = scenario.components[id].type
    return ARTICLES.get(name, "an event source mapping")


def reference(
    subject: Subject, path: str, name: str, allowed: Mapping[str, object], wanted: str
) -> Iterator[Check]:
    """A name that no component has, or one of another type."""
    if name in allowed:
        return
    hint = nearest(name, list(allowed)) or f"add {wanted}"
    if name in subject.scenario.components:
        message = f"{name} is {_type(subject.scenario, name)}; {wanted} is needed"
        yield error("reference.wrong-type", path, message, hint)
    else:
        yield error("reference.unknown", path, f"there is no component {name}", hint)


def reserved_id(subject: Subject) -> Iterator[Check]:
    """The account's own series carry its name."""
    if RESERVED_ID in subject.scenario.components:
        yield error(
            "reference.reserved-id",
            f"components.{RESERVED_ID}",
            f"{RESERVED_ID} is the name of the account itself",
            "give the component another id",
        )


def dangling(subject: Subject) -> Iterator[Check]:
    """A target, source, function or dead-letter queue that is not there, or of another type."""
    either = {**subject.queues, **subject.functions, **subject.topics}
    either |= {**subject.streams, **subject.tables}
    for id, client in subject.clients.items():
        path = f"components.{id}.target"
        wanted = "a queue, function, topic, stream or table"
        yield from reference(subject, path, client.target, either, wanted)
    for id, mapping in subject.mappings.items():
        source, function = f"components.{id}.source", f"components.{id}.function"
        yield from reference(subject, source, mapping.source, subject.queues, "a queue")
        yield from reference(subject, function, mapping.function, subject.functions, "a function")
    for id, queue in subject.queues.items():
        if queue.redrive is not None:
            path = f"components.{id}.redrive.dead_letter_queue"
            name = queue.redrive.dead_letter_queue
            yield from reference(subject, path, name, subject.queues, "a queue")


TARGETS = {
    "dead_letter_queue": (("queue", "topic"), "a queue or a topic"),
    "on_success": (("queue", "topic", "function", "bus"), "a queue, topic, function or bus"),
    "on_failure": (
        ("queue", "topic", "function", "bus", "bucket"),
        "a queue, topic, function, bus or bucket",
    ),
}
"""What may be named where (Lambda guide, invocation-async-retain-records, 12 Jul 2026; fact 8)."""


def asynchronous_targets(subject: Subject) -> Iterator[Check]:
    """Destinations, dead-letter queues and subscribers that are not there, or of another type."""
    components = subject.scenario.components
    for id, function in subject.functions.items():
        for field, destination in subject.destinations(function):
            types, wanted = TARGETS[field]
            allowed = {name: c for name, c in components.items() if c.type in types}
            path = f"components.{id}.asynchronous.{field}.target"
            yield from reference(subject, path, destination.target, allowed, wanted)
    either = {**subject.queues, **subject.functions}
    for id, topic in subject.topics.items():
        for n, name in enumerate(topic.subscribers):
            path = f"components.{id}.subscribers.{n}"
            yield from reference(subject, path, name, either, "a queue or a function")


def dead_letter_cycles(subject: Subject) -> Iterator[Check]:
    """Dead-letter queues that lead back to where a message came from."""
    for id in subject.queues:
        chain, here = [id], _dead_letter_queue(subject, id)
        while here is not None and here not in chain:
            chain.append(here)
            here = _dead_letter_queue(subject, here)
        if here == id and id == min(chain):
            yield error(
                "queue.dead-letter-cycle",
                f"components.{id}.redrive.dead_letter_queue",
                f"messages would go round: {' to '.join([*chain, id])}",
                "the last dead-letter queue has no redrive of its own",
            )


def _dead_letter_queue(subject: Subject, id: str) -> str | None:
    queue = subject.queues.get(id)
    return queue.redrive.dead_letter_queue if queue is not None and queue.redrive else None


def idle_components(subject: Subject) -> Iterator[Check]:
    """Functions and mappings that nothing will reach."""
    components = subject.scenario.components.values()
    called = {c.target for c in components if isinstance(c, Client)}
    called |= {c.function for c in components if isinstance(c, EventSourceMapping | StreamMapping)}
    called.update(asynchronously_invoked(subject.scenario.components))
    called |= {call.target for c in subject.functions.values() for call in c.calls}
    for id in subject.functions:
        if id not in called:
            yield warning(
                "function.no-caller",
                f"components.{id}",
                f"nothing invokes {id}",
                "let a client target it, or map a queue or a stream to it",
            )


def shared_queues(subject: Subject) -> Iterator[Check]:
    """Two mappings on one queue compete for its messages."""
    first: dict[str, str] = {}
    for id, mapping in subject.mappings.items():
        other = first.setdefault(mapping.source, id)
        if other != id:
            yield warning(
                "mapping.shared-queue",
                f"components.{id}.source",
                f"{other} reads {mapping.source} too: each message goes to one of them",
                "a message for several functions needs a queue for each",
            )


CHECKS = (
    reserved_id,
    dangling,
    asynchronous_targets,
    dead_letter_cycles,
    idle_components,
    shared_queues,
)
