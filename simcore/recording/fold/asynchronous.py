"""Which facts of asynchronous invocation give which metrics; a part of the one table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from simcore import facts
from simcore.recording.fold.base import Fold
from simcore.recording.fold.counts import Count, Positive, Tally
from simcore.recording.fold.levels import Last
from simcore.recording.fold.samples import Samples

_DROPPED = ("AsyncEventsDropped", "async_dropped")

ASYNCHRONOUS: dict[type[Any], tuple[Callable[..., Fold], ...]] = {
    facts.AsyncEventReceived: (
        partial(Count, metric="AsyncEventsReceived", counter="async_received"),
    ),
    facts.AsyncEventDuplicated: (partial(Count, metric=None, counter="async_duplicated"),),
    facts.AsyncAttemptStarted: (
        partial(Count, metric=None, counter="async_attempts"),
        partial(Samples, metric="AsyncEventAge", of="t", since="accepted"),
    ),
    facts.AsyncAttemptRefused: (
        partial(Count, metric="AsyncAttemptsRefused", counter="async_refused"),
    ),
    facts.AsyncAttemptFailed: (
        partial(Count, metric=None, counter="async_failed"),
        partial(Positive, of="due", metric="AsyncRetries", counter="async_retries"),
    ),
    facts.AsyncEventEnded: (
        partial(
            Tally,
            of="condition",
            targets=(
                (("AsyncEventsSucceeded", "async_succeeded"),),
                *((_DROPPED, (None, f"async_dropped.{name}")) for name in facts.CONDITIONS[1:]),
            ),
        ),
        partial(Positive, of="delivered", metric=None, counter="async_ended_delivered"),
        partial(Samples, metric="AsyncEventLatency", of="t", since="accepted", mean=False),
    ),
    facts.RecursiveInvocationDropped: (
        partial(Count, metric="RecursiveInvocationsDropped", counter="async_recursive"),
    ),
    facts.DestinationDelivered: (
        partial(Count, metric="DestinationDeliveries", counter="async_delivered"),
        partial(
            Tally,
            of="channel",
            targets=tuple(((None, f"async_delivered.{name}"),) for name in facts.CHANNELS),
        ),
    ),
    facts.DeliveryFailed: (
        partial(
            Tally,
            of="channel",
            targets=(
                (("DestinationDeliveryFailures", "destination_delivery_failures"),),
                (("DestinationDeliveryFailures", "destination_delivery_failures"),),
                (("DeadLetterErrors", "dead_letter_errors"),),
            ),
        ),
    ),
    facts.AsyncObserved: (
        partial(Last, of="waiting", metric="AsyncEventsWaiting", counter="async_waiting"),
        partial(Last, of="running", metric="AsyncEventsRunning", counter="async_running"),
    ),
    facts.MessagePublished: (
        partial(Count, metric="NumberOfMessagesPublished", counter="published"),
    ),
    facts.NotificationDelivered: (
        partial(Count, metric="NumberOfNotificationsDelivered", counter="notified"),
    ),
    facts.EventPut: (partial(Count, metric="EventsReceived", counter="received"),),
    facts.ObjectPut: (partial(Count, metric="ObjectsReceived", counter="received"),),
}
"""Fact -> makers of the folds that take in its rows."""
