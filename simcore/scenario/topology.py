"""The picture of a scenario: its components and what flows between them."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.scenario.model import (
    Client,
    EventSourceMapping,
    Function,
    Queue,
    Scenario,
    StreamMapping,
    Topic,
)

__all__ = ["topology"]

Edge = dict[str, str]

WAYS = {
    "dead_letter_queue": "dead-letter",
    "on_success": "on-success",
    "on_failure": "on-failure",
}
"""Kinds of the edges along which asynchronous events leave a function."""


def topology(scenario: Scenario) -> dict[str, list[dict[str, str]]]:
    """`{"nodes": [{id, type, title}], "edges": [{from, to, kind}]}`, in the document's order.

    Kinds of edges: `invoke`, `invoke-async`, `send`, `receive`, `read`, `dead-letter`,
    `on-success`, `on-failure`, `notify`.
    """
    nodes = [
        {"id": id, "type": component.type, "title": component.title or _titled(id)}
        for id, component in scenario.components.items()
    ]
    edges = [edge for id in scenario.components for edge in _edges(scenario, id)]
    return {"nodes": nodes, "edges": edges}


def _titled(id: str) -> str:
    return id.replace("-", " ").capitalize()


def _edges(scenario: Scenario, id: str) -> Iterator[Edge]:
    component = scenario.components[id]
    if isinstance(component, Client):
        to_function = isinstance(scenario.components.get(component.target), Function)
        invoke = "invoke-async" if component.asynchronous else "invoke"
        yield _edge(id, component.target, invoke if to_function else "send")
    elif isinstance(component, EventSourceMapping):
        yield _edge(component.source, id, "receive")
        yield _edge(id, component.function, "invoke")
    elif isinstance(component, StreamMapping):
        yield _edge(component.source, id, "read")
        yield _edge(id, component.function, "invoke")
        if component.on_failure is not None:
            yield _edge(id, component.on_failure.target, "on-failure")
    elif isinstance(component, Queue) and component.redrive is not None:
        yield _edge(id, component.redrive.dead_letter_queue, "dead-letter")
    elif isinstance(component, Topic):
        for subscriber in component.subscribers:
            yield _edge(id, subscriber, "notify")
    elif isinstance(component, Function):
        yield from _edges_of_function(id, component)


def _edges_of_function(id: str, function: Function) -> Iterator[Edge]:
    if function.asynchronous is not None:
        for field, destination in function.asynchronous.destinations():
            yield _edge(id, destination.target, WAYS[field])
    for target in dict.fromkeys(call.target for call in function.calls):
        yield _edge(id, target, "invoke")


def _edge(source: str, to: str, kind: str) -> Edge:
    return {"from": source, "to": to, "kind": kind}
