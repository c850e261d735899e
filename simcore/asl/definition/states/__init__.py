"""The states of a definition, each type with its reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.matrix import fields_checked
from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Scope
from simcore.asl.definition.states.choice import read_choice
from simcore.asl.definition.states.common import Common, language_of, next_of
from simcore.asl.definition.states.nested import read_map, read_parallel
from simcore.asl.definition.states.simple import read_fail, read_pass, read_succeed, read_wait
from simcore.asl.definition.states.task import read_task
from simcore.asl.states import State
from simcore.errors import nearest

__all__ = ["read_state"]

READERS: Final[dict[str, Callable[[Common], State]]] = {
    "Task": read_task,
    "Pass": read_pass,
    "Choice": read_choice,
    "Wait": read_wait,
    "Succeed": read_succeed,
    "Fail": read_fail,
    "Parallel": read_parallel,
    "Map": read_map,
}


def read_state(place: Place, name: str, scope: Scope) -> State | None:
    """None where it has no type that there is."""
    number = scope.reading.met(name, place.path)
    kind = place.text("Type", needed=True)
    if kind not in READERS:
        if kind:
            told = f"{shortened(kind)} is no type of state"
            place.complain("Type", told, nearest(shortened(kind), [*READERS]))
        return None
    language = language_of(place, scope)
    fields_checked(place, kind, language)
    return READERS[kind](Common(place, name, number, language, scope, next_of(place, kind)))
