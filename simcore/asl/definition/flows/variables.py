"""Variables: who assigns which, and whether they may.

Source: developer guide, "Passing data between states with variables".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Scope
from simcore.asl.flow import Evaluated
from simcore.asl.jsonata.fields import value_in
from simcore.asl.jsonpath.fields import payload_of
from simcore.asl.states import QueryLanguage

__all__ = ["assign_in", "assigned_in"]

LONGEST_NAME: Final = 80
ENDING: Final = ".$"


def assign_in(
    place: Place,
    scope: Scope,
    language: QueryLanguage,
    prefix: str = "",
    *,
    in_catcher: bool = False,
) -> Evaluated | None:
    """What ``Assign`` makes: an object of values by name; None where there is none."""
    inner = place.object("Assign")
    if inner is None:
        return None
    for name in inner.document:
        _name_checked(place, name.removesuffix(ENDING) if language == "JSONPath" else name, scope)
    if language == "JSONata":
        return value_in(place, "Assign", prefix, in_catcher=in_catcher)
    return payload_of(place, "Assign")


def _name_checked(place: Place, name: str, scope: Scope) -> None:
    field = f"Assign.{name}"
    if not name.isidentifier() or len(name) > LONGEST_NAME:
        hint = f"letters, digits and _, at most {LONGEST_NAME}"
        place.complain(field, "is no name of a variable", hint)
    elif name == "states":
        place.complain(field, "$states is reserved")
    elif name in scope.outer:
        place.complain(field, "is a variable of an outer level", "here it can only be read")


def assigned_in(machine: Place) -> frozenset[str]:
    """The variables that the states of a machine assign, without those of machines within."""
    states = machine.get("States")
    if not isinstance(states, Mapping):
        return frozenset()
    assigned = (one for state in states.values() for one in _assignments(state))
    return frozenset(name.removesuffix(ENDING) for names in assigned for name in names)


def _assignments(state: Any) -> Iterator[Mapping[str, Any]]:
    """Those of the state, and of its catchers and rules."""
    if not isinstance(state, Mapping):
        return
    inner = [one for name in ("Catch", "Choices") for one in _entries(state.get(name))]
    for one in (state, *inner):
        names = one.get("Assign")
        if isinstance(names, Mapping):
            yield names


def _entries(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
