"""The event of a handler whose mapping reads from a queue: a batch of messages."""

from __future__ import annotations

from hashlib import md5
from typing import Any

from simcore.component.event import Delivery, Document, Json

__all__ = ["DOCUMENTS"]

GUIDE = "AWS Lambda Developer Guide, with-sqs (2022, 2026); sam local generate-event"


def batch(delivery: Delivery) -> Json:
    """The messages that the mapping received together."""
    return {"Records": [_record(one) for one in delivery.records]}


def _record(one: Delivery) -> Json:
    return {
        "messageId": one.ids.uuid(),
        "receiptHandle": "AQEB" + one.own_ids.base64(138, "receipt"),
        "body": one.body,
        "attributes": _attributes(one),
        "messageAttributes": _message_attributes(one),
        "md5OfBody": md5(one.body.encode(), usedforsecurity=False).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": one.arn("sqs", queue_name(one)),
        "awsRegion": one.region,
    }


def queue_name(one: Delivery) -> str:
    """Of a FIFO queue it ends in ``.fifo``."""
    return f"{one.source}.fifo" if is_fifo(one) else one.source


def _attributes(one: Delivery) -> dict[str, str]:
    said = {
        "ApproximateReceiveCount": str(one.receives),
        "SentTimestamp": str(one.sent_ms),
        "SenderId": "AIDA" + one.fixed_ids.letters(17, "sender"),
        "ApproximateFirstReceiveTimestamp": str(one.first_received_ms),
    }
    if is_fifo(one) or one.spec().fair:
        said["MessageGroupId"] = f"group-{one.key}"
    if is_fifo(one):
        said["MessageDeduplicationId"] = one.ids.hex(64, "deduplication")
        said["SequenceNumber"] = str(SEQUENCE + one.number)
    return said


SEQUENCE = 18_870_000_000_000_000_000
"""Twenty digits; a queue's numbers only grow."""


def _message_attributes(one: Delivery) -> dict[str, Any]:
    said = {"class": one.kind} if one.kind else {}
    return {
        name: {"stringValue": value, "dataType": "Number" if value.isdigit() else "String"}
        for name, value in {**said, **one.attributes}.items()
    }


def is_fifo(one: Delivery) -> bool:
    """Whether the source is a FIFO queue."""
    return one.spec().fifo is not None


def _is_standard(one: Delivery) -> bool:
    return not is_fifo(one)


DOCUMENTS = (
    Document(
        "sqs",
        "Messages of a standard SQS queue",
        batch,
        GUIDE,
        like=("sqs receive-message",),
        when=_is_standard,
    ),
    Document(
        "sqs-fifo",
        "Messages of an SQS FIFO queue",
        batch,
        GUIDE,
        example={"orders": {"type": "queue", "fifo": {}}},
        when=is_fifo,
    ),
)
