"""What a check looks at, and how it states what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from simcore.errors import Check
from simcore.quotas import Profile
from simcore.scenario.model import (
    Client,
    DataStream,
    Destination,
    EventSourceMapping,
    Function,
    Queue,
    Scenario,
    StreamMapping,
    Table,
    Topic,
)

__all__ = ["Subject", "error", "warning"]


def error(id: str, path: str, message: str, hint: str = "") -> Check:
    """A finding that keeps the scenario from running."""
    return Check(id, "error", path, message, hint)


def warning(id: str, path: str, message: str, hint: str = "") -> Check:
    """A finding that the scenario runs with."""
    return Check(id, "warning", path, message, hint)


@dataclass(frozen=True)
class Subject:
    """A scenario with its defaults filled in, and the profile they came from."""

    scenario: Scenario
    profile: Profile

    @cached_property
    def clients(self) -> dict[str, Client]:
        """The clients by id."""
        return {id: c for id, c in self.scenario.components.items() if isinstance(c, Client)}

    @cached_property
    def queues(self) -> dict[str, Queue]:
        """The queues by id."""
        return {id: c for id, c in self.scenario.components.items() if isinstance(c, Queue)}

    @cached_property
    def functions(self) -> dict[str, Function]:
        """The functions by id."""
        return {id: c for id, c in self.scenario.components.items() if isinstance(c, Function)}

    @cached_property
    def mappings(self) -> dict[str, EventSourceMapping]:
        """The event source mappings by id."""
        components = self.scenario.components.items()
        return {id: c for id, c in components if isinstance(c, EventSourceMapping)}

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """The topics by id."""
        return {id: c for id, c in self.scenario.components.items() if isinstance(c, Topic)}

    @cached_property
    def streams(self) -> dict[str, DataStream]:
        """The data streams by id."""
        return {id: c for id, c in self.scenario.components.items() if isinstance(c, DataStream)}

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by id."""
        return {id: c for id, c in self.scenario.components.items() if isinstance(c, Table)}

    @cached_property
    def stream_mappings(self) -> dict[str, StreamMapping]:
        """The event source mappings of streams and tables by id."""
        components = self.scenario.components.items()
        return {id: c for id, c in components if isinstance(c, StreamMapping)}

    def destinations(self, function: Function) -> list[tuple[str, Destination]]:
        """Where the function's asynchronous events may go, with the names of the fields."""
        return list(function.asynchronous.destinations()) if function.asynchronous else []

    def connected(self) -> Iterator[tuple[str, EventSourceMapping, Queue, Function]]:
        """Each mapping whose two ends exist, with them."""
        for id, mapping in self.mappings.items():
            queue = self.queues.get(mapping.source)
            function = self.functions.get(mapping.function)
            if queue is not None and function is not None:
                yield id, mapping, queue, function

    def value(self, key: str) -> float:
        """A number of the profile, in the scenario's Region."""
        return float(self.profile.value(key, self.scenario.region))

    def cited(self, key: str) -> str:
        """Where a row of the profile was read, for a hint."""
        row = self.profile.row(key)
        origin = "this scenario's override" if row.overridden else f"{row.source}, {row.date}"
        return f"{self.profile.name}: {origin}"
