"""What subscribers of a topic get: a function an event, a queue a message with a notification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.component.event import Delivery, Document, Json
from simcore.component.made_up import iso

__all__ = ["DOCUMENTS"]

GUIDE = "AWS Lambda Developer Guide, with-sns (2022, 2026); sam local generate-event"
IN_QUEUE = "Amazon SNS Developer Guide, sns-sqs-as-subscriber and sns-message-attributes (2026)"
QUEUE = {
    "news": {"type": "topic", "subscribers": ["jobs"]},
    "jobs": {"type": "queue"},
    "mapping": {"type": "event_source_mapping", "source": "jobs", "function": "worker"},
}


def event(delivery: Delivery) -> Json:
    """The event of a function: always one record."""
    record = {
        "EventVersion": "1.0",
        "EventSubscriptionArn": _subscription(delivery),
        "EventSource": "aws:sns",
        "Sns": {**_message(delivery), **_signed(delivery, "SigningCertUrl", "UnsubscribeUrl")},
    }
    record["Sns"]["MessageAttributes"] = _attributes(delivery)  # type: ignore[index]
    return {"Records": [record]}


def notification(delivery: Delivery) -> Json:
    """The body of a message in a queue, unless raw delivery is on; no subject, no such field."""
    said = {**_message(delivery), **_signed(delivery, "SigningCertURL", "UnsubscribeURL")}
    del said["Subject"]
    if found := _attributes(delivery):
        said["MessageAttributes"] = found
    return said


def _topic(delivery: Delivery) -> str:
    return delivery.arn("sns", delivery.source)


def _subscription(delivery: Delivery) -> str:
    return f"{_topic(delivery)}:{delivery.fixed_ids.uuid(delivery.target)}"


def _message(delivery: Delivery) -> dict[str, Any]:
    return {
        "Type": "Notification",
        "MessageId": delivery.ids.uuid(),
        "TopicArn": _topic(delivery),
        "Subject": None,
        "Message": delivery.body,
        "Timestamp": iso(delivery.sent),
    }


def _signed(delivery: Delivery, certificate: str, unsubscribe: str) -> dict[str, str]:
    host = f"https://sns.{delivery.region}.amazonaws.com/"
    gone = f"?Action=Unsubscribe&SubscriptionArn={_subscription(delivery)}"
    return {
        "SignatureVersion": "1",
        "Signature": delivery.ids.base64(256, "signature"),
        certificate: f"{host}SimpleNotificationService-{delivery.fixed_ids.hex(32, 'key')}.pem",
        unsubscribe: f"{host}{gone}",
    }


def _attributes(delivery: Delivery) -> dict[str, Any]:
    return {name: {"Type": "String", "Value": v} for name, v in delivery.attributes.items()}


def _is_wrapped(delivery: Delivery) -> bool:
    """Raw delivery leaves the body alone."""
    said = [one for one in delivery.spec().subscriptions if one.target == delivery.target]
    return not any(one.raw_message_delivery for one in said)


def raw(delivery: Delivery) -> Json:
    """With raw message delivery: what was published, and its attributes."""
    return delivery.body


def _raw_attributes(delivery: Delivery) -> Mapping[str, str]:
    return delivery.attributes


def _is_raw(delivery: Delivery) -> bool:
    return not _is_wrapped(delivery)


RAW = {**QUEUE, "news": {"type": "topic", "subscriptions": [
    {"target": "jobs", "raw_message_delivery": True},
]}}  # fmt: skip

DOCUMENTS = (
    Document(
        "sns",
        "A notification of an SNS topic",
        event,
        GUIDE,
        like=("sns notification",),
        example={"news": {"type": "topic", "subscribers": ["worker"]}},
    ),
    Document(
        "sns-sqs",
        "A notification of an SNS topic in a message of a queue",
        notification,
        IN_QUEUE,
        to=("queue", "endpoint"),
        example=QUEUE,
        when=_is_wrapped,
    ),
    Document(
        "sns-sqs-raw",
        "A message of an SNS topic, delivered raw into a queue",
        raw,
        IN_QUEUE,
        to=("queue", "endpoint"),
        attributes=_raw_attributes,
        example=RAW,
        when=_is_raw,
    ),
)
