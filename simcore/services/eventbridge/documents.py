"""What the targets of a bus get: an event, by itself or in a message."""

from __future__ import annotations

from typing import Any

from simcore.component.event import Delivery, Document, Json
from simcore.component.made_up import iso

__all__ = ["DOCUMENTS"]

GUIDE = "Amazon EventBridge User Guide, eb-events-structure (2026); sam local generate-event"
ENVELOPE = frozenset({"version", "id", "detail-type", "source", "account", "time", "region"})


def event(delivery: Delivery) -> Json:
    """What was put on the bus: as a service wrote it, else one of the scenario's own."""
    said = delivery.said
    if isinstance(said, dict) and said.keys() >= ENVELOPE:
        return said
    return envelope(delivery, "com.example.shop", "Order Placed", said)


def envelope(delivery: Delivery, source: str, kind: str, detail: Any) -> Json:
    """An event of a source of one's own: ``detail`` is always an object."""
    return {
        "version": "0",
        "id": delivery.ids.uuid("event"),
        "detail-type": kind,
        "source": source,
        "account": delivery.account,
        "time": iso(delivery.sent, "seconds"),
        "region": delivery.region,
        "resources": [],
        "detail": detail if isinstance(detail, dict) else {"value": detail},
    }


DOCUMENTS = (
    Document(
        "eventbridge",
        "An event that a rule of an EventBridge bus matched",
        event,
        GUIDE,
        to=("function", "queue", "topic", "stream"),
    ),
)
