"""A client: an open-loop caller of a function, or a producer of messages."""

from __future__ import annotations

from typing import Annotated, Literal

from simcore.scenario.model.annotations import Assumed, Knob, Meaning
from simcore.scenario.model.arrivals import LONGEST_S, MOST, Arrivals
from simcore.scenario.model.base import Line, Slug, Spec
from simcore.scenario.model.fifo import SentAgain
from simcore.scenario.model.keys import Keys, Poison
from simcore.scenario.model.quantities import Bytes, Seconds, Whole

__all__ = ["Client"]

LARGEST_MESSAGE_BYTES = 6 * 1024 * 1024


class Client(Spec):
    """Sends without waiting for answers: Invoke, SendMessage to a queue, Publish to a topic."""

    type: Literal["client"]
    title: Annotated[Line, Meaning("the name on screen; else from the id")] = ""
    target: Annotated[Slug, Meaning("the id of a function, a queue or a topic")]
    invocation: Annotated[
        Literal["RequestResponse", "Event"],
        Meaning("of a function: synchronous, or asynchronous through its internal queue"),
    ] = "RequestResponse"
    arrivals: Annotated[Arrivals, Meaning("when it sends")]
    start: Annotated[
        float,
        Seconds(0, LONGEST_S),
        Knob("Starts at", "nothing is sent before", low=0, high=600, step=1),
    ] = 0.0
    stop: Annotated[
        float | None,
        Seconds(0, LONGEST_S),
        Knob("Stops at", "nothing is sent from then on", low=0, high=600, step=1),
    ] = None
    limit: Annotated[
        int | None,
        Whole(1, MOST),
        Knob("At most", "requests altogether", low=1, high=100_000, step=1, scale="log"),
    ] = None
    message_size: Annotated[
        int,
        Bytes(1, LARGEST_MESSAGE_BYTES),
        Meaning("of each message"),
        Assumed("a small JSON document"),
    ] = 1_024

    keys: Annotated[
        Keys | None,
        Meaning("of messages to a FIFO queue (message groups) or a stream (partition keys)"),
    ] = None
    poison: Annotated[
        Poison | None, Meaning("messages to a queue or a stream that fail every time")
    ] = None

    sent_again: Annotated[
        SentAgain | None,
        Meaning("messages to a FIFO queue that are sent twice, with the same deduplication id"),
    ] = None

    @property
    def asynchronous(self) -> bool:
        """Whether it invokes its target asynchronously."""
        return self.invocation == "Event"
