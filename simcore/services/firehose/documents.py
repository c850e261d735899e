"""The event of a function that transforms the records of a delivery stream."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from simcore.component.event import Delivery, Document, Json

__all__ = ["DOCUMENTS"]

GUIDE = "Amazon Data Firehose Developer Guide, data-transformation (2023)"


def transform(delivery: Delivery) -> Json:
    """A batch; of those that were read from a data stream, with where they were."""
    source = delivery.spec().source
    written: dict[str, Any] = {
        "invocationId": delivery.own_ids.uuid("invocation"),
        "deliveryStreamArn": delivery.arn("firehose", f"deliverystream/{delivery.source}"),
        "region": delivery.region,
        "records": [_record(one, source) for one in delivery.records],
    }
    if source is not None:
        written["sourceKinesisStreamArn"] = delivery.arn("kinesis", f"stream/{source}")
    return written


def _record(one: Delivery, source: str | None) -> Json:
    record = {
        "recordId": f"{49_546_986_683_135_544_286_507_457_936 * 10**27 + one.number}",
        "approximateArrivalTimestamp": one.sent_ms,
        "data": _data(one),
    }
    if source is None:
        return record
    return record | {
        "kinesisRecordMetadata": {
            "sequenceNumber": f"{49_590_338_271_490_256_608_559_692_538 * 10**27 + one.number}",
            "subsequenceNumber": 0,
            "partitionKey": f"key-{one.key}",
            "shardId": f"shardId-{one.shard:012d}",
            "approximateArrivalTimestamp": one.sent_ms,
        }
    }


def _data(one: Delivery) -> str:
    return b64encode(one.body.encode()).decode()


EXAMPLE = {
    "clicks": {
        "type": "delivery_stream",
        "destination": "lake",
        "transformation": {"target": "worker"},
    },
    "lake": {"type": "bucket"},
}

DOCUMENTS = (
    Document(
        "firehose",
        "Records of a Firehose delivery stream to be transformed",
        transform,
        GUIDE,
        like=("kinesis kinesis-firehose",),
        example=EXAMPLE,
    ),
)
