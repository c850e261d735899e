"""How a function's asynchronous events read."""

from __future__ import annotations

from simcore.awslambda.facts.asynchronous import (
    CHANNELS,
    CONDITIONS,
    REFUSALS,
    AsyncAttemptFailed,
    AsyncAttemptRefused,
    AsyncAttemptStarted,
    AsyncEventDuplicated,
    AsyncEventEnded,
    AsyncEventReceived,
    AsyncObserved,
    DeliveryFailed,
    DestinationDelivered,
    RecursiveInvocationDropped,
)
from simcore.awslambda.reading.sources import LAMBDA
from simcore.awslambda.reading.views.countdown import CountdownView
from simcore.facts import Row
from simcore.recording.layout import column
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Flagged,
    Highest,
    Last,
    Listed,
    Metric,
    Positive,
    Reading,
    Spread,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work

__all__ = ["ASYNCHRONOUS"]

ENDED, OBSERVED = AsyncEventEnded, AsyncObserved
DELIVERED, NOT_DELIVERED = DestinationDelivered, DeliveryFailed
_CONDITION = column(ENDED, "condition")
SUCCESS, *DROPPED = range(len(CONDITIONS))
ON_SUCCESS, ON_FAILURE, DEAD_LETTER_QUEUE = range(len(CHANNELS))


def _dropped(row: Row) -> tuple[str, str]:
    sent_on = "sent on" if row[4] else "lost"
    return f"event dropped after {row[2]} attempts, {sent_on}", CONDITIONS[row[3]]


def _not_delivered(row: Row) -> tuple[str, str]:
    return "delivery failed, lost", CHANNELS[row[1]]


def _recursive(row: Row) -> tuple[str, str]:
    return "recursive loop cut", f"invocation {row[1]} of a chain"


def _retry(row: Row) -> tuple[str, str]:
    return f"attempt {row[1]} failed, event waits", f"{row[2] - row[0]:.0f} s"


def _refused(row: Row) -> tuple[str, str]:
    return "event back to the queue", REFUSALS[row[2]]


def _duplicated(row: Row) -> tuple[str, str]:
    return "event delivered twice", ""


def _failed(row: Row) -> str:
    return f"attempt {row[1]} failed"


def _condition(row: Row) -> str:
    return CONDITIONS[row[_CONDITION]]


ASYNCHRONOUS = Reading(
    metrics=(
        Metric(
            "AsyncEventsReceived",
            Count(AsyncEventReceived),
            "Asynchronous events received",
            "Events accepted into the internal queue (202).",
            counter="async_received",
            source=LAMBDA,
        ),
        Metric(
            "AsyncEventAge",
            Durations(AsyncAttemptStarted, "t", "accepted"),
            "Age of asynchronous events",
            "From being accepted to an invocation, each time it is invoked.",
            source=LAMBDA,
        ),
        Metric(
            "AsyncEventsDropped",
            Where(ENDED, "condition", tuple(DROPPED)),
            "Asynchronous events dropped",
            "Events that ended without success, sent on to a target or not.",
            counter="async_dropped",
            source=LAMBDA,
        ),
        Metric(
            "DeadLetterErrors",
            Where(NOT_DELIVERED, "channel", (DEAD_LETTER_QUEUE,)),
            "Dead-letter errors",
            "Events that the dead-letter queue did not take.",
            counter="dead_letter_errors",
            source=LAMBDA,
        ),
        Metric(
            "DestinationDeliveryFailures",
            Where(NOT_DELIVERED, "channel", (ON_SUCCESS, ON_FAILURE)),
            "Destination delivery failures",
            "Invocation records that a destination did not take.",
            counter="destination_delivery_failures",
            source=LAMBDA,
        ),
        Metric(
            "RecursiveInvocationsDropped",
            Count(RecursiveInvocationDropped),
            "Recursive invocations dropped",
            "Events that were not processed because their chain of invocations goes in circles.",
            counter="async_recursive",
            source=LAMBDA,
        ),
        Metric(
            "AsyncEventsSucceeded",
            Where(ENDED, "condition", (SUCCESS,)),
            "Asynchronous events succeeded",
            "Events that ended with success.",
            counter="async_succeeded",
        ),
        Metric(
            "AsyncRetries",
            Positive(AsyncAttemptFailed, "due"),
            "Asynchronous retries",
            "Attempts that failed and will be made again.",
            counter="async_retries",
        ),
        Metric(
            "AsyncAttemptsRefused",
            Count(AsyncAttemptRefused),
            "Asynchronous attempts refused",
            "Attempts that a throttle or a system error kept from the function.",
            counter="async_refused",
        ),
        Metric(
            "DestinationDeliveries",
            Count(DELIVERED),
            "Destination deliveries",
            "Events and invocation records that destinations and dead-letter queues took.",
            counter="async_delivered",
        ),
        Metric(
            "AsyncEventsWaiting",
            Last(OBSERVED, "waiting"),
            "Asynchronous events waiting",
            "Events that wait for their next attempt.",
            counter="async_waiting",
        ),
        Metric(
            "AsyncEventsRunning",
            Last(OBSERVED, "running"),
            "Asynchronous events running",
            "Events that the function is processing.",
            counter="async_running",
        ),
        Metric(
            "AsyncEventLatency",
            Durations(ENDED, "t", "accepted", mean=False),
            "Latency of asynchronous events",
            "From being accepted to success or to being dropped.",
        ),
    ),
    counters=(
        Counter("async_duplicated", Count(AsyncEventDuplicated)),
        Counter("async_attempts", Count(AsyncAttemptStarted)),
        Counter("async_failed", Count(AsyncAttemptFailed)),
        Counter("async_dropped.<condition>", Each(ENDED, "condition", ("", *CONDITIONS[1:]))),
        Counter(
            "async_ended_delivered",
            Positive(ENDED, "delivered"),
            "ended, and at least one target has it",
        ),
        Counter("async_delivered.<channel>", Each(DELIVERED, "channel", CHANNELS)),
    ),
    events=(
        Listed(ENDED, "dlq", 0, _dropped, only="condition"),
        Listed(NOT_DELIVERED, "err", 0, _not_delivered),
        Listed(RecursiveInvocationDropped, "err", 0, _recursive),
        Listed(AsyncEventDuplicated, "retry", 1, _duplicated),
        Listed(AsyncAttemptFailed, "retry", 4, _retry, only="due"),
        # A throttle is listed by the function that refused.
        Listed(AsyncAttemptRefused, "retry", 6, _refused, only="cause"),
    ),
    flags=(
        Flagged(AsyncAttemptFailed, "first_retry", _failed, only="due"),
        Flagged(ENDED, "first_dead_letter", _condition, only="condition"),
    ),
    balances=(
        Balance(
            ("async_received", "async_duplicated"),
            ("async_succeeded", "async_dropped", "async_waiting", "async_running"),
        ),
        Balance(("async_attempts",), ("async_succeeded", "async_failed", "async_running")),
        Balance(("invocations",), ("async_attempts",), rest="the other invocations"),
        Balance(("async_dropped",), ("async_dropped.<condition>",)),
        Balance(("async_delivered",), ("async_delivered.<channel>",)),
    ),
    views=(CountdownView,),
    tells=(
        Tally("async_received"),
        Tally("async_duplicated", better="less"),
        Tally("async_refused", better="less"),
        Tally("async_succeeded", better="more"),
        Tally("async_dropped", better="less"),
        Tally("async_recursive", "async stopped as recursive", better="less"),
        Tally("dead_letter_errors", better="less"),
        Tally("destination_delivery_failures", better="less"),
        Tally("async_waiting", better="less"),
        Highest("AsyncEventsWaiting", "events waiting", better="less"),
        Spread("AsyncEventLatency", "event latency"),
    ),
    waits=("async_waiting", "async_running"),
    works=(
        Work(
            "event",
            (
                Part("done", ("async_succeeded",), "processed"),
                Part("lost", ("async_dropped",), "dropped"),
                Part("left", ("async_waiting",), "still waiting"),
                Part("left", ("async_running",), "in work"),
            ),
            came=("async_received", "async_duplicated"),
            backlog="AsyncEventsWaiting",
            took="AsyncEventLatency",
        ),
    ),
)
