"""An EventBridge event bus, with its rules."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from simcore.spec.annotations import (
    Assumed,
    FromProfile,
    Knob,
    Meaning,
    Refers,
    Silent,
    WithinProfile,
)
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.filtering import MOST_CLASSES, MessageClasses
from simcore.spec.pushing import EVENT_AGE, LONGEST_S, MOST_RETRIES, RETRIES, ServerErrorRate
from simcore.spec.quantities import Fraction, Seconds, Whole
from simcore.spec.schedules import Repeating

__all__ = ["Bus", "Rule", "RuleTarget"]

MOST_RULES = 300
MOST_TARGETS = 5
MOST_ENTRIES = 10


def _is_empty(value: object) -> bool:
    return not value


class RuleTarget(Spec):
    """Whom a rule sends its events, and what is done when that fails."""

    target: Annotated[
        Slug,
        Meaning("the id of what takes events: a function, queue, topic, bus, stream, endpoint ..."),
        Refers(("function", "events"), "rule", passes_on="each", unchanged=True),
    ]
    server_error_rate: ServerErrorRate = 0.0
    maximum_retry_attempts: Annotated[
        int | None,
        Whole(0, MOST_RETRIES),
        FromProfile("eventbridge.retry_attempts_max"),
        WithinProfile(high="eventbridge.retry_attempts_max"),
        RETRIES,
    ] = None
    maximum_event_age: Annotated[
        float | None,
        Seconds(60, LONGEST_S),
        FromProfile("eventbridge.event_age_max_s"),
        WithinProfile("eventbridge.event_age_min_s", "eventbridge.event_age_max_s"),
        EVENT_AGE,
    ] = None
    delivery_fails: Annotated[
        bool,
        Knob("No permission", "the rule may not invoke the target: no retry", "Failure"),
    ] = False
    dead_letter_queue: Annotated[
        Slug | None,
        Meaning("the id of a standard queue that gets what could not be delivered"),
        Refers(("queue",), "dead-letter", passes_on="each", unchanged=True),
    ] = None

    def passing(self, field: str) -> float:
        """All to the target or, when it may not be invoked, to the dead-letter queue."""
        return 1.0 if self.delivery_fails == (field == "dead_letter_queue") else 0.0


class Rule(Spec):
    """Which events go to which targets; with a schedule, when the targets are invoked."""

    matching: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Matching share",
            "share of the events that match the rule's pattern",
            "Load",
            "EventPattern",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = 1.0
    classes: Annotated[
        tuple[Slug, ...] | None,
        Field(max_length=MOST_CLASSES),
        Meaning("the pattern matches these of the bus's `message_classes`, and no others"),
    ] = None
    schedule: Annotated[
        Repeating | None,
        Field(max_length=200),
        Meaning("`rate(5 minutes)` or `cron(0 12 * * ? *)`, UTC; second 0 is 1 Jan 2026, 00:00"),
    ] = None
    targets: Annotated[
        tuple[RuleTarget, ...],
        Field(min_length=1, max_length=MOST_TARGETS),
        Meaning("who gets the events: all of them each"),
    ]

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.classes is not None and self.matching != 1.0:
            raise PydanticCustomError("one-kind", "a rule has either matching or classes")
        if self.schedule and (self.classes is not None or self.matching != 1.0):
            raise PydanticCustomError("one-kind", "a rule has a pattern or a schedule, not both")
        return self

    def passing(self, field: str) -> float:
        """What matches; a schedule's events do not come to the bus."""
        if self.schedule is not None:
            return 0.0
        return self.matching


class Bus(ComponentSpec):
    """Takes events, and sends each to the targets of all rules that it matches."""

    type: Literal["bus"]
    message_classes: Annotated[MessageClasses, Field(exclude_if=_is_empty)] = Field(
        default_factory=dict
    )
    entries_per_request: Annotated[
        int,
        Whole(1, MOST_ENTRIES),
        Silent(),
        Assumed("each sender puts one event at a time"),
        Knob(
            "Entries a request",
            "events in one PutEvents, whose quota counts requests",
            low=1,
            high=MOST_ENTRIES,
            step=1,
        ),
    ] = 1
    rules: Annotated[
        tuple[Rule, ...],
        Silent(),
        Field(max_length=MOST_RULES),
        Meaning("without any, what is put is counted and no quota is looked at"),
    ] = ()
