"""Which component a task asks: by what its parameters name, as a definition that is deployed does.

`FunctionName`, `QueueUrl`, `TopicArn` and their like say names, URLs and ARNs; the last part of
each is held against the ids of the scenario: `ChargeCard` and `charge_card` are `charge-card`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from simcore.asl.states import Task
from simcore.component import Graph
from simcore.services.step_functions.definitions import (
    document_of,
    raw_states,
    readable,
    tasks_of,
)
from simcore.services.step_functions.spec import StateMachine
from simcore.services.step_functions.spec_tasks import TaskWork

__all__ = ["completed", "named"]

NAMING = (
    "FunctionName",
    "QueueUrl",
    "TopicArn",
    "TableName",
    "StateMachineArn",
    "Bucket",
    "StreamName",
    "DeliveryStreamName",
    "EventBusName",
    "ApiEndpoint",
)
"""Parameters that say whom a task asks."""

PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9_]+)\}")
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
VERSION = re.compile(r"^(\$LATEST|[0-9]+)$")


def completed(id: str, spec: StateMachine, graph: Graph) -> StateMachine:
    """With the targets that the definition names, of tasks of which nothing is said."""
    machine = readable(spec)
    if machine is None:
        return spec
    raw = raw_states(document_of(spec))
    tasks = dict(spec.tasks)
    for task in tasks_of(machine):
        said = tasks.get(task.name)
        if said is None or ("target" not in said.model_fields_set and said.target is None):
            target = _target(task, raw.get(task.name, {}), spec, graph)
            if target is not None:
                work = said if said is not None else TaskWork()
                tasks[task.name] = work.model_copy(update={"target": target})
    return spec if tasks == spec.tasks else spec.model_copy(update={"tasks": tasks})


def _target(task: Task, raw: Mapping[str, Any], spec: StateMachine, graph: Graph) -> str | None:
    for name in named(task, raw, spec):
        for candidate in (name, _as_id(name)):
            if candidate in graph.components:
                return candidate
    return None


def named(task: Task, raw: Mapping[str, Any], spec: StateMachine) -> Iterator[str]:
    """The names by which a task's definition calls whom it asks, the likeliest first."""
    if task.resource.name:
        yield task.resource.name
    arguments = raw.get("Arguments", raw.get("Parameters"))
    for text in _texts(arguments if isinstance(arguments, Mapping) else {}):
        yield from _parts(_filled(text, spec.substitutions))


def _texts(arguments: Mapping[str, Any]) -> Iterator[str]:
    entries = arguments.get("Entries")
    first = entries[0] if isinstance(entries, list) and entries else {}
    for said in (arguments, first if isinstance(first, Mapping) else {}):
        for name in NAMING:
            if isinstance(said.get(name), str):
                yield said[name]


def _filled(text: str, substitutions: Mapping[str, Any]) -> str:
    return PLACEHOLDER.sub(lambda match: str(substitutions.get(match[1], match[0])), text)


def _parts(text: str) -> Iterator[str]:
    """The last parts of an ARN or a URL, from the end; of a URL also the name of its host."""
    if text.startswith(("http://", "https://")) and "amazonaws.com/" not in text:
        yield text.split("/")[2].partition(".")[0].partition(":")[0]
        return
    pieces = [piece for piece in re.split(r"[:/]", text) if piece]
    for piece in reversed(pieces):
        if not VERSION.match(piece):
            yield piece


def _as_id(name: str) -> str:
    return HUMP.sub("-", name).replace("_", "-").lower()
