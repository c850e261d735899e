"""An SNS topic, standard or FIFO."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from simcore.services.sns.retries import BackoffFunction, Phases
from simcore.spec.annotations import Knob, Meaning, Needs, Refers, Silent, WithinProfile
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.filtering import MOST_CLASSES, MessageClasses
from simcore.spec.quantities import Bytes, Fraction, Seconds, Whole

__all__ = ["DeliveryPolicy", "Fifo", "Subscription", "Topic", "retries_of"]

MOST_SUBSCRIBERS = 100
MOST_HTTP_RETRIES = 100
LONGEST_HTTP_WAIT_S = 3_600.0
LARGEST_MESSAGE_BYTES = 1_048_576

SUBSCRIBER = Refers(
    ("queue", "function", "notifications"), "notify", passes_on="each", unchanged=True
)


def _is_empty(value: object) -> bool:
    return not value


def _retries(meaning: str, label: str) -> Knob:
    return Knob(label, meaning, "Failure", low=0, high=20, step=1)


class DeliveryPolicy(Spec):
    """How often, and when, SNS tries an HTTP endpoint again (its `healthyRetryPolicy`)."""

    num_retries: Annotated[
        int, Whole(0, MOST_HTTP_RETRIES), _retries("in all", "Retries (numRetries)")
    ] = 3
    num_no_delay_retries: Annotated[int, Whole(0, MOST_HTTP_RETRIES), Meaning("at once")] = 0
    num_min_delay_retries: Annotated[
        int, Whole(0, MOST_HTTP_RETRIES), Meaning("after the least delay, before the back-off")
    ] = 0
    num_max_delay_retries: Annotated[
        int, Whole(0, MOST_HTTP_RETRIES), Meaning("after the longest delay, behind the back-off")
    ] = 0
    min_delay_target: Annotated[
        float,
        Seconds(1, LONGEST_HTTP_WAIT_S),
        Knob("Least delay", "between two attempts", "Failure", "minDelayTarget", low=1, high=600),
    ] = 20.0
    max_delay_target: Annotated[
        float,
        Seconds(1, LONGEST_HTTP_WAIT_S),
        Knob("Longest delay", "between two attempts", "Failure", "maxDelayTarget", low=1, high=600),
    ] = 20.0
    backoff_function: Annotated[
        BackoffFunction, Meaning("how the delays of the back-off phase grow")
    ] = "linear"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        apart = self.num_no_delay_retries + self.num_min_delay_retries + self.num_max_delay_retries
        if apart > self.num_retries:
            raise PydanticCustomError(
                "order", "the phases have more retries together than num_retries"
            )
        if self.min_delay_target > self.max_delay_target:
            raise PydanticCustomError("order", "min_delay_target is more than max_delay_target")
        phases = retries_of(self)
        waits = [phases.wait_s(n, 0.5) or 0.0 for n in range(1, phases.retries + 1)]
        if sum(waits) > LONGEST_HTTP_WAIT_S:
            raise PydanticCustomError("order", "the delays are more than 3,600 s together")
        return self


def retries_of(policy: DeliveryPolicy, jitter: float = 0.0) -> Phases:
    """What is left of the retries is the back-off phase."""
    at_once, least = policy.num_no_delay_retries, policy.num_min_delay_retries
    longest = policy.num_max_delay_retries
    return Phases(
        at_once,
        least,
        policy.min_delay_target,
        policy.num_retries - at_once - least - longest,
        longest,
        policy.max_delay_target,
        policy.backoff_function,
        jitter,
    )


class Subscription(Spec):
    """A subscriber with a filter policy, a failing delivery, a dead-letter queue of its own."""

    target: Annotated[Slug, Meaning("the id of a queue, a function or an endpoint"), SUBSCRIBER]
    matching: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Matching share",
            "share of the messages that the subscription's filter policy accepts",
            "Load",
            "FilterPolicy",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = 1.0
    classes: Annotated[
        tuple[Slug, ...] | None,
        Field(max_length=MOST_CLASSES),
        Silent(),
        Meaning("the filter policy accepts these of the topic's `message_classes`, and no others"),
    ] = None
    filter_policy_scope: Annotated[
        Literal["MessageAttributes", "MessageBody"],
        Silent(),
        Meaning("what the filter policy looks at"),
    ] = "MessageAttributes"
    raw_message_delivery: Annotated[
        bool, Silent(), Meaning("the body alone, not in SNS's JSON document")
    ] = False
    server_error_rate: Annotated[
        float | None,
        Fraction(0, 1),
        Silent(),
        Knob(
            "Server-side errors",
            "share of the attempts that fail and are tried again; 100 %: the subscriber is down",
            "Failure",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = None
    delivery_policy: Annotated[
        DeliveryPolicy | None,
        Silent(),
        Meaning("of an HTTP endpoint: its retries; SNS's own are 3, after 20 s each"),
    ] = None
    delivery_fails: Annotated[
        bool,
        Knob(
            "Delivery fails",
            "a client-side error: a permission is missing, or the endpoint is gone; no retry",
            "Failure",
        ),
    ] = False
    dead_letter_queue: Annotated[
        Slug | None,
        Meaning("the id of a queue that gets what could not be delivered; else it is lost"),
        Refers(("queue",), "dead-letter", passes_on="each", unchanged=True),
    ] = None

    @model_validator(mode="after")
    def _one_filter(self) -> Self:
        if self.classes is not None and self.matching != 1.0:
            raise PydanticCustomError("one-kind", "a filter has either matching or classes")
        return self

    def passing(self, field: str) -> float:
        """What matches goes to the target or, when its delivery fails, to the dead-letter queue."""
        return self.matching if self.delivery_fails == (field == "dead_letter_queue") else 0.0


class Fifo(Spec):
    """Makes a topic a FIFO topic, even when it says nothing: `fifo: {}`."""

    throughput_scope: Annotated[
        Literal["Topic", "MessageGroup"],
        Meaning("FifoThroughputScope: for whom the quota of messages a second counts"),
    ] = "Topic"


class Topic(ComponentSpec):
    """Hands each message to all of its subscribers at once."""

    type: Literal["topic"]
    subscribers: Annotated[
        tuple[Slug, ...],
        Field(max_length=MOST_SUBSCRIBERS),
        Meaning("the ids of queues, functions and endpoints; functions are invoked asynchronously"),
        SUBSCRIBER,
    ] = ()
    subscriptions: Annotated[
        tuple[Subscription, ...],
        Field(max_length=MOST_SUBSCRIBERS, exclude_if=_is_empty),
        Meaning("further subscribers, with a filter or a dead-letter queue of their own"),
    ] = ()
    fifo: Annotated[
        Fifo | None,
        Silent(),
        Meaning("makes it a FIFO topic, whose messages go to queues alone; `{}` is enough"),
    ] = None
    message_classes: Annotated[MessageClasses, Field(exclude_if=_is_empty)] = Field(
        default_factory=dict
    )
    without_attributes: Annotated[
        float,
        Fraction(0, 1),
        Silent(),
        Meaning("share of the messages without any, which no filter policy on attributes accepts"),
    ] = 0.0
    invalid_body: Annotated[
        float,
        Fraction(0, 1),
        Silent(),
        Meaning("share of the messages whose body is no JSON, for filter policies on the body"),
    ] = 0.0
    publish_quota: Annotated[
        bool,
        Silent(),
        Knob("Publish quota", "the Region's quota of messages a second refuses what is above it"),
    ] = False
    maximum_message_size: Annotated[
        int | None,
        Bytes(1_024, LARGEST_MESSAGE_BYTES),
        Silent(),
        Needs("sns.message_size_raised_max_bytes"),
        WithinProfile(high="sns.message_size_raised_max_bytes"),
        Meaning("MaximumMessageSize: the largest message; 256 KB where nothing is said"),
    ] = None

    def traits(self, others: Mapping[str, ComponentSpec]) -> tuple[str, ...]:
        """Whether notifications may wait for another attempt."""
        return ("retries",) if self.is_detailed else ()

    @property
    def is_detailed(self) -> bool:
        """Whether anything is said that makes it state more than what is published and delivered:
        whatever may be tried again, or refused."""
        said = {name for name in DETAILS if getattr(self, name)}
        more = {
            name
            for one in self.subscriptions
            for name in DETAILS_OF_SUBSCRIPTIONS
            if getattr(one, name) is not None
        }
        return bool(said | more)


DETAILS = (
    *("fifo", "message_classes", "without_attributes", "invalid_body"),
    *("publish_quota", "maximum_message_size"),
)
DETAILS_OF_SUBSCRIPTIONS = ("classes", "server_error_rate", "delivery_policy")
