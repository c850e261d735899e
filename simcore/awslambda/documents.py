"""What Lambda sends on when it has done with an event: a record of its invocation, or the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.component.event import Delivery, Document, Json
from simcore.component.made_up import iso

__all__ = ["DOCUMENTS"]

GUIDE = "AWS Lambda Developer Guide, invocation-async-retain-records (12 Jul 2026)"
EXHAUSTED = "RetriesExhausted"
CALLER = {
    "type": "client",
    "target": "resize",
    "invocation": "Event",
    "arrivals": {"constant": {"rate": 1}},
}
RESIZE = {"type": "function", "duration": "100 ms"}
MAPPING = {"type": "event_source_mapping", "source": "ended", "function": "worker"}


def _example(channel: str, between: Mapping[str, Any], target: str) -> Mapping[str, Any]:
    """A function that sends what it has done with to the target."""
    resize = {**RESIZE, "asynchronous": {channel: {"target": target}}}
    return {"uploads": CALLER, "resize": resize, **between}


def record(delivery: Delivery) -> Json:
    """Of an event that has come to its end: what it was, and what came of it."""
    failed = _failed(delivery)
    response = {"statusCode": 200, "executedVersion": "$LATEST"}
    return {
        "version": "1.0",
        "timestamp": iso(delivery.t),
        "requestContext": {
            "requestId": delivery.ids.uuid("request"),
            "functionArn": delivery.arn("lambda", f"function:{delivery.source}:$LATEST"),
            "condition": _condition(delivery),
            "approximateInvokeCount": delivery.receives or _attempts(delivery, failed),
        },
        "requestPayload": delivery.said,
        "responseContext": {**response, "functionError": "Unhandled"} if failed else response,
        "responsePayload": _error(delivery) if failed else {"statusCode": 200},
    }


def on_bus(delivery: Delivery) -> Json:
    """The record as an event of the source `lambda`."""
    ended = "Failure" if _failed(delivery) else "Success"
    bus = delivery.arn("events", f"event-bus/{delivery.target}")
    return {
        "version": "0",
        "id": delivery.ids.uuid("event"),
        "detail-type": f"Lambda Function Invocation Result - {ended}",
        "source": "lambda",
        "account": delivery.account,
        "time": iso(delivery.t, "seconds"),
        "region": delivery.region,
        "resources": [bus, delivery.arn("lambda", f"function:{delivery.source}:$LATEST")],
        "detail": record(delivery),
    }


def event_again(delivery: Delivery) -> Json:
    """A dead-letter queue gets the event itself; what went wrong is in the message's attributes."""
    return delivery.body


def dead_letter_attributes(delivery: Delivery) -> Mapping[str, str]:
    """Of the message in a dead-letter queue."""
    return {
        "RequestID": delivery.ids.uuid("request"),
        "ErrorCode": "200",
        "ErrorMessage": _error(delivery)["errorMessage"],
    }


def own_payload(delivery: Delivery) -> Json:
    """What a handler invokes another function with: whatever it likes."""
    return delivery.said


def _invokes(delivery: Delivery) -> bool:
    return bool({"invoke", "invoke-async"} & set(delivery.edges))


def _failed(delivery: Delivery) -> bool:
    return delivery.outcome != "success" or "on-success" not in delivery.edges


def _attempts(delivery: Delivery, failed: bool) -> int:
    """All that there may be, of an event that was given up, where nobody knows of it."""
    return 1 + delivery.spec().asynchronous.maximum_retry_attempts if failed else 1


def _condition(delivery: Delivery) -> str:
    return delivery.reason or (EXHAUSTED if _failed(delivery) else "Success")


def _error(delivery: Delivery) -> dict[str, str]:
    if delivery.outcome == "timeout":
        after = f"Task timed out after {delivery.spec().timeout:.2f} seconds"
        return {"errorMessage": f"{iso(delivery.t)} {delivery.ids.uuid('request')} {after}"}
    return {"errorMessage": "the handler failed", "errorType": "Error"}


def _is_record(delivery: Delivery) -> bool:
    return bool({"on-success", "on-failure"} & set(delivery.edges))


def _is_dead_letter(delivery: Delivery) -> bool:
    return "dead-letter" in delivery.edges


BUS = {"type": "bus", "rules": [{"targets": [{"target": "worker"}]}]}
IN_QUEUE = {"ended": {"type": "queue"}, "mapping": MAPPING}

DOCUMENTS = (
    Document(
        "async-destination",
        "The record of an asynchronous invocation that came to its end",
        record,
        GUIDE,
        to=("function", "queue", "topic", "bucket"),
        example=_example("on_failure", {}, "worker"),
        when=_is_record,
    ),
    Document(
        "async-destination-bus",
        "The same record as an event of an EventBridge bus",
        on_bus,
        GUIDE,
        to=("bus",),
        example=_example("on_failure", {"ended": BUS}, "ended"),
        when=_is_record,
    ),
    Document(
        "async-dead-letter",
        "An event that was given up, in a message of a dead-letter queue",
        event_again,
        GUIDE,
        to=("queue", "topic"),
        attributes=dead_letter_attributes,
        example=_example("dead_letter_queue", IN_QUEUE, "ended"),
        when=_is_dead_letter,
    ),
    Document(
        "invoke-from-handler",
        "The payload with which a handler invokes another function",
        own_payload,
        "AWS Lambda API, Invoke: Payload, a JSON document of the caller's own (2022, 2026)",
        example={"resize": {**RESIZE, "calls": [{"target": "worker"}]}},
        when=_invokes,
    ),
)
