"""The event of a handler whose mapping reads from a data stream: a batch of one shard's records."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from simcore.awslambda.event_source_mapping.streams.documents import (
    STREAM,
    function_of,
    in_window,
    shard_id,
)
from simcore.component.event import Delivery, Document, Json

__all__ = ["DOCUMENTS"]

GUIDE = "AWS Lambda Developer Guide, with-kinesis (2022, 2026); sam local generate-event"


def batch(delivery: Delivery) -> Json:
    """With a tumbling window, its state and whether it ends, too."""
    return in_window(delivery, {"Records": [_record(one) for one in delivery.records]}, STREAM)


def _record(one: Delivery) -> dict[str, Any]:
    sequence = STREAM.sequence_number(one, one.number)
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": f"key-{one.key}",
            "sequenceNumber": sequence,
            "data": b64encode(one.body.encode()).decode(),
            "approximateArrivalTimestamp": one.sent_ms / 1000,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"{shard_id(one)}:{sequence}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": one.arn("iam", f"role/{function_of(one)}-role", region=False),
        "awsRegion": one.region,
        "eventSourceARN": STREAM.arn(one, one.source),
    }


EXAMPLE = {
    "clicks": {"type": "stream"},
    "pollers": {
        "type": "stream_event_source_mapping",
        "source": "clicks",
        "function": "worker",
    },
}

DOCUMENTS = (
    Document(
        "kinesis",
        "Records of a Kinesis data stream",
        batch,
        GUIDE,
        to=("function", "stream_event_source_mapping"),
        example=EXAMPLE,
        like=("kinesis get-records",),
    ),
)
