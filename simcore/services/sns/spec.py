"""An SNS standard topic."""

from typing import Annotated, Literal

from pydantic import Field

from simcore.spec.annotations import Knob, Meaning, Refers
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.quantities import Fraction

__all__ = ["Subscription", "Topic"]

MOST_SUBSCRIBERS = 20


def _is_empty(value: object) -> bool:
    return not value


class Subscription(Spec):
    """A subscriber with a filter policy, a failing delivery, a dead-letter queue of its own."""

    target: Annotated[
        Slug,
        Meaning("the id of a queue or a function"),
        Refers(("queue", "function"), "notify", passes_on="each", unchanged=True),
    ]
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

    def passing(self, field: str) -> float:
        """What matches goes to the target or, when its delivery fails, to the dead-letter queue."""
        return self.matching if self.delivery_fails == (field == "dead_letter_queue") else 0.0


class Topic(ComponentSpec):
    """Hands each message to all of its subscribers at once."""

    type: Literal["topic"]
    subscribers: Annotated[
        tuple[Slug, ...],
        Field(max_length=MOST_SUBSCRIBERS),
        Meaning("the ids of queues and functions; functions are invoked asynchronously"),
        Refers(("queue", "function"), "notify", passes_on="each", unchanged=True),
    ] = ()
    subscriptions: Annotated[
        tuple[Subscription, ...],
        Field(max_length=MOST_SUBSCRIBERS, exclude_if=_is_empty),
        Meaning("further subscribers, with a filter or a dead-letter queue of their own"),
    ] = ()
