"""The event of a function that a client invokes: whatever the client sends, as it is."""

from __future__ import annotations

from dataclasses import replace

from simcore.component.convert import drawn_keys, poison
from simcore.component.event import Delivery, Document, Json

__all__ = ["DOCUMENTS", "as_sent"]

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


MOST_DRAWN = 200_000
"""Of messages further back in the line than this nobody looks up what they were."""


def as_sent(delivery: Delivery, id: str, place: int) -> Delivery:
    """What the client `id` sent at a place, from 0: its key, and whether it was poison.

    Drawn once more from streams of its own, as it draws them; a recording's keys are not known.
    """
    client = delivery.spec(id)
    if client.sent_again is not None or client.arrivals.kind == "trace" or place > MOST_DRAWN:
        return delivery
    keys = drawn_keys(id, client.keys, delivery.seed)
    poisoned, key, strikes = poison(id, client.poison, delivery.seed), 0, False
    for number in range(1, place + 2):
        key = keys.next()
        strikes = poisoned is not None and poisoned.strikes(number, key)
    return replace(delivery, key=key, poison=strikes)


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
