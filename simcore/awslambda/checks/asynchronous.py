"""Asynchronous invocation: who may invoke so, what is offered when, and chains without an end."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.spec import Destination, Function
from simcore.component import Subject, error, warning
from simcore.component.sizes import too_large
from simcore.errors import Check

__all__ = ["CHECKS"]

BUCKETS = "lambda.async.bucket_destination"
LIMIT = "lambda.async.recursion_limit"
PAYLOAD = "lambda.async.payload_max_bytes"


def event_size(subject: Subject) -> Iterator[Check]:
    """An event larger than Lambda accepts."""
    taker = "an asynchronous event may have"
    return too_large(subject, "function", PAYLOAD, "invoke-async", taker)


def bucket_not_offered(subject: Subject) -> Iterator[Check]:
    """S3 as a destination is new."""
    if subject.profile.has(BUCKETS):
        return
    for id, function in subject.of(Function).items():
        for field, destination in _destinations(function):
            if subject.type_of(destination.target) == "bucket":
                yield error(
                    "function.bucket-not-offered",
                    f"components.{id}.asynchronous.{field}.target",
                    f"a bucket could not be a destination in profile {subject.profile.name}",
                    "name a queue, topic, function or bus, or take a later profile",
                )


def settings_without_events(subject: Subject) -> Iterator[Check]:
    """What is said about events of a function that gets none."""
    with_events = subject.graph.invoked_asynchronously()
    for id, function in subject.of(Function).items():
        if function.asynchronous is not None and id not in with_events:
            yield warning(
                "function.no-events",
                f"components.{id}.asynchronous",
                f"nothing invokes {id} asynchronously: this has no effect",
                "give a client `invocation: Event`, or let a topic or destination lead here",
            )


def loops(subject: Subject) -> Iterator[Check]:
    """Destinations and topics that lead back to the function."""
    for id in subject.of(Function):
        loop = subject.graph.loop_of(id)
        if not loop or id != min(loop & subject.of(Function).keys()):
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


def _multiplies(subject: Subject, loop: set[str]) -> bool:
    """Whether one event of the loop can become two."""
    graph, functions = subject.graph, subject.of(Function)
    for id in loop - functions.keys():
        if len([name for name in graph.passes_on(id) if name in loop]) > 1:
            return True
    for id in loop & functions.keys():
        fields = dict(_destinations(functions[id]))
        dropped = [fields[f].target for f in ("dead_letter_queue", "on_failure") if f in fields]
        if len([name for name in dropped if name in loop]) > 1:
            return True
    return False


def _destinations(function: Function) -> list[tuple[str, Destination]]:
    return list(function.asynchronous.destinations()) if function.asynchronous else []


CHECKS = (event_size, bucket_not_offered, settings_without_events, loops)
