"""Interventions: each must be about a component that is there, at a time of the run."""

from __future__ import annotations

from collections.abc import Iterator

from simcore import units
from simcore.component import error, warning
from simcore.components import TYPES
from simcore.errors import Check, nearest
from simcore.scenario.interventions import SetAttributes, action_of
from simcore.scenario.model import Scenario

__all__ = ["intervention_checks"]


def intervention_checks(scenario: Scenario) -> Iterator[Check]:
    """Every finding about single interventions; what several do together: :mod:`..course`."""
    for n, said in enumerate(scenario.interventions):
        path = f"interventions.{n}"
        if said.at >= scenario.duration:
            yield _too_late(scenario, path)
        if isinstance(said, SetAttributes):
            continue
        component = scenario.components.get(said.component)
        if component is None:
            yield _unknown(scenario, f"{path}.component", said.component)
        elif action_of(component.type, said) is None:
            yield _unfit(f"{path}.action", said.action, component.type)


def _too_late(scenario: Scenario, path: str) -> Check:
    ends = units.format_duration_s(scenario.duration)
    message = f"the run is over at {ends}: nothing is done"
    return warning("intervention.too-late", f"{path}.at", message, "let it be earlier")


def _unknown(scenario: Scenario, path: str, id: str) -> Check:
    hint = nearest(id, list(scenario.components))
    return error("intervention.unknown", path, f"there is no component {id}", hint)


def _unfit(path: str, action: str, type: str) -> Check:
    kind = TYPES[type]
    offered = ", ".join(sorted(action.name for action in kind.actions))
    hint = f"{kind.article} can be told: {offered}" if offered else "its attributes can be set"
    return error("intervention.unfit", path, f"{kind.article} has no action {action}", hint)
