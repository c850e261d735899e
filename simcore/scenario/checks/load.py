"""How much a scenario asks for: more than a run may take, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error, warning
from simcore.component.graph import SYNCHRONOUS
from simcore.errors import Check

__all__ = ["CHECKS", "expected_events"]

EVENTS_PER_ARRIVAL = 4
"""A request or message: sent, received, started, ended. Retries come on top."""


def expected_events(subject: Subject) -> float:
    """Events that the run is expected to take, without retries."""
    sent = sum(n * (1.0 + _caused(subject, id)) for id, n in subject.load.sent.items())
    waiting = sum(c.brings_messages() for c in subject.graph.components.values())
    return EVENTS_PER_ARRIVAL * (sent + waiting + _sent_by_handlers(subject))


def _caused(subject: Subject, id: str) -> float:
    """What a request brings about beside itself, in destinations and subscribers."""
    edges = [e for e in subject.graph.edges if e.source == id and e.kind != SYNCHRONOUS]
    return sum([subject.graph.caused_by(edge.target) for edge in edges])


def _sent_by_handlers(subject: Subject) -> float:
    """What functions send on, each time once: what goes round goes on for as long as it does."""
    graph = subject.graph
    return sum(
        r.share * graph.handled_at(r.owner, subject.load.sent)
        for r in graph.references
        if r.refers.by_handler
    )


def event_budget(subject: Subject) -> Iterator[Check]:
    """More than a run may take."""
    expected, budget = expected_events(subject), subject.event_budget
    if expected <= budget:
        return
    components = subject.graph.components
    id = max(components, key=lambda id: _share(subject, id))
    yield error(
        "scenario.event-budget",
        f"components.{id}.{components[id].sized_by(subject.duration_s)}",
        f"about {expected:,.0f} events are expected ({EVENTS_PER_ARRIVAL} a message or request); "
        f"a run takes at most {budget:,}",
        f"lower the rate or the duration to about 1/{expected / budget:,.0f}",
    )


def _share(subject: Subject, id: str) -> float:
    return subject.load.sent.get(id, 0.0) + subject.graph.components[id].brings_messages()


def no_work(subject: Subject) -> Iterator[Check]:
    """Nothing arrives and nothing waits."""
    if expected_events(subject) == 0:
        yield warning(
            "scenario.no-load",
            "components",
            "nothing arrives and no queue has a backlog: nothing will happen",
            "add a client, or initial_messages to a queue",
        )


CHECKS = (event_budget, no_work)
