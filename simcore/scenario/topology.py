"""The picture of a scenario: its components and what flows between them."""

from __future__ import annotations

from simcore.component import Graph
from simcore.scenario.model import Scenario

__all__ = ["topology"]


def topology(scenario: Scenario) -> dict[str, list[dict[str, str]]]:
    """`{"nodes": [{id, type, title}], "edges": [{from, to, kind}]}`, in the document's order.

    Kinds of edges: `invoke`, `invoke-async`, `send`, `receive`, `read`, `dead-letter`,
    `on-success`, `on-failure`, `notify`, and those of further component types.
    """
    nodes = [
        {"id": id, "type": component.type, "title": component.title or _titled(id)}
        for id, component in scenario.components.items()
    ]
    return {"nodes": nodes, "edges": [edge.as_dict() for edge in Graph(scenario.components).edges]}


def _titled(id: str) -> str:
    return id.replace("-", " ").capitalize()
