"""Start the tasks that move a dead-letter queue's messages back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.engine.environment import Environment
from simcore.scenario import model
from simcore.services.sqs import MessageMoveTask

__all__ = ["move_tasks", "sources_of"]


def sources_of(scenario: model.Scenario, id: str) -> list[str]:
    """The queues whose dead-letter queue it is, in order of their ids."""
    return [
        name
        for name, other in sorted(scenario.components.items())
        if isinstance(other, model.Queue)
        and other.redrive is not None
        and other.redrive.dead_letter_queue == id
    ]


def move_tasks(env: Environment, scenario: model.Scenario, built: Mapping[str, Any]) -> None:
    """One for each queue that has one; messages of nobody go to the first of its sources."""
    for id, queue in sorted(scenario.components.items()):
        if isinstance(queue, model.Queue) and queue.message_move_task is not None:
            task: Any = queue.message_move_task
            to = None if task.destination is None else built[task.destination]
            first = built[sources_of(scenario, id)[0]]
            MessageMoveTask(env, built[id], task.start, task.rate, first, to)
