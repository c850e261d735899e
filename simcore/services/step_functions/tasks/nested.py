"""Tasks that start another state machine, and those that wait for its end (`.sync`).

Models: StartExecution, with its quota; of `.sync` the child's output, or States.TaskFailed where it
    failed, timed out or was stopped; a task that is given up stops its child.
Ignores: that `.sync` learns of the end by EventBridge, and how long that takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from simcore.asl.host import Attempt, Running
from simcore.asl.size import text_of
from simcore.services.step_functions.outcomes import Error
from simcore.services.step_functions.tasks.work import PERMISSIONS, Doing, Work

__all__ = ["NestedWork", "Startable"]

REFUSED = Error("StepFunctions.ThrottlingException", "Rate exceeded")
NOT_ALLOWED = Error(PERMISSIONS, "The execution role may not start the state machine.")
FAILED = "States.TaskFailed"


class Startable(Protocol):
    """Another machine."""

    def start_execution(self, now: float, input: Any, whose: Any) -> Running | None:
        """StartExecution; ``whose.execution_ended(now, execution)`` tells of its end."""


class Child:
    """Whose an execution is: an attempt's that waits for it.

    It hears of the end when all that is at work now is done: machines that wait for one another in
    long chains nest nothing.
    """

    __slots__ = ("attempt", "work")

    def __init__(self, work: NestedWork, attempt: Attempt) -> None:
        self.work, self.attempt = work, attempt

    def execution_ended(self, now: float, execution: Running) -> None:
        """It has a status."""
        self.work.machine.env.call_at(now, self._hears, execution)

    def _hears(self, execution: Running) -> None:
        work = self.work
        work.child_ended(work.machine.env.now, self.attempt, execution)


class NestedWork(Work):
    """Starts ``target``, None where the role does not allow it."""

    def __init__(
        self,
        doing: Doing,
        target: Startable | None,
        pattern: str,
    ) -> None:
        super().__init__(doing)
        self.target, self.pattern = target, pattern
        self.waits = pattern.startswith("sync")
        self.children: dict[Attempt, Running] = {}

    def _decide(self, now: float, attempt: Attempt) -> None:
        if self.target is None:
            self.failed(now, attempt, NOT_ALLOWED)
            return
        error = None if self.tokens is not None else self.outcomes.of(attempt).error
        if error is not None:
            self.failed(now, attempt, error)
            return
        whose = Child(self, attempt) if self.waits else None
        execution = self.target.start_execution(now, _input(attempt.arguments), whose)
        if execution is None:
            self.failed(now, attempt, REFUSED)
        elif self.waits:
            self.children[attempt] = execution
            attempt.submit(now, _started(execution))
        else:
            self.answered(now, attempt, _started(execution))

    def child_ended(self, now: float, attempt: Attempt, execution: Running) -> None:
        """The attempt ends with it, unless it was given up before."""
        if self.children.pop(attempt, None) is None:
            return
        if execution.status == "SUCCEEDED":
            self.machine.task_succeeded(now, attempt, self._described(execution))
        else:
            self.failed(now, attempt, Error(FAILED, text_of(_described(execution)).decode()))

    def _described(self, execution: Running) -> dict[str, Any]:
        """`.sync:2` gives the output as JSON, `.sync` as a text."""
        output = execution.output
        said = output if self.pattern == "sync:2" else text_of(output).decode()
        return {**_described(execution), "Output": said}

    def abandon(self, now: float, attempt: Attempt) -> None:
        """StopExecution, as far as that is possible: when the one that waited for it is over."""
        child = self.children.pop(attempt, None)
        if child is not None:
            self.machine.env.call_at(now, self._stop, child)

    def _stop(self, child: Running) -> None:
        child.stop(self.machine.env.now)

    def take_over(self, before: Any) -> None:
        """The children of those that wait."""
        if isinstance(before, NestedWork):
            self.children = before.children


def _input(arguments: Any) -> Any:
    return arguments.get("Input", {}) if isinstance(arguments, Mapping) else {}


def _started(execution: Running) -> dict[str, Any]:
    return {"ExecutionArn": getattr(execution, "arn", ""), "StartDate": execution.started}


def _described(execution: Running) -> dict[str, Any]:
    said = {"ExecutionArn": getattr(execution, "arn", ""), "Status": execution.status}
    return {**said, **({"Error": execution.error} if execution.error else {})}
