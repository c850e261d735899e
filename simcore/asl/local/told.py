"""An execution at its end as data, in AWS's words: DescribeExecution and GetExecutionHistory."""

from __future__ import annotations

from typing import Any

from simcore.asl.execution import Execution
from simcore.asl.execution.map_run import DistributedRun
from simcore.asl.execution.times import stamp
from simcore.asl.local.kept import Kept

__all__ = ["told"]


def told(execution: Execution) -> dict[str, Any]:
    """Status, output, error, times, the states that were entered, and its events."""
    host = execution.host
    ended = execution.status != "RUNNING"
    said = {
        "executionArn": execution.arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": stamp(host.epoch_s + execution.started),
        "stopDate": stamp(host.epoch_s + execution.stopped) if ended else None,
        "seconds": round(execution.stopped - execution.started, 6) if ended else None,
        "redriveCount": execution.redrives,
        "input": execution.input,
    }
    if execution.status == "SUCCEEDED":
        said["output"] = execution.output
    elif ended:
        said |= {"error": execution.error, "cause": execution.cause}
    history = execution.history
    return {**said, **_history(history, host.epoch_s)} if isinstance(history, Kept) else said


def _history(history: Kept, epoch_s: float) -> dict[str, Any]:
    entered = [e.details["name"] for e in history.events if e.details and e.is_entry]
    events = [event.written(epoch_s) for event in history.events]
    said: dict[str, Any] = {"statesEntered": entered, "events": events}
    if history.left_out:
        said["eventsLeftOut"] = history.left_out
    return {**said, "mapRuns": [_run(run) for run in history.runs]} if history.runs else said


def _run(run: DistributedRun) -> dict[str, Any]:
    """Counters as DescribeMapRun has them, and the first of its children."""
    return {
        "mapRunArn": run.arn,
        **run.counters(),
        "executions": [told(child) for child in run.followed.values()],
    }
