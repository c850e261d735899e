"""EventBridge Scheduler: schedules, and what they invoke."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from simcore.spec.annotations import FromProfile, Knob, Meaning, Refers, WithinProfile
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.pushing import EVENT_AGE, LONGEST_S, MOST_RETRIES, RETRIES, ServerErrorRate
from simcore.spec.quantities import Bytes, Seconds, Whole
from simcore.spec.schedules import Expression

__all__ = ["Schedule", "Scheduler"]

MOST_SCHEDULES = 50
MOST_ALIKE = 1_000_000
LARGEST_INPUT_BYTES = 262_144


class Schedule(Spec):
    """One schedule, or several that are alike: when they come to their time, and what they do."""

    expression: Annotated[
        Expression,
        Field(max_length=200),
        Meaning("`rate(...)`, `cron(...)` or `at(...)`, UTC; second 0 is 1 Jan 2026, 00:00"),
    ]
    count: Annotated[
        int,
        Whole(1, MOST_ALIKE),
        Knob(
            "Schedules alike",
            "so many schedules come to the same time, one for each user, say",
            "Load",
            low=1,
            high=100_000,
            step=1,
            scale="log",
        ),
    ] = 1
    flexible_window: Annotated[
        float,
        Seconds(0, 86_400.0),
        Knob(
            "Flexible window",
            "each invocation is made some time within it; 0: at its time",
            "Load",
            "FlexibleTimeWindow",
            low=0,
            high=3_600,
            step=60,
        ),
    ] = 0.0
    target: Annotated[
        Slug,
        Meaning("the id of what takes events: a function, queue, topic, bus, stream, endpoint ..."),
        Refers(("function", "events"), "schedule", passes_on="each", unchanged=True),
    ]
    server_error_rate: ServerErrorRate = 0.0
    maximum_retry_attempts: Annotated[
        int | None,
        Whole(0, MOST_RETRIES),
        FromProfile("scheduler.retry_attempts_max"),
        WithinProfile(high="scheduler.retry_attempts_max"),
        RETRIES,
    ] = None
    maximum_event_age: Annotated[
        float | None,
        Seconds(60, LONGEST_S),
        FromProfile("scheduler.event_age_max_s"),
        WithinProfile("scheduler.event_age_min_s", "scheduler.event_age_max_s"),
        EVENT_AGE,
    ] = None
    delivery_fails: Annotated[
        bool,
        Knob("No permission", "the schedule's role may not invoke the target: no retry", "Failure"),
    ] = False
    dead_letter_queue: Annotated[
        Slug | None,
        Meaning("the id of a standard queue that gets what could not be delivered"),
        Refers(("queue",), "dead-letter", passes_on="some", unchanged=True),
    ] = None

    @model_validator(mode="after")
    def _whole_minutes(self) -> Self:
        if self.flexible_window and (self.flexible_window < 60 or self.flexible_window % 60):
            raise PydanticCustomError("range", "a flexible window is 1 to 1,440 whole minutes")
        return self


class Scheduler(ComponentSpec):
    """Invokes targets by the clock: EventBridge Scheduler."""

    type: Literal["scheduler"]
    schedules: Annotated[
        tuple[Schedule, ...],
        Field(min_length=1, max_length=MOST_SCHEDULES),
        Meaning("when to invoke what"),
    ]
    input_size: Annotated[
        int, Bytes(1, LARGEST_INPUT_BYTES), Meaning("of the input of each invocation")
    ] = 256

    def message_bytes(self) -> int:
        """The size of the input."""
        return self.input_size
