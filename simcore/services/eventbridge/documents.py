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


def scheduled(delivery: Delivery) -> Json:
    """What a rule sends at the times of its schedule: the rule is its resource."""
    number = next(n for n, rule in _rules(delivery) if rule.schedule is not None)
    said = envelope(delivery, "aws.events", "Scheduled Event", {})
    said["resources"] = [delivery.arn("events", f"rule/{delivery.source}/rule-{number}")]
    return said


def _rules(delivery: Delivery) -> list[tuple[int, Any]]:
    """Those of the bus that lead to the target, by their number from 1 on."""
    return [
        (n, rule)
        for n, rule in enumerate(delivery.spec().rules, start=1)
        if any(target.target == delivery.target for target in rule.targets)
    ]


def _is_scheduled(delivery: Delivery) -> bool:
    """Whether nothing but schedules leads to the target."""
    rules = _rules(delivery)
    return bool(rules) and all(rule.schedule is not None for _, rule in rules)


def _is_matched(delivery: Delivery) -> bool:
    return not _is_scheduled(delivery)


TARGETS = ("function", "queue", "topic", "stream", "endpoint")
BY_THE_CLOCK = {
    "bus": {
        "type": "bus",
        "rules": [{"schedule": "rate(1 minute)", "targets": [{"target": "worker"}]}],
    }
}
DOCUMENTS = (
    Document(
        "eventbridge",
        "An event that a rule of an EventBridge bus matched",
        event,
        GUIDE,
        to=TARGETS,
        when=_is_matched,
    ),
    Document(
        "eventbridge-schedule",
        "An event of a rule of an EventBridge bus that has a schedule",
        scheduled,
        "Amazon EventBridge User Guide, eb-create-rule-schedule (Feb 2023)",
        to=TARGETS,
        like=("cloudwatch scheduled-event",),
        example=BY_THE_CLOCK,
        when=_is_scheduled,
    ),
)
