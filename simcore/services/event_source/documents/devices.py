"""Events of things: AWS IoT and IoT Events."""

from __future__ import annotations

from simcore.component.event import Delivery, Json

__all__ = ["iot", "iot_events"]


def iot(delivery: Delivery) -> Json:
    """The message itself, as `SELECT *` gives it."""
    return delivery.said


def iot_events(delivery: Delivery) -> Json:
    """What a detector tells when it comes to a state."""
    ids = delivery.ids
    return {
        "event": {
            "eventName": "pressure-too-high",
            "eventTime": delivery.sent_ms,
            "payload": {
                "detector": {
                    "detectorModelName": delivery.source,
                    "detectorModelVersion": "1",
                    "keyValue": f"motor-{ids.below(100, 'motor')}",
                },
                "eventTriggerDetails": {
                    "triggerType": "Message",
                    "inputName": "pressureInput",
                    "messageId": ids.uuid("message"),
                },
                "actionExecutionId": ids.uuid("action"),
                "state": {
                    "stateName": "Dangerous",
                    "variables": {"pressureThresholdBreached": 1},
                    "timers": {},
                },
            },
        }
    }
