"""The definition of a state machine, read; and its graph, as the laboratory draws it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from simcore.asl.definition import DefinitionInvalid, read
from simcore.asl.states import Machine, Map, Parallel, State, Task
from simcore.services.step_functions.spec import StateMachine

__all__ = ["Stood", "document_of", "machine_of", "raw_states", "readable", "states_of", "tasks_of"]

KEPT = 64
WORKFLOW: Mapping[str, Any] = {"standard": "STANDARD", "express": "EXPRESS"}


class Stood(NamedTuple):
    """A state and the number of the one that it is within, -1 at the top."""

    state: State
    parent: int
    machine: Machine


def document_of(spec: StateMachine) -> Mapping[str, Any]:
    """What the definition says; empty where it is a file that nobody has read."""
    return spec.definition if isinstance(spec.definition, dict) else {}


def machine_of(spec: StateMachine) -> Machine:
    """The definition as it can be run; raises :class:`DefinitionInvalid` with all complaints."""
    said = json.dumps([document_of(spec), spec.substitutions])
    return _read(said, spec.workflow)


def readable(spec: StateMachine) -> Machine | None:
    """The same; None where it is not valid, which a check says."""
    try:
        return machine_of(spec)
    except DefinitionInvalid:
        return None


@lru_cache(maxsize=KEPT)
def _read(said: str, workflow: str) -> Machine:
    """Read once, however often it is asked for: by checks, defaults, pictures and the run.

    Keys are put in order first, as a result's manifest has them: what is drawn by chance comes in
    the order of what is evaluated.
    """
    document, substitutions = json.loads(json.dumps(json.loads(said), sort_keys=True))
    return read(document, substitutions=substitutions, workflow=WORKFLOW[workflow])


def states_of(machine: Machine, parent: int = -1) -> Iterator[Stood]:
    """All states, in no order that matters: their numbers are in the order of ways."""
    waiting = [(machine, parent)]
    while waiting:
        inner, within = waiting.pop()
        for state in inner.states.values():
            yield Stood(state, within, inner)
            waiting += [(one, state.number) for one in machines_in(state)]


def machines_in(state: State) -> tuple[Machine, ...]:
    """What runs within a state."""
    if isinstance(state, Parallel):
        return state.branches
    return (state.processor,) if isinstance(state, Map) else ()


def tasks_of(machine: Machine) -> list[Task]:
    """All Task states, in the order of their numbers."""
    tasks = [stood.state for stood in states_of(machine) if isinstance(stood.state, Task)]
    return sorted(tasks, key=_number)


def _number(state: State) -> int:
    return state.number


def raw_states(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Each state as the definition says it, by its name."""
    found: dict[str, Mapping[str, Any]] = {}
    waiting: list[Any] = [document]
    while waiting:
        machine = waiting.pop()
        states = machine.get("States") if isinstance(machine, Mapping) else None
        for name, said in states.items() if isinstance(states, Mapping) else ():
            if isinstance(said, Mapping):
                found[name] = said
                waiting += _within(said)
    return found


def _within(said: Mapping[str, Any]) -> list[Any]:
    branches = said.get("Branches")
    inner = list(branches) if isinstance(branches, list | tuple) else []
    return [*inner, said.get("ItemProcessor"), said.get("Iterator")]
