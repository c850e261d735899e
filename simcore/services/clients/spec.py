"""A client: an open-loop caller of a function, or a producer of messages."""

from typing import Annotated, Literal

from simcore.spec.annotations import Assumed, Knob, Meaning, Refers
from simcore.spec.arrivals import LONGEST_S, MOST, Arrivals
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.keys import Keys, Poison
from simcore.spec.quantities import Bytes, Fraction, Seconds, Whole

__all__ = ["Client", "SentAgain"]

LARGEST_MESSAGE_BYTES = 6 * 1024 * 1024


class SentAgain(Spec):
    """Messages to a FIFO queue that their sender sends twice, with the same deduplication id."""

    rate: Annotated[
        float,
        Fraction(0, 1),
        Knob("Sent again", "share of messages that are sent twice", low=0, high=0.5, step=0.01),
    ] = 0.0
    after: Annotated[
        float,
        Seconds(0, 86_400.0),
        Assumed("about the wait of a client that got no answer"),
        Knob("Sent again after", "how much later", low=0, high=600, step=1),
    ] = 1.0


class Client(ComponentSpec):
    """Sends without waiting for answers: Invoke, SendMessage to a queue, Publish to a topic."""

    type: Literal["client"]
    target: Annotated[
        Slug,
        Meaning("the id of a function, a queue or a topic"),
        Refers(("requests",), "send", passes_on="each", unchanged=True),
    ]
    invocation: Annotated[
        Literal["RequestResponse", "Event"],
        Meaning("of a function: synchronous, or asynchronous through its internal queue"),
    ] = "RequestResponse"
    arrivals: Annotated[Arrivals, Meaning("when it sends")]
    start: Annotated[
        float,
        Seconds(0, LONGEST_S),
        Knob("Starts at", "nothing is sent before", low=0, high=600, step=1, scale="linear"),
    ] = 0.0
    stop: Annotated[
        float | None,
        Seconds(0, LONGEST_S),
        Knob("Stops at", "nothing is sent from then on", low=0, high=600, step=1, scale="linear"),
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

    def sized_by(self, until_s: float) -> str:
        """The rate or the number that makes most of what it sends."""
        end = until_s if self.stop is None else min(self.stop, until_s)
        return f"arrivals.{self.arrivals.sized_by(max(end - self.start, 0.0))}"

    def edge_kind(self, said: str, to: str) -> str:
        """What is sent to a function is an Invoke."""
        if to != "function":
            return said
        return "invoke-async" if self.asynchronous else "invoke"

    def message_bytes(self) -> int:
        """The size of each message."""
        return self.message_size

    def sends_poison(self) -> bool:
        """Whether any are poison."""
        return self.poison is not None
