"""The event of a handler whose mapping reads a table's stream: a batch of changes of items."""

from __future__ import annotations

import json
from typing import Any

from simcore.awslambda.event_source_mapping.streams.documents import TABLE, in_window
from simcore.component.event import Delivery, Document, Json

__all__ = ["DOCUMENTS"]

GUIDE = (
    "AWS Lambda Developer Guide, with-ddb (2022, 2026); Amazon DynamoDB API, StreamRecord; "
    "sam local generate-event"
)
IMAGES = {
    "KEYS_ONLY": (),
    "NEW_IMAGE": ("NewImage",),
    "OLD_IMAGE": ("OldImage",),
    "NEW_AND_OLD_IMAGES": ("NewImage", "OldImage"),
}
"""What a record holds beside the keys, by the stream's view type."""


def batch(delivery: Delivery) -> Json:
    """With a tumbling window, its state and whether it ends, too."""
    return in_window(delivery, {"Records": [_record(one) for one in delivery.records]}, TABLE)


def _record(one: Delivery) -> dict[str, Any]:
    return {
        "eventID": one.ids.hex(32, "event"),
        "eventName": "MODIFY",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": one.region,
        "dynamodb": _change(one),
        "eventSourceARN": TABLE.arn(one, one.source),
    }


def _change(one: Delivery) -> dict[str, Any]:
    view = one.spec().stream_view_type
    images = {"NewImage": _item(one, 1), "OldImage": _item(one, 0)}
    held = {name: images[name] for name in IMAGES[view]}
    size = sum(len(json.dumps(part)) for part in (_keys(one), *held.values()))
    return {
        "ApproximateCreationDateTime": one.sent_ms // 1000,
        "Keys": _keys(one),
        **held,
        "SequenceNumber": TABLE.sequence_number(one, one.number),
        "SizeBytes": size,
        "StreamViewType": view,
    }


def _keys(one: Delivery) -> dict[str, Any]:
    return {"id": {"S": f"item-{one.key}"}}


def _item(one: Delivery, version: int) -> dict[str, Any]:
    """The item after the write (1), or before it (0)."""
    text = one.body if version else json.dumps({"before": one.number})
    return {**_keys(one), "version": {"N": str(one.number + version)}, "body": {"S": text}}


EXAMPLE = {
    "items": {"type": "table"},
    "pollers": {
        "type": "stream_event_source_mapping",
        "source": "items",
        "function": "worker",
    },
}

DOCUMENTS = (
    Document(
        "dynamodb",
        "Changes of items of a DynamoDB table",
        batch,
        GUIDE,
        to=("function", "stream_event_source_mapping"),
        example=EXAMPLE,
        like=("dynamodb update",),
    ),
)
