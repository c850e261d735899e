"""What a check looks at, and how it states what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from simcore.component.graph import Graph
from simcore.component.site import Load
from simcore.engine.trace import Trace
from simcore.errors import Check
from simcore.frozen import frozen
from simcore.quotas import Profile
from simcore.spec.base import ComponentSpec

__all__ = ["EVENT_BUDGET", "Subject", "error", "warning"]

S = TypeVar("S", bound=ComponentSpec)

EVENT_BUDGET = 20_000_000
"""Events after which a run is stopped, where nothing else is said."""


def error(id: str, path: str, message: str, hint: str = "") -> Check:
    """A finding that keeps the scenario from running."""
    return Check(id, "error", path, message, hint)


def warning(id: str, path: str, message: str, hint: str = "") -> Check:
    """A finding that the scenario runs with."""
    return Check(id, "warning", path, message, hint)


@frozen
class Subject:
    """A scenario with its defaults filled in, and the profile they came from."""

    graph: Graph
    load: Load
    profile: Profile
    region: str
    duration_s: float
    traces: Mapping[str, Trace]
    event_budget: int = EVENT_BUDGET

    def of(self, spec: type[S]) -> dict[str, S]:
        """The components with this specification, by id."""
        return self.graph.of(spec)

    def type_of(self, id: str) -> str:
        """The type of a component; empty when there is none of that id."""
        return self.graph.type_of(id)

    def value(self, key: str) -> float:
        """A number of the profile, in the scenario's Region."""
        return float(self.profile.value(key, self.region))

    def cited(self, key: str) -> str:
        """Where a row of the profile was read, for a hint."""
        row = self.profile.row(key)
        origin = "this scenario's override" if row.overridden else f"{row.source}, {row.date}"
        return f"{self.profile.name}: {origin}"
