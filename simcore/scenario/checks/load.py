"""How much a scenario asks for: more than a run may take, or nothing at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from simcore.component import Graph, Subject, error, warning
from simcore.component.graph import SYNCHRONOUS
from simcore.components import TYPES
from simcore.errors import Check

__all__ = ["CHECKS", "expected_events"]

Sent = Mapping[str, float]
EVENTS_PER_ARRIVAL = 4
"""A request or message: sent, received, started, ended. Retries come on top."""


def expected_events(subject: Subject) -> float:
    """Events that the run is expected to take, without retries."""
    sent = _sent(subject)
    begun = sum(n * (1.0 + _caused(subject, id)) for id, n in sent.items())
    waiting = sum(c.brings_messages() for c in subject.graph.components.values())
    return EVENTS_PER_ARRIVAL * (begun + waiting + _by_handlers(subject, sent))


def _sent(subject: Subject) -> dict[str, float]:
    """What each sends of its own accord, and what comes of it: the messages of connections."""
    graph, sent = subject.graph, dict(subject.load.sent)
    for id, component in graph.components.items():
        if (comes_of := TYPES[component.type].comes_of) is not None:
            came = graph.expected_at(id, subject.load.sent)
            sent[id] = sent.get(id, 0.0) + came * comes_of(component, subject.duration_s)
    return sent


def _caused(subject: Subject, id: str) -> float:
    """What a request brings about beside itself, in destinations and subscribers."""
    edges = [e for e in subject.graph.edges if e.source == id and e.kind != SYNCHRONOUS]
    return sum([subject.graph.caused_by(edge.target) for edge in edges])


def _by_handlers(subject: Subject, sent: Sent) -> float:
    """What functions send on and call, each once: what goes round goes on as long as it does."""
    graph = subject.graph
    on = sum(
        r.share * graph.handled_at(r.owner, sent) for r in graph.references if r.refers.by_handler
    )
    calls = sum(
        r.share * _runs(graph, r.owner, sent) for r in graph.references if r.refers.in_handler
    )
    return on + calls


def _runs(graph: Graph, id: str, sent: Sent, seen: Collection[str] = ()) -> float:
    """How often a function runs: for all that comes, full batches, and where others call it."""
    came = graph.expected_at(id, sent, seen)
    handed = graph.handled_at(id, sent, seen) - came
    batches = [getattr(graph.components[name], "batch_size", 1) for name in graph.into(id)]
    called = sum(
        r.share * _runs(graph, r.owner, sent, (*seen, id))
        for r in graph.references
        if r.refers.in_handler and r.target == id and r.owner not in (*seen, id)
    )
    return came + handed / max([n or 1 for n in batches], default=1) + called


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


def retries(subject: Subject) -> Iterator[Check]:
    """More than a run may take, should everything fail."""
    expected, budget = expected_events(subject), subject.event_budget
    again = {id: n for id in subject.load.sent if (n := _again(subject, id))}
    if expected > budget or expected + EVENTS_PER_ARRIVAL * sum(again.values()) <= budget:
        return
    id = max(again, key=lambda id: again[id])
    yield warning(
        "scenario.retry-budget",
        f"components.{id}.sdk.max_attempts",
        f"about {expected:,.0f} events are expected, but up to "
        f"{EVENTS_PER_ARRIVAL * sum(again.values()):,.0f} more for retries, if all is refused or "
        f"fails; a run ends after {budget:,}",
        "fewer attempts, or the standard mode, whose retry quota ends them",
    )


def _again(subject: Subject, id: str) -> float:
    """What it sends once more, at the most."""
    component = subject.graph.components[id]
    tries = TYPES[component.type].tries
    return 0.0 if tries is None else subject.load.sent[id] * (tries(component, subject.profile) - 1)


def no_work(subject: Subject) -> Iterator[Check]:
    """Nothing arrives and nothing waits."""
    if expected_events(subject) == 0:
        yield warning(
            "scenario.no-load",
            "components",
            "nothing arrives and no queue has a backlog: nothing will happen",
            "add a client, or initial_messages to a queue",
        )


CHECKS = (event_budget, retries, no_work)
