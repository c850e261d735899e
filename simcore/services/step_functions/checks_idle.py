"""What a scenario says of a machine that would change nothing, and what is not simulated."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from simcore.asl.states import Map, Task
from simcore.component import Subject, error
from simcore.errors import Check
from simcore.services.step_functions.definitions import (
    document_of,
    raw_states,
    readable,
    states_of,
    tasks_of,
)
from simcore.services.step_functions.spec import StateMachine
from simcore.services.step_functions.spec_tasks import TaskWork

__all__ = ["not_simulated", "without_effect"]

NO_EFFECT, NOT_SIMULATED = "machine.no-effect", "machine.not-simulated"


def without_effect(subject: Subject) -> Iterator[Check]:
    """Numbers that nothing would come of, whatever they are."""
    for id, spec in subject.of(StateMachine).items():
        machine, path = readable(spec), f"components.{id}"
        if machine is None:
            continue
        for task in tasks_of(machine):
            said = spec.tasks.get(task.name)
            if said is not None and task.resource.service != "activity":
                yield from _of_task(subject, f"{path}.tasks.{task.name}", task, said)
        read = {one.state.name for one in states_of(machine) if _reads(one.state)}
        for name in spec.items:
            if name not in read:
                yield error(
                    NO_EFFECT,
                    f"{path}.items.{name}",
                    "the definition has no Distributed Map of that name with an ItemReader",
                    _reading(read),
                )


def _reading(names: Collection[str]) -> str:
    if names:
        return f"those that it has: {', '.join(sorted(names)[:8])}"
    return "an inline Map goes over what its input holds (ItemsPath, Items): say it in `input`"


def _of_task(subject: Subject, path: str, task: Task, said: TaskWork) -> Iterator[Check]:
    if said.answer is not None and task.resource.pattern != "waitForTaskToken":
        yield error(
            NO_EFFECT,
            f"{path}.answer",
            f"{task.name} hands out no task token, so that nobody answers one",
            "only the tasks of resources that end in .waitForTaskToken do",
        )
    if said.duration is not None and said.target is not None and _takes_time(subject, said.target):
        yield error(
            NO_EFFECT,
            f"{path}.duration",
            f"{task.name} takes as long as {said.target} does",
            f"leave it out, and say it of {said.target}",
        )


def _takes_time(subject: Subject, target: str) -> bool:
    """Whether a task is over when its target says so."""
    component = subject.graph.components.get(target)
    if component is None or isinstance(component, StateMachine):
        return False
    return bool(component.answers) or component.takes_time


def _reads(state: Any) -> bool:
    return isinstance(state, Map) and state.reader is not None


def not_simulated(subject: Subject) -> Iterator[Check]:
    """A function that a task invokes without waiting for it."""
    for id, spec in subject.of(StateMachine).items():
        machine = readable(spec)
        raw = raw_states(document_of(spec))
        for task in tasks_of(machine) if machine is not None else ():
            how = _invocation_type(raw.get(task.name, {}))
            if task.resource.service.endswith("lambda") and how not in ("", "RequestResponse"):
                yield error(
                    NOT_SIMULATED,
                    f"components.{id}.definition.{task.path}",
                    f"{task.name} invokes its function with InvocationType {how}, which is not "
                    "simulated in a task",
                    "leave InvocationType out; or let the function send to one that goes on",
                )


def _invocation_type(raw: Mapping[str, Any]) -> str:
    arguments = raw.get("Arguments", raw.get("Parameters"))
    said = arguments.get("InvocationType", "") if isinstance(arguments, Mapping) else ""
    return said if isinstance(said, str) else ""
