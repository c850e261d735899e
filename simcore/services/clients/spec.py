"""A client: a caller of a function or a front door, or a producer of messages."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from simcore.quotas import Profile
from simcore.services.clients.arrivals_spec import ClientArrivals
from simcore.services.clients.sdk_spec import Sdk
from simcore.spec.annotations import Assumed, Knob, Meaning, Refers, Silent
from simcore.spec.arrivals import LONGEST_S, MOST
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.keys import Keys, Poison
from simcore.spec.quantities import Bytes, Fraction, Seconds, Whole

__all__ = ["Client", "SentAgain"]

LARGEST_MESSAGE_BYTES = 6 * 1024 * 1024
MOST_PARALLEL = 1_000


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
    """Sends at its own pace, or as many users who wait: an Invoke, a request, messages, events."""

    tells_ahead: ClassVar[bool] = True

    type: Literal["client"]
    target: Annotated[
        Slug,
        Meaning("the id of a function, a front door, a queue or a topic"),
        Refers(("requests",), "send", passes_on="each", unchanged=True),
    ]
    invocation: Annotated[
        Literal["RequestResponse", "Event"],
        Meaning("of a function: synchronous, or asynchronous through its internal queue"),
    ] = "RequestResponse"
    arrivals: Annotated[ClientArrivals, Meaning("when it sends")]
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
        Poison | None,
        Meaning("messages to a queue or stream, or asynchronous events, that fail every time"),
    ] = None

    sent_again: Annotated[
        SentAgain | None,
        Meaning("messages to a FIFO queue that are sent twice, with the same deduplication id"),
    ] = None

    parallel: Annotated[
        int,
        Silent(),
        Whole(1, MOST_PARALLEL),
        Knob("Parallel requests", "that a page sends at once", low=1, high=50, step=1),
    ] = 1
    timeout: Annotated[
        float | None,
        Silent(),
        Seconds(0.001, 86_400.0),
        Knob(
            "Client timeout",
            "how long it waits for an answer; what it called goes on. An SDK waits for 60 s",
            aws_name="read_timeout",
            low=0.1,
            high=120,
            step=0.1,
        ),
    ] = None
    sdk: Annotated[
        Sdk | None,
        Silent(),
        Meaning("the AWS SDK, which tries again; `{}` is the SDK as it comes; else nothing does"),
    ] = None
    resources: Annotated[
        Keys | None,
        Silent(),
        Meaning("how many different things are asked for over HTTP, and how popular each is"),
    ] = None
    callers: Annotated[
        Keys | None,
        Silent(),
        Meaning("API keys, tokens or tenants, and how much each asks; else one, or each user"),
    ] = None
    method: Annotated[Literal["GET", "POST"], Silent(), Meaning("of requests over HTTP")] = "GET"

    @model_validator(mode="after")
    def _sends_again_by_itself(self) -> Self:
        if self.sent_again is not None and not self.sends_plainly():
            raise PydanticCustomError(
                "one-kind", "sent_again goes with none of arrivals.closed_loop, parallel, sdk"
            )
        return self

    def derived(self, profile: Profile, region: str) -> Self:
        """With the SDK's own timeout, where there is an SDK and nothing else is said."""
        if self.sdk is None or self.timeout is not None:
            return self
        return self.model_copy(update={"timeout": profile.value("sdk.read_timeout_s", region)})

    def sends_plainly(self) -> bool:
        """At its own pace, one request at a time, whatever comes back and however long it takes."""
        closed = self.arrivals.closed_loop is not None
        return not closed and self.parallel == 1 and self.timeout is None and self.sdk is None

    @property
    def asynchronous(self) -> bool:
        """Whether it invokes its target asynchronously."""
        return self.invocation == "Event"

    def sized_by(self, until_s: float) -> str:
        """The rate or the number that makes most of what it sends."""
        end = until_s if self.stop is None else min(self.stop, until_s)
        return f"arrivals.{self.arrivals.sized_by(max(end - self.start, 0.0))}"

    def edge_kind(self, said: str, to: ComponentSpec | None) -> str:
        """What is sent to a function is an Invoke, what is sent to a front door is like one."""
        if to is None or not to.answers:
            return said
        return "invoke-async" if self.asynchronous else "invoke"

    def traits(self, others: Mapping[str, ComponentSpec]) -> tuple[str, ...]:
        """Whether it looks at answers, sends pages, is many users."""
        to = others.get(self.target)
        calls = not self.sends_plainly() or (to is not None and to.answers == "http")
        said = {
            "calls": calls,
            "pages": self.parallel > 1,
            "users": self.arrivals.closed_loop is not None,
        }
        return tuple(name for name, holds in said.items() if holds)

    def message_bytes(self) -> int:
        """The size of each message."""
        return self.message_size

    def sends_poison(self) -> bool:
        """Whether any are poison."""
        return self.poison is not None
