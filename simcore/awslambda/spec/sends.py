"""What a function's handler sends on, and hands over without waiting for what comes of it."""

from typing import Annotated, Literal

from pydantic import Field

from simcore.spec.annotations import Assumed, Knob, Meaning, Refers, Silent
from simcore.spec.base import Slug, Spec
from simcore.spec.keys import Keys
from simcore.spec.quantities import Bytes, Fraction, Whole

__all__ = ["HandlerSends", "RecursiveLoop", "Send"]

MOST_SENDS, MOST_TIMES = 50, 1_000
LARGEST_BYTES = 6 * 1024 * 1024


class Send(Spec):
    """Messages, events, records or objects that the handler sends to one target."""

    target: Annotated[
        Slug,
        Meaning(
            "the id of whatever takes events: a queue, a topic, a bus, a bucket, a stream, a "
            "table, or a function, which is invoked asynchronously"
        ),
        Refers(("events",), "send", by_handler=True),
    ]
    per: Annotated[
        Literal["invocation", "record"],
        Knob(
            "Sends for each",
            "invocation, or record of its batch: an asynchronous event is one record, a "
            "synchronous request has none",
            "Function",
        ),
    ] = "invocation"
    probability: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Share that sends",
            "share of the invocations, or of the records, for which it sends",
            "Function",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = 1.0
    count: Annotated[
        int,
        Whole(1, MOST_TIMES),
        Knob("Sends", "how many it sends each time", "Function", low=1, high=20, step=1),
    ] = 1
    when: Annotated[
        Literal["success", "always"],
        Assumed(
            "a handler sends when its work is done; with `always` it has sent before it fails or "
            "is cut off, so that a retry sends once more"
        ),
        Knob(
            "Sends on",
            "success alone, or whenever the handler ran: then a retry sends once more",
            "Failure",
        ),
    ] = "success"
    catches_errors: Annotated[
        bool,
        Knob(
            "Catches refusals",
            "a target that refuses does not fail the handler: it goes on, and what was refused "
            "is lost",
            "Failure",
        ),
    ] = False
    message_size: Annotated[
        int,
        Bytes(1, LARGEST_BYTES),
        Meaning("of each message"),
        Assumed("a small JSON document"),
    ] = 1_024
    keys: Annotated[
        Keys | None,
        Meaning("of messages to a FIFO queue (message groups), a stream or a table"),
    ] = None

    def passing(self, field: str) -> float:
        """How many it sends for each, on average."""
        return self.probability * self.count

    def sent_bytes(self) -> int:
        """The size of each message."""
        return self.message_size


RecursiveLoop = Annotated[
    Literal["Terminate", "Allow"],
    Silent(),
    Knob(
        "Recursive loop",
        "what Lambda does when about 16 invocations in one chain have led here through queues, "
        "topics, buckets and functions: it stops the chain, or lets it go on",
        "Failure",
        "RecursiveLoop",
    ),
]
HandlerSends = Annotated[
    tuple[Send, ...],
    Field(max_length=MOST_SENDS),
    Silent(),
    Meaning(
        "what the handler sends on and does not wait for: a list of "
        "`{target, per, probability, count, when}`"
    ),
]
