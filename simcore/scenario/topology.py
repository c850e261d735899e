"""The picture of a scenario: its components and what flows between them."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.scenario.model import Client, EventSourceMapping, Queue, Scenario

__all__ = ["topology"]

Edge = dict[str, str]


def topology(scenario: Scenario) -> dict[str, list[dict[str, str]]]:
    """`{"nodes": [{id, type, title}], "edges": [{from, to, kind}]}`, in the document's order.

    Kinds of edges: `invoke`, `send`, `receive`, `dead-letter`.
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
        to_queue = isinstance(scenario.components.get(component.target), Queue)
        yield _edge(id, component.target, "send" if to_queue else "invoke")
    elif isinstance(component, EventSourceMapping):
        yield _edge(component.source, id, "receive")
        yield _edge(id, component.function, "invoke")
    elif isinstance(component, Queue) and component.redrive is not None:
        yield _edge(id, component.redrive.dead_letter_queue, "dead-letter")


def _edge(source: str, to: str, kind: str) -> Edge:
    return {"from": source, "to": to, "kind": kind}
