"""Tasks that start another state machine, and those that wait for its end.

Models: StartExecution, with its quota; of `.sync` the child's output, or States.TaskFailed where it
    failed, timed out or was stopped; a task that is given up stops its child. StartSyncExecution
    of an express machine (by the SDK): the call takes as long as the execution, and its answer says
    what became of that, which is no error of the task; who gives it up stops nothing.
    A task whose role may not stop executions leaves its child alone; StopExecution waits for its
    quota.
Ignores: that `.sync` learns of the end by EventBridge, and how long that takes; that
    StartSyncExecution takes a right of its own: that of StartExecution is looked at; what comes of
    a role that may not describe executions.
States: CallDelayed, through the machine, where a stop waits for its quota.

Sources: AWS Step Functions Developer Guide, connect-stepfunctions (StepFunctions.
ExecutionLimitExceeded), supported-services-awssdk; API Reference, StartSyncExecution (2026).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from simcore.asl.host import Attempt, Running
from simcore.asl.size import text_of
from simcore.services.step_functions.facts import STOP_EXECUTION
from simcore.services.step_functions.outcomes import Error
from simcore.services.step_functions.tasks.work import PERMISSIONS, Doing, Work

__all__ = ["SYNC_CALL", "NestedWork", "Startable", "SyncStartable", "SyncWork"]

NOT_ALLOWED = Error(PERMISSIONS, "The execution role may not start the state machine.")
SYNC_CALL = "startSyncExecution"
FAILED = "States.TaskFailed"


class Startable(Protocol):
    """Another machine."""

    def start_execution(self, now: float, input: Any, whose: Any) -> Running | str:
        """StartExecution, or the name of its exception.

        ``whose.execution_ended(now, execution)`` tells of its end.
        """


class SyncStartable(Protocol):
    """Another machine, an express one."""

    def start_sync_execution(self, now: float, input: Any, whose: Any) -> Running | str:
        """StartSyncExecution, or the name of its exception; its end is told as of the other."""


class Child:
    """Whose an execution is: an attempt's that waits for it.

    It hears of the end when all that is at work now is done: machines that wait for one another in
    long chains nest nothing.
    """

    __slots__ = ("attempt", "work")

    def __init__(self, work: NestedWork | SyncWork, attempt: Attempt) -> None:
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
        service: str,
        *,
        stops: bool = True,
    ) -> None:
        super().__init__(doing)
        self.target, self.pattern, self.service = target, pattern, service
        self.stops = stops
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
        if isinstance(execution, str):
            self.failed(now, attempt, _refused(self.service, execution))
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
        if child is not None and self.stops:
            at = self.machine.sent_at(now, STOP_EXECUTION)
            self.machine.env.call_at(at, self._stop, child)

    def _stop(self, child: Running) -> None:
        child.stop(self.machine.env.now)


class SyncWork(Work):
    """Starts ``target`` and waits for the answer of the call."""

    def __init__(self, doing: Doing, target: SyncStartable | None, service: str) -> None:
        super().__init__(doing)
        self.target, self.service = target, service

    def _decide(self, now: float, attempt: Attempt) -> None:
        if self.target is None:
            self.failed(now, attempt, NOT_ALLOWED)
            return
        input = _input(attempt.arguments)
        execution = self.target.start_sync_execution(now, input, Child(self, attempt))
        if isinstance(execution, str):
            self.failed(now, attempt, _refused(self.service, execution))

    def child_ended(self, now: float, attempt: Attempt, execution: Running) -> None:
        """The answer has come, if somebody still waits for it."""
        if not attempt.is_over:
            self.answered(now, attempt, _answer(now, execution))


def _answer(now: float, execution: Running) -> dict[str, Any]:
    """Of StartSyncExecution: data as texts."""
    said = {
        **_started(execution),
        **_described(execution),
        "StopDate": now,
        "Input": text_of(execution.input).decode(),
        "InputDetails": {"Included": True},
    }
    if execution.status == "SUCCEEDED":
        output = text_of(execution.output).decode()
        return {**said, "Output": output, "OutputDetails": {"Included": True}}
    return {**said, "Cause": execution.cause}


def _refused(service: str, why: str) -> Error:
    """By the names of the optimized integration, or those of the SDK."""
    if service in OPTIMIZED:
        return Error(f"{OPTIMIZED[service]}.{why}", CAUSES.get(why, ""))
    return Error(f"Sfn.{why.removesuffix('Exception')}Exception", CAUSES.get(why, ""))


OPTIMIZED = {"states": "StepFunctions"}
CAUSES = {"ThrottlingException": "Rate exceeded"}


def _input(arguments: Any) -> Any:
    return arguments.get("Input", {}) if isinstance(arguments, Mapping) else {}


def _started(execution: Running) -> dict[str, Any]:
    return {"ExecutionArn": getattr(execution, "arn", ""), "StartDate": execution.started}


def _described(execution: Running) -> dict[str, Any]:
    said = {"ExecutionArn": getattr(execution, "arn", ""), "Status": execution.status}
    return {**said, **({"Error": execution.error} if execution.error else {})}
