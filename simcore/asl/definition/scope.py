"""What readers of a definition share, and where in it they are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from simcore.asl.definition.bounds import MAX_STATES
from simcore.asl.definition.complaints import Complaints, shortened
from simcore.asl.states import QueryLanguage

__all__ = ["Reading", "Scope", "Workflow"]

Workflow = Literal["STANDARD", "EXPRESS"]
LONGEST_NAME = 80


class Reading:
    """One reading of one definition: its complaints, and the states met so far."""

    def __init__(self, complaints: Complaints) -> None:
        self.complaints = complaints
        self.paths: dict[str, str] = {}
        self.count = 0

    def met(self, name: str, path: str) -> int:
        """Takes note of a state; its number. Names are unique in the whole definition."""
        if not 0 < len(name) <= LONGEST_NAME:
            self.complaints.add(
                path, f"a state's name has 1 to {LONGEST_NAME} characters, not {len(name)}"
            )
        if name in self.paths:
            hint = "names of states are unique in the whole definition, those within others too"
            self.complaints.add(path, f"there is {self.paths[name]} already", hint)
        self.paths.setdefault(name, path)
        self.count += 1
        if self.count == MAX_STATES + 1:
            self.complaints.add(path, f"more than {MAX_STATES:,} states")
        return self.count - 1


@dataclass(frozen=True, slots=True)
class Scope:
    """``language`` is the definition's, which all states speak that say nothing, those within
    others too; ``outer`` are the variables of the levels around this one, which cannot be assigned
    here, ``own`` those of this level.
    """

    reading: Reading
    workflow: Workflow
    language: QueryLanguage = "JSONPath"
    outer: frozenset[str] = field(default_factory=frozenset)
    own: frozenset[str] = field(default_factory=frozenset)

    def of_level(self, own: frozenset[str]) -> Scope:
        """The scope of states that are beside each other, and assign these variables."""
        return replace(self, own=own)

    def within(self) -> Scope:
        """The scope of what is within a Parallel or an inline Map."""
        return replace(self, outer=self.outer | self.own, own=frozenset())

    def apart(self, workflow: Workflow) -> Scope:
        """The scope of child executions: they are workflows of their own, and see no variables."""
        return replace(self, outer=frozenset(), own=frozenset(), workflow=workflow)

    @property
    def complaints(self) -> Complaints:
        return self.reading.complaints


def state_path(machine: str, name: str) -> str:
    """Where a state stands: ``States.Charge``, ``States.All.Branches[0].States.Charge``."""
    return f"{machine}.States.{shortened(name)}" if machine else f"States.{shortened(name)}"
