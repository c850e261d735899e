"""What S3 tells of an object that was created: a notification, or an event on the default bus."""

from __future__ import annotations

from urllib.parse import quote_plus

from simcore.component.event import Delivery, Document, Json
from simcore.component.made_up import iso

__all__ = ["DOCUMENTS", "key_of"]

GUIDE = "Amazon S3 User Guide, notification-content-structure (2026); sam local generate-event"
EVENTS = "Amazon S3 User Guide, ev-events (2026)"


def key_of(delivery: Delivery) -> str:
    """The key of the object, as it was put: one that the notification of the target is about."""
    prefix, suffix = "uploads/", ".json"
    for said in delivery.spec().notifications:
        if said.target == delivery.target:
            prefix, suffix = said.prefix or prefix, said.suffix or suffix
    return f"{prefix}object {delivery.number}{suffix}"


def notification(delivery: Delivery) -> Json:
    """The event of a function: always one record; the object's key is encoded as in a form."""
    ids, bucket = delivery.ids, delivery.source
    return {
        "Records": [
            {
                "eventVersion": "2.1",
                "eventSource": "aws:s3",
                "awsRegion": delivery.region,
                "eventTime": iso(delivery.sent),
                "eventName": "ObjectCreated:Put",
                "userIdentity": {"principalId": f"AWS:AIDA{ids.letters(17, 'user')}"},
                "requestParameters": {"sourceIPAddress": "203.0.113.7"},
                "responseElements": {
                    "x-amz-request-id": ids.letters(16, "request"),
                    "x-amz-id-2": ids.base64(57, "host"),
                },
                "s3": {
                    "s3SchemaVersion": "1.0",
                    "configurationId": delivery.fixed_ids.uuid(delivery.target),
                    "bucket": _bucket(delivery, bucket),
                    "object": _object(delivery),
                },
            }
        ]
    }


def _bucket(delivery: Delivery, name: str) -> Json:
    owner = {"principalId": f"A{delivery.fixed_ids.letters(13, 'owner')}"}
    return {"name": name, "ownerIdentity": owner, "arn": _arn(delivery)}


def _arn(delivery: Delivery) -> str:
    return delivery.arn("s3", delivery.source, region=False, owner=False)


def _object(delivery: Delivery) -> Json:
    return {
        "key": quote_plus(key_of(delivery), safe="/"),
        "size": delivery.bytes or len(delivery.body),
        "eTag": delivery.ids.hex(32, "etag"),
        "sequencer": _sequencer(delivery),
    }


def _sequencer(delivery: Delivery) -> str:
    """Hexadecimal; that of a later write of the same key is greater."""
    return f"{delivery.sent_ms:012X}{delivery.number:06X}"


def on_bus(delivery: Delivery) -> Json:
    """The same through EventBridge: the key is not encoded."""
    ids = delivery.ids
    told = _object(delivery)
    return {
        "version": "0",
        "id": ids.uuid("event"),
        "detail-type": "Object Created",
        "source": "aws.s3",
        "account": delivery.account,
        "time": iso(delivery.sent, "seconds"),
        "region": delivery.region,
        "resources": [_arn(delivery)],
        "detail": {
            "version": "0",
            "bucket": {"name": delivery.source},
            "object": {
                "key": key_of(delivery),
                "size": told["size"],
                "etag": told["eTag"],
                "sequencer": told["sequencer"],
            },
            "request-id": ids.letters(16, "request"),
            "requester": delivery.account,
            "source-ip-address": "203.0.113.7",
            "reason": "PutObject",
        },
    }


DOCUMENTS = (
    Document(
        "s3",
        "A notification of an S3 bucket: an object was created",
        notification,
        GUIDE,
        to=("function", "queue", "topic"),
        like=("s3 put", "s3 delete"),
    ),
    Document(
        "s3-eventbridge",
        "An event of an S3 bucket on a bus: an object was created",
        on_bus,
        EVENTS,
        to=("bus",),
        example={
            "bucket": {"type": "bucket", "event_bridge": "events"},
            "events": {"type": "bus", "rules": [{"targets": [{"target": "worker"}]}]},
        },
    ),
)
