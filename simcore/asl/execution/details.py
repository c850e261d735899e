"""What each type of event says beside its number, its time and its type.

Source: API reference of Step Functions, ``HistoryEvent``; histories recorded on AWS
(localstack/localstack, tests/aws/services/stepfunctions/v2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from simcore.asl.flow import StateFault

if TYPE_CHECKING:
    from simcore.asl.execution.attempt import TaskAttempt
    from simcore.asl.execution.execution import Execution
    from simcore.asl.execution.map_run import DistributedRun
    from simcore.asl.execution.matching import Failure
    from simcore.asl.execution.strand import Strand

__all__ = ["details_of"]

Details = Mapping[str, Any]


def details_of(kind: str, strand: Strand, subject: Any) -> Details | None:
    """The details of an event of this type, None where it has none."""
    if kind.endswith("StateEntered"):
        return {"name": strand.state.name, "input": strand.input}
    if kind.endswith("StateExited"):
        assigned = {"assignedVariables": strand.assigned} if strand.assigned else {}
        return {"name": strand.state.name, "output": subject, **assigned}
    say = SAID.get(kind)
    return None if say is None else say(subject, strand)


def _started(execution: Execution, _: Strand) -> Details:
    return {"input": execution.input, "roleArn": execution.host.role_arn}


def _succeeded(execution: Execution, _: Strand) -> Details:
    return {"output": execution.output}


def _ended(execution: Execution, _: Strand) -> Details:
    return _error(execution.error, execution.cause)


def _error(error: str, cause: str) -> Details:
    """Both are left out where there is none."""
    return {**({"error": error} if error else {}), **({"cause": cause} if cause else {})}


def _evaluation(fault: StateFault, strand: Strand) -> Details:
    return {**_error(fault.error, fault.cause), "state": strand.state.name}


def _scheduled(attempt: TaskAttempt, _: Strand) -> Details:
    resource = attempt.state.resource
    return {"input": attempt.arguments, "resource": resource.arn, **_limits(attempt)}


def _limits(attempt: TaskAttempt) -> Details:
    given = {"timeoutInSeconds": attempt.timeout_s, "heartbeatInSeconds": attempt.heartbeat_s}
    return {name: _whole(value) for name, value in given.items() if value is not None}


def _whole(value: float) -> float:
    return int(value) if value.is_integer() else value


def _resource(attempt: TaskAttempt, _: Strand) -> dict[str, Any]:
    resource = attempt.state.resource
    pattern = f".{resource.pattern}" if resource.pattern else ""
    return {"resource": f"{resource.action}{pattern}", "resourceType": resource.service}


def _task_scheduled(attempt: TaskAttempt, strand: Strand) -> Details:
    return {
        **_resource(attempt, strand),
        "region": attempt.execution.host.region,
        "parameters": attempt.arguments,
        **_limits(attempt),
    }


def _task_answered(attempt: TaskAttempt, strand: Strand) -> Details:
    return {**_resource(attempt, strand), "output": attempt.answer}


def _task_failed(attempt: TaskAttempt, strand: Strand) -> Details:
    return {**_resource(attempt, strand), **_failed(attempt, strand)}


def _answered(attempt: TaskAttempt, _: Strand) -> Details:
    return {"output": attempt.answer}


def _failed(attempt: TaskAttempt, _: Strand) -> Details:
    return _error(attempt.failure.error, attempt.failure.cause)


def _worker(attempt: TaskAttempt, _: Strand) -> Details:
    return {"workerName": attempt.worker} if attempt.worker else {}


def _length(length: int, _: Strand) -> Details:
    return {"length": length}


def _iteration(_: None, strand: Strand) -> Details:
    return {"name": strand.frame.state.name, "index": strand.index}


def _redriven(execution: Execution, _: Strand) -> Details:
    return {"redriveCount": execution.redrives}


def _map_run_redriven(run: DistributedRun, _: Strand) -> Details:
    return {"mapRunArn": run.arn, "redriveCount": run.redrives}


def _map_run(run: DistributedRun, _: Strand) -> Details:
    return {"mapRunArn": run.arn}


def _map_run_failed(failure: Failure, _: Strand) -> Details:
    return _error(failure.error, failure.cause)


SAID: dict[str, Callable[[Any, Strand], Details]] = {
    "ExecutionStarted": _started,
    "ExecutionSucceeded": _succeeded,
    "ExecutionFailed": _ended,
    "ExecutionTimedOut": _ended,
    "ExecutionAborted": _ended,
    "EvaluationFailed": _evaluation,
    "TaskScheduled": _task_scheduled,
    "TaskStarted": _resource,
    "TaskSubmitted": _task_answered,
    "TaskSucceeded": _task_answered,
    "TaskFailed": _task_failed,
    "TaskTimedOut": _task_failed,
    "LambdaFunctionScheduled": _scheduled,
    "LambdaFunctionSucceeded": _answered,
    "LambdaFunctionFailed": _failed,
    "LambdaFunctionTimedOut": _failed,
    "ActivityScheduled": _scheduled,
    "ActivityStarted": _worker,
    "ActivitySucceeded": _answered,
    "ActivityFailed": _failed,
    "ActivityTimedOut": _failed,
    "MapStateStarted": _length,
    "MapIterationStarted": _iteration,
    "MapIterationSucceeded": _iteration,
    "MapIterationFailed": _iteration,
    "MapIterationAborted": _iteration,
    "ExecutionRedriven": _redriven,
    "MapRunRedriven": _map_run_redriven,
    "MapRunStarted": _map_run,
    "MapRunFailed": _map_run_failed,
}
