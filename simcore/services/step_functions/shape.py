"""What can be told of a machine before it runs: which states are express ones, and its graph."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from simcore.asl.states import Choice, Machine, Map, Parallel, State, Task, Wait
from simcore.services.step_functions.definitions import (
    Stood,
    document_of,
    raw_states,
    readable,
    states_of,
)
from simcore.services.step_functions.spec import StateMachine

__all__ = ["drawn", "express_states", "parallel_steps"]

Data = dict[str, Any]
LONGEST_LABEL, LONGEST_ASL = 120, 4_000
INNER = ("States", "Branches", "ItemProcessor", "Iterator")
CUT = "…"


def express_states(machine: Machine, all_of_them: bool) -> frozenset[int]:
    """The numbers of the states whose executions are express ones."""
    if all_of_them:
        return frozenset(stood.state.number for stood in states_of(machine))
    return frozenset(
        stood.state.number
        for outer in states_of(machine)
        if isinstance(outer.state, Map) and outer.state.distributed
        if outer.state.child_type == "EXPRESS"
        for stood in states_of(outer.state.processor)
    )


def parallel_steps(machine: Machine) -> int:
    """How many states have others within."""
    return sum([isinstance(stood.state, Map | Parallel) for stood in states_of(machine)])


def drawn(id: str, spec: StateMachine) -> Data:
    """The graph of the machine, for the header of a run; empty where it is not valid."""
    machine = readable(spec)
    if machine is None:
        return {}
    raw = raw_states(document_of(spec))
    stood = sorted(states_of(machine), key=_number)
    states = [_state(one, raw.get(one.state.name, {}), spec) for one in stood]
    return {"workflow": spec.workflow.upper(), "states": states}


def _number(stood: Stood) -> int:
    return stood.state.number


def _state(stood: Stood, raw: Mapping[str, Any], spec: StateMachine) -> Data:
    state, machine = stood.state, stood.machine
    said: Data = {
        "number": state.number,
        "name": state.name,
        "type": state.type,
        "path": state.path,
        "parent": stood.parent,
        "next": list(_ways(state, machine, raw)),
        "asl": _cut(json.dumps(_alone(raw), ensure_ascii=False), LONGEST_ASL),
    }
    if machine.start_at == state.name:
        said["start"] = True
    work = spec.tasks.get(state.name)
    if work is not None and work.target is not None:
        said["target"] = work.target
    about = _about(state, raw)
    return {**said, "about": about} if about else said


def _alone(raw: Mapping[str, Any]) -> Data:
    """As the definition says it, without the states in it."""
    return {name: value for name, value in raw.items() if name not in INNER}


def _about(state: State, raw: Mapping[str, Any]) -> str:
    if isinstance(state, Task):
        resource = state.resource
        pattern = f".{resource.pattern}" if resource.pattern else ""
        return f"{resource.service} {resource.action}{pattern} {resource.name}".strip()
    if isinstance(state, Wait):
        named = next((name for name in raw if name.startswith(("Seconds", "Timestamp"))), "")
        return _cut(f"{named} {raw.get(named, '')}".strip(), LONGEST_LABEL)
    if isinstance(state, Map):
        return f"distributed, {state.child_type.lower()}" if state.distributed else "inline"
    return ""


def _ways(state: State, machine: Machine, raw: Mapping[str, Any]) -> Iterator[Data]:
    if isinstance(state, Choice):
        for rule, said in zip(state.rules, raw.get("Choices", ()), strict=False):
            yield _way(machine, rule.next, "choice", _condition(said))
    if state.next is not None:
        yield _way(machine, state.next, "default" if isinstance(state, Choice) else "next")
    for catcher in getattr(state, "catch", ()):
        yield _way(machine, catcher.next, "catch", ", ".join(catcher.error_equals))
    if isinstance(state, Parallel):
        for n, branch in enumerate(state.branches, 1):
            yield _way(branch, branch.start_at, "branch", f"branch {n}")
    if isinstance(state, Map):
        yield _way(state.processor, state.processor.start_at, "item")


def _way(machine: Machine, to: str, kind: str, label: str = "") -> Data:
    return {"to": machine.states[to].number, "kind": kind, "label": _cut(label, LONGEST_LABEL)}


def _condition(said: Any) -> str:
    """A rule in a few words: its condition, or what it compares."""
    if not isinstance(said, Mapping):
        return ""
    if isinstance(said.get("Condition"), str):
        return str(said["Condition"]).removeprefix("{%").removesuffix("%}").strip()
    operators = [name for name in said if name not in ("Variable", "Next", "Comment", "Assign")]
    if "Variable" not in said or not operators:
        return " ".join(operators)
    name = operators[0]
    return f"{said['Variable']} {name} {json.dumps(said[name], ensure_ascii=False)}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + CUT
