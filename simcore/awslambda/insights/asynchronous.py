"""Insights about asynchronous events: too old, delivered twice, tried again and again."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.insights import models
from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent, seconds

__all__ = ["ASYNCHRONOUS"]

DROPPED, RETRIES, RECEIVED = "AsyncEventsDropped", "AsyncRetries", "AsyncEventsReceived"
AGAIN_SHARE, AGAIN = 0.25, 20
"""Such a share of the attempts, and so many, are made again."""


def _aged_out(history: History, id: str) -> Iterator[Found]:
    old = history.counter(id, "async_dropped.EventAgeExceeded")
    if not old:
        return
    most = history.spec(id).asynchronous.maximum_event_age
    dropped = enumerate(history.series(id, DROPPED))
    bins = [n for n, value in dropped if value and history.ends(n) >= most]
    if not bins:
        return
    received = history.counter(id, "async_received") + history.counter(id, "async_duplicated")
    yield Found(
        history.begins(bins[0]),
        history.ends(bins[-1]),
        f"Asynchronous events of {id} grew too old and were dropped.",
        f"{old:,.0f} of {many(received, 'event')} ({percent(old, received)}) were older than "
        f"{seconds(most)} before an attempt succeeded.",
        (history.seen(id, DROPPED, history.begins(bins[0])),),
        _older(history, id, most),
    )


def _older(history: History, id: str, now: float) -> Try | None:
    value = history.quota("lambda.async.maximum_event_age_max_s")
    if value <= now:
        return None
    path = f"components.{id}.asynchronous.maximum_event_age"
    return Try(path, value, f"Let events wait for up to {seconds(value)}, the most there is.")


def _duplicated(history: History, id: str) -> Iterator[Found]:
    twice = history.counter(id, "async_duplicated")
    came = [n for n, value in enumerate(history.series(id, RECEIVED)) if value]
    if not twice or not came:
        return
    received = history.counter(id, "async_received")
    yield Found(
        history.begins(came[0]),
        history.end_s,
        f"Asynchronous events of {id} were delivered twice although nothing had failed.",
        f"{twice:,.0f} of {many(received, 'event')} ({percent(twice, received)}): a handler has to "
        "bear the same event twice.",
        (history.counted(id, "async_duplicated"),),
        Try(
            f"components.{id}.asynchronous.duplicate_rate",
            0.0,
            "See what it would be without them.",
        ),
    )


def _again(history: History, id: str) -> Iterator[Found]:
    attempts, retries = history.counter(id, "async_attempts"), history.counter(id, "async_retries")
    if retries < AGAIN or retries < AGAIN_SHARE * attempts:
        return
    bins = [n for n, value in enumerate(history.series(id, RETRIES)) if value]
    events = history.counter(id, "async_received") + history.counter(id, "async_duplicated")
    yield Found(
        history.begins(bins[0]),
        history.ends(bins[-1]),
        f"Retries multiplied the asynchronous work of {id}.",
        f"{many(attempts, 'attempt')} for {many(events, 'event')}, {attempts / max(events, 1):.3g} "
        f"each: {retries:,.0f} failed and were made again.",
        (history.seen(id, RETRIES, history.begins(bins[0])),),
        _fewer(history, id),
    )


def _fewer(history: History, id: str) -> Try | None:
    retries = history.spec(id).asynchronous.maximum_retry_attempts
    if not retries:
        return None
    path = f"components.{id}.asynchronous.maximum_retry_attempts"
    return Try(path, retries - 1, "Try once less: more events are dropped instead.")


HANDLING = "docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling"

ASYNCHRONOUS = (
    InsightKind(
        "async-age-out",
        "Asynchronous events grew too old",
        "Events were dropped because they were older than the maximum event age.",
        Law(
            "An event that is older than its maximum age is dropped, however often it was tried.",
            models.EVENTS,
            "lambda.async.maximum_event_age_max_s",
            page=HANDLING,
            date="2026-07-12",
        ),
        _aged_out,
        explains="loss",
    ),
    InsightKind(
        "async-duplicates",
        "Asynchronous events were delivered twice",
        "Events were delivered a second time although no attempt had failed.",
        Law(
            "A function can receive the same event several times, even without an error.",
            models.EVENTS,
            page=HANDLING,
            date="2026-07-12",
        ),
        _duplicated,
        explains="cost",
    ),
    InsightKind(
        "async-retry-amplification",
        "Retries multiplied asynchronous work",
        f"At least {AGAIN_SHARE:.0%} of the attempts, {AGAIN} or more, failed and were made again.",
        Law(
            "After a function error an event is tried again, a minute and then two minutes later.",
            models.EVENTS,
            "lambda.async.maximum_retry_attempts_default",
        ),
        _again,
        explains="loss",
    ),
)
