"""What a function does with asynchronous events: retries, age, and where they go in the end."""

from collections.abc import Iterator
from typing import Annotated

from simcore.spec.annotations import Assumed, FromProfile, Knob, Meaning, Refers, WithinProfile
from simcore.spec.base import Slug, Spec
from simcore.spec.quantities import Fraction, Seconds, Whole

__all__ = ["Asynchronous", "Destination"]

FAILURES = ("queue", "topic", "function", "bus", "bucket")
"""What may be a destination (Lambda guide, invocation-async-retain-records, 12 Jul 2026; fact 8)"""


class Destination(Spec):
    """Where events, or records of them, are sent."""

    target: Annotated[Slug, Meaning("the id of a queue, topic, function, bus or bucket")]
    delivery_fails: Annotated[
        bool,
        Knob(
            "Delivery fails",
            "a permission is missing: what is sent there is lost",
            "Failure",
        ),
    ] = False


class Asynchronous(Spec):
    """How Lambda's internal queue treats the function's events; of AWS's EventInvokeConfig."""

    maximum_retry_attempts: Annotated[
        int | None,
        Whole(0, 10),
        FromProfile("lambda.async.maximum_retry_attempts_default"),
        WithinProfile(high="lambda.async.maximum_retry_attempts_max"),
        Knob(
            "Retry attempts",
            "how often an event is tried again after the function failed",
            "Failure",
            "MaximumRetryAttempts",
            low=0,
            high=3,
            step=1,
        ),
    ] = None
    maximum_event_age: Annotated[
        float | None,
        Seconds(0, 86_400),
        FromProfile("lambda.async.maximum_event_age_default_s"),
        WithinProfile(
            "lambda.async.maximum_event_age_min_s", "lambda.async.maximum_event_age_max_s"
        ),
        Knob(
            "Maximum event age",
            "an event older than this is dropped",
            "Failure",
            "MaximumEventAgeInSeconds",
            low=60,
            high=21_600,
            step=60,
            scale="log",
        ),
    ] = None
    duplicate_rate: Annotated[
        float | None,
        Fraction(0, 1),
        FromProfile("lambda.async.duplicate_rate"),
        Assumed("AWS says that it happens, not how often"),
        Knob(
            "Duplicates",
            "share of events that are delivered twice, though nothing failed",
            "Failure",
            low=0,
            high=0.2,
            step=0.001,
        ),
    ] = None
    system_error_rate: Annotated[
        float | None,
        Fraction(0, 1),
        FromProfile("lambda.async.system_error_rate"),
        Assumed("AWS publishes no rate"),
        Knob(
            "System errors",
            "share of attempts that fail in Lambda itself: they use up no retry",
            "Failure",
            low=0,
            high=0.5,
            step=0.001,
        ),
    ] = None
    dead_letter_queue: Annotated[
        Destination | None,
        Meaning("a queue or topic that gets the events that are dropped"),
        Refers(("queue", "topic"), "dead-letter", passes_on="some"),
    ] = None
    on_success: Annotated[
        Destination | None,
        Meaning("a queue, topic, function or bus that gets a record of each"),
        Refers(FAILURES[:-1], "on-success", passes_on="some"),
    ] = None
    on_failure: Annotated[
        Destination | None,
        Meaning("the same for events that are dropped; a bucket, too"),
        Refers(FAILURES, "on-failure", passes_on="some"),
    ] = None

    def destinations(self) -> Iterator[tuple[str, Destination]]:
        """Those that are given, with the names of their fields."""
        for field in ("dead_letter_queue", "on_success", "on_failure"):
            destination = getattr(self, field)
            if destination is not None:
                yield field, destination
