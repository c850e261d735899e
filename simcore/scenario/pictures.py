"""What a viewer is told of a scenario: types, kinds of edges, and what is done during a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.component import ComponentType, Graph
from simcore.component.picture import EdgeKind, Picture, as_data
from simcore.components import IMPLIED, TYPES
from simcore.frozen import frozen
from simcore.scenario.deeds import as_header
from simcore.scenario.model import Scenario
from simcore.scenario.rules import rules_of
from simcore.spec.base import ComponentSpec

__all__ = ["described", "edge_kinds", "shown"]


@frozen
class Shown:
    """A type as the header tells it; ``noun`` is what a screen reader says it is."""

    title: str
    noun: str
    order: int  # along the path of a request, for the knobs
    picture: Picture
    apart: bool = False  # the frames tell of it, and no node stands for it


def shown() -> dict[str, Shown]:
    """Every type."""
    return {name: _shown(kind) for name, kind in TYPES.items()}


def edge_kinds() -> dict[str, EdgeKind]:
    """By kind; where several types say one, they say the same."""
    return {name: edge for kind in TYPES.values() for name, edge in kind.edges.items()}


def described(scenario: Scenario) -> dict[str, Any]:
    """``{"types", "edge_kinds", "limits", "interventions", "rules"}``: those that occur, and the
    account's type; ``limits`` are the rows of the profile that limit a timeline. And what types
    draw of their components (`ComponentType.drawn`)."""
    types = {component.type for component in scenario.components.values()} | set(IMPLIED)
    whole = scenario.completed()
    kinds = {edge.kind for edge in Graph(whole).edges}
    known = edge_kinds()
    return {
        "types": {name: as_data(_shown(TYPES[name])) for name in sorted(types)},
        "edge_kinds": {kind: as_data(known.get(kind, EdgeKind())) for kind in sorted(kinds)},
        "limits": _limits(scenario, types),
        "interventions": as_header(scenario.interventions),
        "rules": rules_of(scenario),
        **_drawn(whole),
    }


def _drawn(components: Mapping[str, ComponentSpec]) -> dict[str, dict[str, Any]]:
    """What types tell of their components beside that, under names of their own."""
    told: dict[str, dict[str, Any]] = {}
    for id, component in components.items():
        for name, tell in TYPES[component.type].drawn.items():
            told.setdefault(name, {})[id] = tell(id, component)
    return told


def _limits(scenario: Scenario, types: set[str]) -> dict[str, Any]:
    rows = [row for name in sorted(types) for row in TYPES[name].picture.rows if row.quota]
    profile = scenario.quota_profile()
    return {row.quota: profile.value(row.quota, scenario.region) for row in rows}


def _shown(kind: ComponentType[Any, Any]) -> Shown:
    noun = kind.spoken or kind.noun
    return Shown(kind.title, noun, kind.order, kind.picture, apart=kind.name in IMPLIED)
