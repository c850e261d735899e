"""The picture of a scenario: its components and what flows between them."""

from __future__ import annotations

from typing import Any

from simcore.component import Graph
from simcore.component.parts import title_of
from simcore.scenario.model import Scenario
from simcore.spec.base import ComponentSpec

__all__ = ["topology"]


def topology(scenario: Scenario) -> dict[str, list[dict[str, Any]]]:
    """`{"nodes": [{id, type, title, traits?}], "edges": [{from, to, kind}]}`, in their order.

    Kinds of edges: `invoke`, `invoke-async`, `send`, `receive`, `read`, `dead-letter`,
    `on-success`, `on-failure`, `notify`, and those of further component types.
    """
    nodes = [_node(id, component, scenario) for id, component in scenario.components.items()]
    graph = Graph(scenario.completed())
    return {"nodes": nodes, "edges": [edge.as_dict() for edge in graph.edges]}


def _node(id: str, component: ComponentSpec, scenario: Scenario) -> dict[str, Any]:
    node = {"id": id, "type": component.type, "title": title_of(id, scenario.components)}
    traits = component.traits(scenario.components)
    return {**node, "traits": list(traits)} if traits else node
