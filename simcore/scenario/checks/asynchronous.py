"""Asynchronous invocation: who may invoke so, what is offered when, and chains without an end."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.errors import Check
from simcore.scenario.checks.subject import Subject, error, warning
from simcore.scenario.model import Bucket, asynchronously_invoked, successors
from simcore.units import format_size_bytes

__all__ = ["CHECKS", "caused_by"]

BUCKETS = "lambda.async.bucket_destination"
LIMIT = "lambda.async.recursion_limit"
PAYLOAD = "lambda.async.payload_max_bytes"


def event_needs_function(subject: Subject) -> Iterator[Check]:
    """InvocationType Event is for functions."""
    for id, client in subject.clients.items():
        if client.asynchronous and client.target not in subject.functions:
            yield error(
                "client.event-needs-function",
                f"components.{id}.invocation",
                f"{client.target} is not a function: nothing is invoked",
                "leave invocation out, or target a function",
            )


def event_size(subject: Subject) -> Iterator[Check]:
    """An event larger than Lambda accepts."""
    most = int(subject.value(PAYLOAD))
    for id, client in subject.clients.items():
        if client.asynchronous and client.message_size > most:
            yield error(
                "client.message-too-large",
                f"components.{id}.message_size",
                f"{format_size_bytes(client.message_size)} is more than an asynchronous event may "
                f"have, {format_size_bytes(most)}",
                subject.cited(PAYLOAD),
            )


def bucket_not_offered(subject: Subject) -> Iterator[Check]:
    """S3 as a destination is new."""
    if subject.profile.has(BUCKETS):
        return
    for id, function in subject.functions.items():
        for field, destination in subject.destinations(function):
            if isinstance(subject.scenario.components.get(destination.target), Bucket):
                yield error(
                    "function.bucket-not-offered",
                    f"components.{id}.asynchronous.{field}.target",
                    f"a bucket could not be a destination in profile {subject.profile.name}",
                    "name a queue, topic, function or bus, or take a later profile",
                )


def settings_without_events(subject: Subject) -> Iterator[Check]:
    """What is said about events of a function that gets none."""
    with_events = asynchronously_invoked(subject.scenario.components)
    for id, function in subject.functions.items():
        if function.asynchronous is not None and id not in with_events:
            yield warning(
                "function.no-events",
                f"components.{id}.asynchronous",
                f"nothing invokes {id} asynchronously: this has no effect",
                "give a client `invocation: Event`, or let a topic or destination lead here",
            )


def loops(subject: Subject) -> Iterator[Check]:
    """Destinations and topics that lead back to the function."""
    for id in subject.functions:
        loop = _loop_of(subject, id)
        if not loop or id != min(loop & subject.functions.keys()):
            continue
        path, names = f"components.{id}.asynchronous", ", ".join(sorted(loop))
        if not subject.profile.has(LIMIT) or _multiplies(subject, loop):
            yield error(
                "function.endless-loop",
                path,
                f"events can go round for ever, or multiply: {names}",
                "break the loop; AWS cuts simple ones since July 2023 (profile aws-2026)",
            )
        else:
            yield warning(
                "function.recursive-loop",
                path,
                f"events go round: {names}; they are dropped after "
                f"{int(subject.value(LIMIT))} invocations",
                subject.cited(LIMIT),
            )


def _reachable(subject: Subject, id: str) -> set[str]:
    """What events that reach `id` may go on to reach."""
    found: set[str] = set()
    waiting = list(_next(subject, id))
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += _next(subject, here)
    return found


def _next(subject: Subject, id: str) -> tuple[str, ...]:
    component = subject.functions.get(id) or subject.topics.get(id)
    return successors(component) if component else ()


def _loop_of(subject: Subject, id: str) -> set[str]:
    """The functions and topics that an event passes on its way from `id` back to it."""
    onward = _reachable(subject, id)
    if id not in onward:
        return set()
    return {other for other in onward if id in _reachable(subject, other)}


def _multiplies(subject: Subject, loop: set[str]) -> bool:
    """Whether one event of the loop can become two."""
    for id in loop & subject.topics.keys():
        if len([name for name in subject.topics[id].subscribers if name in loop]) > 1:
            return True
    for id in loop & subject.functions.keys():
        fields = dict(subject.destinations(subject.functions[id]))
        dropped = [fields[f].target for f in ("dead_letter_queue", "on_failure") if f in fields]
        if len([name for name in dropped if name in loop]) > 1:
            return True
    return False


def caused_by(subject: Subject, id: str, known: dict[str, float] | None = None) -> float:
    """Events and messages that one at `id` brings about at most; loops are counted once."""
    known = {} if known is None else known
    if id not in known:
        known[id] = 0.0
        each = {name: 1.0 + caused_by(subject, name, known) for name in _next(subject, id)}
        known[id] = sum([each[name] for name in _next(subject, id)])
    return known[id]


CHECKS = (event_needs_function, event_size, bucket_not_offered, settings_without_events, loops)
