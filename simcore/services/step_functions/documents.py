"""What Step Functions tells a bus of an execution: that its status has changed.

Which execution it was is not known: messages of a bus do not carry one. Of every two events the
first is of one that began, the second of the same one, which succeeded; their input and output are
what the message holds.
"""

from __future__ import annotations

from simcore.component.event import Delivery, Document, Json
from simcore.component.made_up import iso

__all__ = ["DOCUMENTS"]

EVENTS = (
    "AWS Step Functions Developer Guide, cw-events (2022); AWS CDK, "
    "StepFunctionsExecutionStatusChange (2026)"
)
LASTED_MS = 1_500
"""Between the two events of an execution, as far as the second says it."""


def status_change(delivery: Delivery) -> Json:
    """The event as rules match it."""
    detail = _detail(delivery)
    return {
        "version": "0",
        "id": delivery.ids.uuid("event"),
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": delivery.account,
        "time": iso(delivery.sent, "seconds"),
        "region": delivery.region,
        "resources": [detail["executionArn"]],
        "detail": detail,
    }


def _detail(delivery: Delivery) -> dict[str, Json]:
    execution, is_over = divmod(max(delivery.number - 1, 0), 2)
    name, now = f"{delivery.source}-{execution + 1}", delivery.sent_ms
    return {
        "executionArn": delivery.arn("states", f"execution:{delivery.source}:{name}"),
        "stateMachineArn": delivery.arn("states", f"stateMachine:{delivery.source}"),
        "name": name,
        "status": "SUCCEEDED" if is_over else "RUNNING",
        "startDate": now - LASTED_MS if is_over else now,
        "stopDate": now if is_over else None,
        "input": delivery.body,
        "inputDetails": {"included": True},
        "output": delivery.body if is_over else None,
        "outputDetails": {"included": True} if is_over else None,
    }


DOCUMENTS = (
    Document(
        "step-functions",
        "An event of a state machine on a bus: the status of an execution has changed",
        status_change,
        EVENTS,
        to=("bus",),
        example={
            "machine": {
                "type": "state_machine",
                "definition": {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}},
                "status_changes": "events",
            },
            "events": {"type": "bus", "rules": [{"targets": [{"target": "worker"}]}]},
        },
    ),
)
