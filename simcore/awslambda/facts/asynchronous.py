"""Facts of asynchronous invocation: events in Lambda's internal queue, and where they end up.

``accepted`` is when Lambda took the event in, ``due`` when it is tried again: -1 means never.
"""

from typing import NamedTuple

CONDITIONS = (
    "Success",
    "RetriesExhausted",
    "EventAgeExceeded",
    "ZeroReservedConcurrency",
    "recursive loop",
)
"""How an event ends: ``condition`` of the invocation record; the last one is our name."""

CHANNELS = ("on success", "on failure", "dead-letter queue")
"""The ways on which an event, or a record of it, is sent on."""

REFUSALS = ("throttle", "system error")
"""Why an attempt did not reach the function; neither uses up a retry."""


class AsyncEventReceived(NamedTuple):
    """An event was accepted (202) into the internal queue."""

    t: float


class AsyncEventDuplicated(NamedTuple):
    """The queue delivers an event a second time; the copy has a life of its own."""

    t: float


class AsyncAttemptStarted(NamedTuple):
    """The function was invoked with the event, for the ``attempt``-th time (from 1)."""

    t: float
    accepted: float
    attempt: int


class AsyncAttemptRefused(NamedTuple):
    """The function could not be invoked; ``cause`` indexes :data:`REFUSALS`.

    ``attempt`` is the number of the attempt that was refused.
    """

    t: float
    attempt: int
    cause: int
    due: float


class AsyncAttemptFailed(NamedTuple):
    """An attempt ended with a function error or a timeout; ``attempt`` comes ``due``."""

    t: float
    attempt: int
    due: float


class AsyncEventEnded(NamedTuple):
    """An event left the queue; ``condition`` indexes :data:`CONDITIONS`, 0 is success.

    ``attempts`` are the times that the function ran (approximateInvokeCount), ``delivered`` the
    targets that took the event or its record.
    """

    t: float
    accepted: float
    attempts: int
    condition: int
    delivered: int


class RecursiveInvocationDropped(NamedTuple):
    """An event was dropped as the ``chain``-th invocation of one chain of events."""

    t: float
    chain: int


class DestinationDelivered(NamedTuple):
    """A target took the event (dead-letter queue) or its invocation record (destinations).

    ``channel`` indexes :data:`CHANNELS`; ``condition`` and ``approximate_invoke_count`` are the
    record's.
    """

    t: float
    channel: int
    condition: int
    approximate_invoke_count: int


class DeliveryFailed(NamedTuple):
    """A target did not take it: lost; ``channel`` indexes :data:`CHANNELS`."""

    t: float
    channel: int


class AsyncObserved(NamedTuple):
    """Events at ``t``: ``waiting`` for their next attempt, ``running`` in the function."""

    t: float
    waiting: int
    running: int
