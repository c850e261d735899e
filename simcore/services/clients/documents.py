"""The event of a function that a client invokes: whatever the client sends, as it is."""

from __future__ import annotations

from simcore.component.event import Delivery, Document, Json

__all__ = ["DOCUMENTS"]

GUIDE = "AWS Lambda API, Invoke: Payload, a JSON document of the caller's own (2022, 2026)"


def payload(delivery: Delivery) -> Json:
    """Nothing is put around it."""
    return delivery.said


def _waits(delivery: Delivery) -> bool:
    return "invoke" in delivery.edges


def _does_not_wait(delivery: Delivery) -> bool:
    return "invoke-async" in delivery.edges


def _example(invocation: str) -> dict[str, object]:
    constant = {"constant": {"rate": 1}}
    said = {"type": "client", "target": "worker", "arrivals": constant, "invocation": invocation}
    return {"caller": said}


DOCUMENTS = (
    Document(
        "invoke",
        "The payload of a synchronous Invoke",
        payload,
        GUIDE,
        example=_example("RequestResponse"),
        when=_waits,
    ),
    Document(
        "invoke-async",
        "The payload of an asynchronous Invoke",
        payload,
        GUIDE,
        example=_example("Event"),
        when=_does_not_wait,
    ),
)
