"""What the target of a schedule gets: the schedule's own input, whatever that is."""

from __future__ import annotations

from simcore.component.event import Delivery, Document, Json

__all__ = ["DOCUMENTS"]

GUIDE = "EventBridge Scheduler User Guide, managing-targets-templated (2026): the target's input"


def event(delivery: Delivery) -> Json:
    """The input, as whoever made the schedule wrote it."""
    return delivery.said


DOCUMENTS = (
    Document(
        "scheduler",
        "The input of a schedule of EventBridge Scheduler",
        event,
        GUIDE,
        to=("function", "queue", "topic", "stream"),
        example={
            "clock": {
                "type": "scheduler",
                "schedules": [{"expression": "rate(1 minute)", "target": "worker"}],
            }
        },
    ),
)
