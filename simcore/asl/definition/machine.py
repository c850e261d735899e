"""A machine of a definition: the whole, a branch, or what a Map does with each item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from simcore.asl.definition.flows.variables import assigned_in
from simcore.asl.definition.order import in_order
from simcore.asl.definition.place import Place
from simcore.asl.definition.reach import ways_checked
from simcore.asl.definition.scope import Scope, state_path
from simcore.asl.states import Machine, State

__all__ = ["PROCESSOR", "read_machine"]

WITHIN: Final = ("Comment", "StartAt", "States")
PROCESSOR: Final = (*WITHIN, "ProcessorConfig")
TOP: Final = ("Comment", "StartAt", "States", "TimeoutSeconds", "QueryLanguage", "Version")
LONGEST_S: Final = 99_999_999
VERSIONS: Final = ("1.0",)
"""That there are. Source: aws/amazon-states-language-service, base.json."""


def read_machine(place: Place, scope: Scope, fields: tuple[str, ...] | None = None) -> Machine:
    """``place`` is the document itself where its path is empty; within, it has these fields."""
    is_top = not place.path
    if is_top:
        place.knows_only(TOP, "a definition")
        place.one_of("Version", VERSIONS, VERSIONS[0])
    else:
        place.knows_only(fields or WITHIN, "a machine within")
    start_at = place.text("StartAt", needed=True)
    states = _states(place, scope.of_level(assigned_in(place)))
    ways_checked(place, start_at, states, scope.reading)
    timeout_s = place.whole("TimeoutSeconds", 1, 1, LONGEST_S) if _has_timeout(place) else None
    place.text("Comment")  # for its complaint alone
    return Machine(start_at, states, timeout_s)


def _has_timeout(place: Place) -> bool:
    return not place.path and "TimeoutSeconds" in place


def _states(place: Place, scope: Scope) -> Mapping[str, State]:
    from simcore.asl.definition.states import read_state  # states have machines within

    inner = place.object("States", needed=True)
    if inner is None:
        return {}
    if not inner.document:
        place.complain("States", "is empty", "at least one state")
    states: dict[str, State] = {}
    for name in in_order(inner.document, str(place.get("StartAt"))):
        part = inner.object(name)
        if part is not None:
            named = Place(part.document, state_path(place.path, name), place.complaints)
            state = read_state(named, name, scope)
            if state is not None:
                states[name] = state
    return states
