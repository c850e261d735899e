"""What the readers of all states share."""

from __future__ import annotations

from typing import Any, NamedTuple

from simcore.asl.definition.flows.state import state_flow
from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Scope
from simcore.asl.states import QueryLanguage

__all__ = ["Common", "language_of", "next_of"]

WITHOUT_NEXT = ("Choice", "Succeed", "Fail")


class Common(NamedTuple):
    """A state that is being read: its part of the definition, and what is known of it."""

    place: Place
    name: str
    number: int
    language: QueryLanguage
    scope: Scope
    next: str | None

    @property
    def parts(self) -> dict[str, Any]:
        """The fields that every state has."""
        flow = state_flow(self.place, self.name, self.scope, self.language)
        return {
            "name": self.name,
            "path": self.place.path,
            "number": self.number,
            "next": self.next,
            "flow": flow,
        }


def language_of(place: Place, scope: Scope) -> QueryLanguage:
    language = place.one_of("QueryLanguage", ("JSONPath", "JSONata"), scope.language)
    if scope.language == "JSONata" and language == "JSONPath" and "QueryLanguage" in place:
        place.complain(
            "QueryLanguage",
            "a state of a JSONata machine cannot be JSONPath",
            "the machine JSONPath, and its states JSONata one by one",
        )
    return "JSONata" if language == "JSONata" else "JSONPath"


def next_of(place: Place, kind: str) -> str | None:
    """Where it goes on; complains unless there is exactly one of Next and End."""
    if kind in WITHOUT_NEXT:
        return None
    ends = place.flag("End")
    if "Next" in place:
        if ends:
            place.complain("End", "there is Next too", "one of both")
        return place.text("Next", needed=True)
    if not ends:
        place.complain("", "neither Next nor End", "Next: the state's name, or End: true")
    return None
