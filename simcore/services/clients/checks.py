"""Clients: when they send, what they replay, what their target makes of keys and events."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any

from simcore.component import Subject, error, warning
from simcore.engine.trace import Trace
from simcore.errors import Check
from simcore.services.clients.call_checks import CALL_CHECKS
from simcore.services.clients.spec import Client
from simcore.units import format_duration_s

__all__ = ["CHECKS"]

UNKEYED = ("queue", "function", "topic")
"""What has no use for keys, when it is not a FIFO queue."""


def event_needs_function(subject: Subject) -> Iterator[Check]:
    """InvocationType Event is for functions."""
    for id, client in subject.of(Client).items():
        if client.asynchronous and not subject.graph.is_invoked(client.target):
            yield error(
                "client.event-needs-function",
                f"components.{id}.invocation",
                f"{client.target} is not a function: nothing is invoked",
                "leave invocation out, or target a function",
            )


def keys(subject: Subject) -> Iterator[Check]:
    """Messages without a group are all in one; a standard queue has no groups."""
    for id, client in subject.of(Client).items():
        target: Any = subject.graph.components.get(client.target)
        kind, path = subject.type_of(client.target), f"components.{id}"
        if getattr(target, "fifo", None) is not None:
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
        if getattr(target, "fair", False):
            continue
        said = [name for name in _useless(client, kind == "queue") if getattr(client, name)]
        if kind in UNKEYED and said:
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
        return ("keys", "sent_again") if client.asynchronous else ("keys", "poison", "sent_again")
    by_key = client.poison is not None and client.poison.keys
    return ("sent_again",) if by_key else ("keys", "sent_again")


def working_hours(subject: Subject) -> Iterator[Check]:
    """A client that stops before it starts, or starts after the end."""
    for id, client in subject.of(Client).items():
        if client.stop is not None and client.stop <= client.start:
            yield error(
                "client.stops-before-start",
                f"components.{id}.stop",
                f"{format_duration_s(client.stop)} is not after the start, "
                f"{format_duration_s(client.start)}",
                "a client sends from start until stop",
            )
        elif client.start >= subject.duration_s:
            yield warning(
                "client.starts-after-end",
                f"components.{id}.start",
                f"the run ends at {format_duration_s(subject.duration_s)}, before {id} starts",
                "start earlier, or lengthen the duration",
            )


def trace_length(subject: Subject) -> Iterator[Check]:
    """A trace that the run does not reach the end of."""
    for id, client in subject.of(Client).items():
        trace = subject.traces.get(id)
        if client.arrivals.kind != "trace" or trace is None:
            continue
        sent = subject.load.sent[id]
        if round(sent) < trace.total:
            yield warning(
                "client.trace-cut",
                f"components.{id}.arrivals.trace",
                f"the run replays {sent:,.0f} of the trace's {trace.total:,} requests; the trace "
                f"lasts {format_duration_s(trace.duration_s)}",
                f"set the duration to {format_duration_s(_needed(client, trace))}, unless that is "
                "intended",
            )


def _needed(client: Client, trace: Trace) -> float:
    """How long a run must be to replay the whole trace."""
    return ceil(client.start + trace.duration_s)


CHECKS = (event_needs_function, keys, working_hours, trace_length, *CALL_CHECKS)
