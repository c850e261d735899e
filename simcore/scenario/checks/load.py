"""How much a scenario asks for: events, messages, and the time it has for them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import numpy as np

from simcore.engine.trace import Trace
from simcore.errors import Check
from simcore.scenario.checks.asynchronous import caused_by
from simcore.scenario.checks.subject import Subject, error, warning
from simcore.scenario.convert import arrival_source
from simcore.scenario.model import Client
from simcore.units import format_duration_s, format_size_bytes

__all__ = ["CHECKS", "EVENT_BUDGET", "expected_arrivals", "expected_events"]

EVENT_BUDGET = 20_000_000
"""Events after which a run is stopped."""

EVENTS_PER_ARRIVAL = 4
"""A request or message: sent, received, started, ended. Retries come on top."""


def expected_arrivals(subject: Subject, id: str, client: Client) -> float:
    """Requests that the client is expected to send in the whole run."""
    if client.arrivals.kind == "trace" and id not in subject.scenario.traces:
        return 0.0
    trace = subject.scenario.traces.get(id)
    duration = subject.scenario.duration
    source = arrival_source(client, np.random.default_rng(0), duration, trace)
    return source.expected(duration)


def expected_events(subject: Subject) -> float:
    """Events that the run is expected to take, without retries."""
    sent = sum(
        expected_arrivals(subject, id, client) * (1.0 + _caused(subject, client))
        for id, client in subject.clients.items()
    )
    waiting = sum(queue.initial_messages for queue in subject.queues.values())
    return EVENTS_PER_ARRIVAL * (sent + waiting)


def _caused(subject: Subject, client: Client) -> float:
    """What a request brings about beside itself, in destinations and subscribers."""
    passes_on = client.asynchronous or client.target in subject.topics
    return caused_by(subject, client.target) if passes_on else 0.0


def event_budget(subject: Subject) -> Iterator[Check]:
    """More than a run may take."""
    expected = expected_events(subject)
    if expected <= EVENT_BUDGET:
        return
    id = max(
        [*subject.clients, *subject.queues],
        key=lambda id: _share(subject, id),
    )
    part = "arrivals" if id in subject.clients else "initial_messages"
    yield error(
        "scenario.event-budget",
        f"components.{id}.{part}",
        f"about {expected:,.0f} events are expected ({EVENTS_PER_ARRIVAL} a message or request); "
        f"a run takes at most {EVENT_BUDGET:,}",
        f"lower the rate or the duration to about 1/{expected / EVENT_BUDGET:,.0f}",
    )


def _share(subject: Subject, id: str) -> float:
    if id in subject.clients:
        return expected_arrivals(subject, id, subject.clients[id])
    return float(subject.queues[id].initial_messages)


def no_work(subject: Subject) -> Iterator[Check]:
    """Nothing arrives and nothing waits."""
    if expected_events(subject) == 0:
        yield warning(
            "scenario.no-load",
            "components",
            "nothing arrives and no queue has a backlog: nothing will happen",
            "add a client, or initial_messages to a queue",
        )


def working_hours(subject: Subject) -> Iterator[Check]:
    """A client that stops before it starts, or starts after the end."""
    for id, client in subject.clients.items():
        if client.stop is not None and client.stop <= client.start:
            yield error(
                "client.stops-before-start",
                f"components.{id}.stop",
                f"{format_duration_s(client.stop)} is not after the start, "
                f"{format_duration_s(client.start)}",
                "a client sends from start until stop",
            )
        elif client.start >= subject.scenario.duration:
            yield warning(
                "client.starts-after-end",
                f"components.{id}.start",
                f"the run ends at {format_duration_s(subject.scenario.duration)}, before {id} "
                "starts",
                "start earlier, or lengthen the duration",
            )


def trace_length(subject: Subject) -> Iterator[Check]:
    """A trace that the run does not reach the end of."""
    for id, client in subject.clients.items():
        trace = subject.scenario.traces.get(id)
        if client.arrivals.kind != "trace" or trace is None:
            continue
        sent = expected_arrivals(subject, id, client)
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


MESSAGE_SIZE = "sqs.message_size_max_bytes"


def message_size(subject: Subject) -> Iterator[Check]:
    """A message larger than the queue takes."""
    for id, client in subject.clients.items():
        if client.target not in subject.queues or not subject.profile.has(MESSAGE_SIZE):
            continue
        most = int(subject.value(MESSAGE_SIZE))
        if client.message_size > most:
            yield error(
                "client.message-too-large",
                f"components.{id}.message_size",
                f"{format_size_bytes(client.message_size)} is more than a queue takes, "
                f"{format_size_bytes(most)}",
                subject.cited(MESSAGE_SIZE),
            )


CHECKS = (event_budget, no_work, working_hours, trace_length, message_size)
