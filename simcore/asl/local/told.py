"""An execution at its end as data, in AWS's words: DescribeExecution and GetExecutionHistory."""

from __future__ import annotations

from typing import Any, Final

from simcore.asl.execution import Execution, History
from simcore.asl.execution.map_run import DistributedRun
from simcore.asl.execution.times import stamp

__all__ = ["told"]

MOST_TEXT: Final = 64 * 2**20
"""Characters of data in all events together; what comes after is cut, and says so."""


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
    return said if history is None else {**said, **_history(history, host.epoch_s)}


def _history(history: History, epoch_s: float) -> dict[str, Any]:
    entered = [e.details["name"] for e in history.events if e.details and e.is_entry]
    events, left = [], MOST_TEXT
    for event in history.events:
        one, used = event.cut(epoch_s, left)
        left -= used
        events.append(one)
    said: dict[str, Any] = {"statesEntered": entered, "events": events}
    return {**said, "mapRuns": [_run(run) for run in history.runs]} if history.runs else said


def _run(run: DistributedRun) -> dict[str, Any]:
    """Counters as DescribeMapRun has them, and the first of its children."""
    return {
        "mapRunArn": run.arn,
        "itemCounts": {"total": run.total, **dict(sorted(run.items.items()))},
        "executionCounts": dict(sorted(run.executions.items())),
        "executions": [told(child) for child in run.followed],
    }
