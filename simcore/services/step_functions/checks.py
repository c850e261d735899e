"""State machines that cannot be run: definitions, and tasks that nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcore.asl.definition import DefinitionInvalid
from simcore.asl.flow import StateFault
from simcore.asl.jsonata.checking import checked
from simcore.asl.jsonpath.path import Malformed
from simcore.asl.size import within_limit
from simcore.asl.states import Map, Task
from simcore.component import Subject, error, warning
from simcore.errors import Check, nearest
from simcore.services.step_functions.checks_bounds import bounds
from simcore.services.step_functions.checks_idle import not_simulated, without_effect
from simcore.services.step_functions.checks_rights import rights
from simcore.services.step_functions.definitions import (
    machine_of,
    readable,
    states_of,
    tasks_of,
)
from simcore.services.step_functions.expressions import Bindings, expressions_in, template_of
from simcore.services.step_functions.spec import StateMachine
from simcore.services.step_functions.tasks.nested import SYNC_CALL

__all__ = ["CHECKS"]

MAP_RUNS, HTTP_TASKS = "stepfunctions.open_map_runs_max", "stepfunctions.http_task_bucket"
DEFINITION = "machine.definition"


def definitions(subject: Subject) -> Iterator[Check]:
    """All that is wrong with a definition, each where it is."""
    for id, spec in subject.of(StateMachine).items():
        path = f"components.{id}.definition"
        try:
            machine_of(spec)
        except DefinitionInvalid as invalid:
            for one in invalid.complaints:
                where = ".".join(filter(None, (path, one.path)))
                yield error(DEFINITION, where, one.message, one.hint)
            if invalid.left_out:
                yield error(DEFINITION, path, f"and {invalid.left_out:,} more complaints")


def tasks(subject: Subject) -> Iterator[Check]:
    """Somebody does each task, or it is said what a mock answers."""
    for id, spec in subject.of(StateMachine).items():
        machine = readable(spec)
        for task in tasks_of(machine) if machine is not None else ():
            yield from _done(id, spec, task)


def _done(id: str, spec: StateMachine, task: Task) -> Iterator[Check]:
    path, resource = f"components.{id}", task.resource
    if resource.service == "activity":
        if resource.name not in spec.activities:
            yield error(
                "machine.no-workers",
                f"{path}.activities",
                f"nobody polls the activity {resource.name}, which {task.name} waits for",
                f"activities: {{{resource.name}: {{workers: 1, duration: 1 s}}}}",
            )
        return
    said = spec.tasks.get(task.name)
    if said is None:
        yield error(
            "machine.nobody-does-it",
            f"{path}.tasks",
            f"nobody does {task.name} ({resource.arn[:80]}): no component is called so",
            f"tasks: {{{task.name}: {{target: <id>}}}}; or a mock: {{result: {{}}, duration: 1 s}}",
        )
    elif resource.pattern == "waitForTaskToken" and said.answer is None:
        yield warning(
            "machine.no-answer",
            f"{path}.tasks.{task.name}",
            f"nobody answers the task token of {task.name}: it waits until it times out",
            f"tasks: {{{task.name}: {{answer: {{after: 10 s}}}}}}",
        )


def nested(subject: Subject) -> Iterator[Check]:
    """Who waits for an execution by StartSyncExecution asks an express machine."""
    machines = subject.of(StateMachine)
    for id, spec in machines.items():
        machine = readable(spec)
        for task in tasks_of(machine) if machine is not None else ():
            said = spec.tasks.get(task.name)
            asked = machines.get(said.target or "") if said is not None else None
            if task.resource.action == SYNC_CALL and asked is not None and not asked.is_express:
                yield error(
                    "machine.not-express",
                    f"components.{id}.tasks.{task.name}",
                    "StartSyncExecution is for express workflows, and this one is standard",
                    "workflow: express there, or states:startExecution.sync:2 here",
                )


def unknown_names(subject: Subject) -> Iterator[Check]:
    """Tasks and activities that the definition does not have."""
    for id, spec in subject.of(StateMachine).items():
        machine = readable(spec)
        if machine is None:
            continue
        known = tasks_of(machine)
        of_tasks = [task.name for task in known if task.resource.service != "activity"]
        of_activities = [t.resource.name for t in known if t.resource.service == "activity"]
        for field, names in (("tasks", of_tasks), ("activities", of_activities)):
            for name in getattr(spec, field):
                if name not in names:
                    yield error(
                        "machine.unknown-task",
                        f"components.{id}.{field}.{name}",
                        f"the definition has no such {'task' if field == 'tasks' else 'activity'}",
                        nearest(name, names) or f"it has {', '.join(names[:8]) or 'none'}",
                    )


def vintages(subject: Subject) -> Iterator[Check]:
    """What a definition uses has to be there at the time."""
    for id, spec in subject.of(StateMachine).items():
        machine = readable(spec)
        for stood in states_of(machine) if machine is not None else ():
            state = stood.state
            what = ""
            if isinstance(state, Map) and state.distributed:
                what = "" if subject.profile.has(MAP_RUNS) else "a Distributed Map"
            elif isinstance(state, Task) and state.resource.service == "http":
                what = "" if subject.profile.has(HTTP_TASKS) else "an HTTP task"
            if what:
                yield error(
                    "quota.not-offered",
                    f"components.{id}.definition.{state.path}",
                    f"{state.name} is {what}, which AWS did not have at the time of the profile",
                    "use a newer profile",
                )


def expressions(subject: Subject) -> Iterator[Check]:
    """JSONata that cannot be read, in what a scenario says beside the definition."""
    for id, spec in subject.of(StateMachine).items():
        for path, value in _written(f"components.{id}", spec):
            for where, source in expressions_in(value, path):
                try:
                    checked(source, in_catcher=False)
                except Malformed as wrong:
                    yield error("machine.expression", where, str(wrong), _BINDINGS)


_BINDINGS = "$event in an input, $input and $attempt in results and conditions, $index in items"


def _written(path: str, spec: StateMachine) -> Iterator[tuple[str, Any]]:
    """The fields in which JSONata may stand."""
    yield f"{path}.input", spec.input
    for field, parts in (("tasks", spec.tasks), ("activities", spec.activities)):
        for name, part in parts.items():
            said: Any = part
            yield f"{path}.{field}.{name}.result", said.result
            for n, one in enumerate(said.errors):
                yield f"{path}.{field}.{name}.errors.{n}.when", one.when
    for name, items in spec.items.items():
        yield f"{path}.items.{name}.item", items.item


def inputs(subject: Subject) -> Iterator[Check]:
    """An input that comes to nothing, or to more than an execution may be given, or can take."""
    for id, spec in subject.of(StateMachine).items():
        template, path = template_of(spec.input, "input"), f"components.{id}.input"
        try:
            made = template.of({"event": SAMPLE}, Even())
            within_limit(made, "input")
            yield from bounds(subject, id, spec, made, Bindings({}, Even()))
        except StateFault as fault:
            yield error("machine.input", path, fault.cause[:300], _BINDINGS)
        except Malformed:
            continue  # said above


SAMPLE = {"content": 0.5, "key": 0, "number": 1, "poison": False, "bytes": 1_024}


class Even:
    """Chance that is none, to try an expression out."""

    def next(self) -> float:
        """The middle."""
        return 0.5


CHECKS = (
    expressions,
    inputs,
    definitions,
    nested,
    tasks,
    unknown_names,
    vintages,
    without_effect,
    not_simulated,
    rights,
)
