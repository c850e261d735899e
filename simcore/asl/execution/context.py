"""The context object of a state, as ``$$`` and ``$states.context`` see it.

Source: step-functions developer guide, "Accessing execution data from the Context object", 2026;
what a Pass state sees was recorded on AWS, 4 November 2024 (localstack/localstack,
test_assign_base.snapshot.json): there is no RetryCount.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simcore.asl.execution.times import stamp
from simcore.asl.flow import Json

if TYPE_CHECKING:
    from simcore.asl.execution.execution import Execution
    from simcore.asl.execution.strand import Strand

__all__ = ["context_of"]


def context_of(strand: Strand) -> Json:
    """All of it, as of now; ``Task`` and ``Map`` only where there is one."""
    execution, host = strand.execution, strand.execution.host
    context: dict[str, Json] = {
        "Execution": _execution(execution),
        "StateMachine": {"Id": host.machine_arn, "Name": host.machine_name},
        "State": _state(strand),
    }
    if strand.token:
        context["Task"] = {"Token": strand.token}
    item = _item(strand)
    return context if item is None else {**context, "Map": {"Item": item}}


def _state(strand: Strand) -> Json:
    """Only what may be tried again has been so many times."""
    entered_s = strand.execution.host.epoch_s + strand.entered_at
    said: dict[str, Json] = {"Name": strand.state.name, "EnteredTime": stamp(entered_s)}
    return {**said, "RetryCount": strand.retries} if hasattr(strand.state, "retry") else said


def _execution(execution: Execution) -> Json:
    return {
        "Id": execution.arn,
        "Input": execution.input,
        "StartTime": stamp(execution.host.epoch_s + execution.started),
        "Name": execution.name,
        "RoleArn": execution.host.role_arn,
        "RedriveCount": execution.redrives,
    }


def _item(strand: Strand) -> Json:
    """The innermost item that it is within."""
    at: Strand | None = strand
    while at is not None and at.frame is not None:
        item = at.frame.item_of(at)
        if item is not None:
            return item
        at = at.frame.strand
    return strand.execution.item
