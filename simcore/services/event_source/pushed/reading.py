"""How the facts of services read that hand events over."""

from __future__ import annotations

from simcore.facts import Row
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Flagged,
    Listed,
    Metric,
    Reading,
    Spread,
    Sum,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.event_source.facts import (
    ANSWERED,
    ENDS,
    FAILURES,
    DeliveryFailed,
    ErrorActionDone,
    EventsDelivered,
    ProgressReported,
    WaitEnded,
)

__all__ = ["PUSHED"]

GIVEN_UP = tuple(n for n in range(len(ENDS)) if n != ANSWERED)


def _not_delivered(row: Row) -> tuple[str, str]:
    return f"{row[1]} not delivered", FAILURES[row[2]]


def _why(row: Row) -> str:
    return FAILURES[row[2]]


def _waited(row: Row) -> tuple[str, str]:
    return "no answer", ENDS[row[2]]


PUSHED = Reading(
    metrics=(
        Metric(
            "EventsDelivered",
            Sum(EventsDelivered, "n"),
            "Events delivered",
            "Events that Lambda's queue has taken.",
            counter="events_delivered",
        ),
        Metric(
            "Deliveries",
            Count(EventsDelivered),
            "Deliveries",
            "Asynchronous invocations that were accepted, of one event or of several.",
            counter="deliveries",
        ),
        Metric(
            "DeliveryErrors",
            Count(DeliveryFailed),
            "Deliveries failed",
            "Deliveries that did not reach the function, each time.",
            counter="delivery_errors",
        ),
        Metric(
            "EventsLost",
            Sum(DeliveryFailed, "lost"),
            "Events lost",
            "Events that are not delivered, and will not be.",
            counter="events_lost",
        ),
        Metric(
            "DeliveryLatency",
            Durations(EventsDelivered, "t", "arose", mean=False),
            "Delivery latency",
            "From the first event of a delivery to the queue that takes it.",
        ),
        Metric(
            "ErrorActions",
            Count(ErrorActionDone),
            "Error actions",
            "Messages of a rule's error action about deliveries that failed.",
            counter="error_actions",
        ),
        Metric(
            "ProgressReports",
            Count(ProgressReported),
            "Reports of progress",
            "Times that the function said that it was not ready yet.",
            counter="progress_reports",
        ),
        Metric(
            "AnswersReceived",
            Where(WaitEnded, "end", (ANSWERED,)),
            "Answers",
            "Waits that ended with the function's answer.",
            counter="answers",
        ),
        Metric(
            "AnswersMissed",
            Where(WaitEnded, "end", GIVEN_UP),
            "Answers missed",
            "Waits that were given up.",
            counter="answers_missed",
        ),
        Metric(
            "AnswerLatency",
            Durations(WaitEnded, "t", "arose", mean=False),
            "Time to the answer",
            "From the event to the end of the wait for its answer, given up or not.",
        ),
    ),
    counters=(
        Counter("delivery_errors.<failure>", Each(DeliveryFailed, "failure", FAILURES)),
        Counter("answers_missed.<end>", Each(WaitEnded, "end", ("", *ENDS[1:]))),
    ),
    events=(
        Listed(DeliveryFailed, "err", 1, _not_delivered),
        Listed(WaitEnded, "err", 0, _waited, only="end"),
    ),
    flags=(Flagged(DeliveryFailed, "first_error", _why),),
    balances=(Balance(("delivery_errors",), ("delivery_errors.<failure>",)),),
    tells=(
        Tally("events_delivered", better="more"),
        Tally("delivery_errors", better="less"),
        Tally("events_lost", better="less"),
        Tally("error_actions"),
        Tally("progress_reports"),
        Tally("answers", better="more"),
        Tally("answers_missed", better="less"),
        Spread("AnswerLatency", "time to the answer"),
    ),
    works=(
        Work(
            "delivery",
            (Part("lost", ("events_lost",), "could not be delivered", does=True),),
            attempts=True,
        ),
    ),
)
