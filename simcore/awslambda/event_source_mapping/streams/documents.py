"""What a stream's mapping adds to an event, and the record of a batch that it gave up."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from simcore.component.event import Delivery, Document, Json
from simcore.component.made_up import EPOCH, iso

__all__ = ["DOCUMENTS", "STREAM", "TABLE", "function_of", "in_window", "shard_id"]

GUIDE = (
    "AWS Lambda Developer Guide, kinesis-on-failure-destination and services-dynamodb-errors (2026)"
)
KINESIS, DYNAMODB = 4965 * 10**52, 44215845 * 10**20
"""Where the numbers of records begin: with 56 and with 28 digits."""


class Place(NamedTuple):
    """Where a batch is: the names that a kind of source gives it, and its numbers."""

    info: str
    service: str
    resource: str
    first: int
    a_shard: int

    def arn(self, delivery: Delivery, source: str) -> str:
        """Of the stream."""
        label = EPOCH.strftime("%Y-%m-%dT%H:%M:%S.000")
        return delivery.arn(self.service, self.resource.format(source, label))

    def sequence_number(self, delivery: Delivery, number: int) -> str:
        """Of a record, by its number in its shard."""
        return str(self.first + delivery.shard * self.a_shard + number)


STREAM = Place("KinesisBatchInfo", "kinesis", "stream/{}", KINESIS, 10**40)
TABLE = Place("DDBStreamBatchInfo", "dynamodb", "table/{}/stream/{}", DYNAMODB, 10**15)
PLACES = {"stream": STREAM, "table": TABLE}
"""By the type of the mapping's source."""


def shard_id(delivery: Delivery) -> str:
    """Twelve digits."""
    return f"shardId-{delivery.shard:012d}"


def function_of(delivery: Delivery) -> str:
    """Which function gets the batch: the target, or that of the mapping that is the target."""
    return str(getattr(delivery.spec(delivery.target), "function", delivery.target))


def in_window(delivery: Delivery, event: dict[str, Any], place: Place) -> Json:
    """The event; with a tumbling window of its mapping, with what belongs to that, too."""
    length = delivery.spec(delivery.via).tumbling_window if delivery.via else 0.0
    if not length:
        return event
    begins = delivery.sent // length * length
    return {
        **event,
        "window": {"start": iso(begins, "seconds"), "end": iso(begins + length, "seconds")},
        "state": {},
        "shardId": shard_id(delivery),
        "eventSourceARN": place.arn(delivery, delivery.source),
        "isFinalInvokeForWindow": False,
        "isWindowTerminatedEarly": False,
    }


def given_up(delivery: Delivery) -> Json:
    """Where the batch is and why it was given up; a bucket gets the batch, too."""
    mapping = delivery.spec()
    place = PLACES[delivery.graph.type_of(mapping.source)]
    said = {
        "requestContext": {
            "requestId": delivery.own_ids.uuid("request"),
            "functionArn": delivery.arn("lambda", f"function:{mapping.function}"),
            "condition": delivery.reason or "RetryAttemptsExhausted",
            "approximateInvokeCount": delivery.receives
            or 1 + (mapping.maximum_retry_attempts or 0),
        },
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": "Unhandled",
        },
        "version": "1.0",
        "timestamp": iso(delivery.t),
        place.info: _batch(delivery, place, mapping.source),
    }
    if delivery.graph.type_of(delivery.target) == "bucket":
        said["payload"] = json.dumps(delivery.said)
    return said


def _batch(delivery: Delivery, place: Place, source: str) -> dict[str, Any]:
    first = delivery.number
    return {
        "shardId": shard_id(delivery),
        "startSequenceNumber": place.sequence_number(delivery, first),
        "endSequenceNumber": place.sequence_number(delivery, first + delivery.count - 1),
        "approximateArrivalOfFirstRecord": iso(delivery.sent),
        "approximateArrivalOfLastRecord": iso(delivery.sent),
        "batchSize": delivery.count,
        "streamArn": place.arn(delivery, source),
    }


DOCUMENTS = (
    Document(
        "stream-on-failure",
        "The record of a stream's batch that was given up, in a message of a queue",
        given_up,
        GUIDE,
        to=("queue", "topic", "bucket"),
        example={
            "clicks": {"type": "stream"},
            "pollers": {
                "type": "stream_event_source_mapping",
                "source": "clicks",
                "function": "counter",
                "maximum_retry_attempts": 2,
                "on_failure": {"target": "given-up"},
            },
            "counter": {"type": "function", "duration": "100 ms"},
            "given-up": {"type": "queue"},
            "mapping": {
                "type": "event_source_mapping",
                "source": "given-up",
                "function": "worker",
            },
        },
    ),
)
