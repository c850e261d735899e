"""The row types, and what the numbers in them stand for."""

from __future__ import annotations

from typing import NamedTuple

SUCCESS, ERROR, TIMEOUT, THROTTLED = 0, 1, 2, 3
"""Outcomes of an invocation and, with ``THROTTLED``, of a client's request."""

OUTCOMES = ("success", "error", "timeout", "throttled")

THROTTLE_REASONS = (
    "ConcurrentInvocationLimitExceeded",
    "ReservedFunctionConcurrentInvocationLimitExceeded",
    "FunctionInvocationRateLimitExceeded",
    "ReservedFunctionInvocationRateLimitExceeded",
    "CallerRateLimitExceeded",
)
"""``Reason`` of ``TooManyRequestsException``, letter for letter (Lambda API model)."""

LIMITS = (
    "account concurrency",
    "reserved concurrency",
    "scaling rate",
    "maximum concurrency",
    "pollers",
    "in-flight messages",
)
"""Limits that a run can reach, each flagged once per component."""

STORY_STEPS = (
    "sent",
    "visible",
    "received",
    "throttled",
    "invoked",
    "init",
    "handler",
    "success",
    "error",
    "timeout",
    "abandoned",
    "returned",
    "deleted",
    "dead-lettered",
    "expired",
    "refused",
)
"""Steps in the life of one message or request."""


class InvocationStarted(NamedTuple):
    """An invocation was admitted; ``concurrency`` of its function includes it."""

    t: float
    slot: int
    init_s: float
    concurrency: int


class InvocationEnded(NamedTuple):
    """An invocation ended. ``started`` is its admission, ``duration_s`` leaves out the init."""

    t: float
    slot: int
    started: float
    init_s: float
    duration_s: float
    outcome: int


class InvocationThrottled(NamedTuple):
    """An invocation was refused with 429; ``reason`` indexes :data:`THROTTLE_REASONS`."""

    t: float
    reason: int


class EnvironmentReclaimed(NamedTuple):
    """An idle execution environment was shut down."""

    t: float
    slot: int


class FunctionObserved(NamedTuple):
    """Execution environments by state at ``t``; ``limited_by`` indexes :data:`LIMITS`."""

    t: float
    init: int
    busy: int
    idle: int
    concurrency_limit: int
    limited_by: int


class AccountObserved(NamedTuple):
    """Concurrency of the account in the Region at ``t``."""

    t: float
    concurrency: int
    unreserved: int


class MessagesSent(NamedTuple):
    """``n`` messages were accepted by a queue (also: by a dead-letter queue)."""

    t: float
    n: int


class MessagesBecameVisible(NamedTuple):
    """``n`` messages ended their delay."""

    t: float
    n: int


class MessagesReceived(NamedTuple):
    """``n`` messages were received, with ``calls`` requests to ReceiveMessage."""

    t: float
    n: int
    calls: int


class EmptyReceived(NamedTuple):
    """``calls`` long polls ended without a message."""

    t: float
    calls: int


class MessageDeleted(NamedTuple):
    """One message was deleted; ``sent`` is when its sender sent it, ``receives`` its count."""

    t: float
    sent: float
    receives: int


class MessagesReturned(NamedTuple):
    """``n`` messages became visible again because their visibility timeout ended."""

    t: float
    n: int


class MessagesDeadLettered(NamedTuple):
    """``n`` messages left a queue for its dead-letter queue."""

    t: float
    n: int


class MessagesExpired(NamedTuple):
    """``n`` messages outlived the message retention period."""

    t: float
    n: int


class QueueObserved(NamedTuple):
    """Levels of a queue at ``t``; ``oldest_sent`` is -1 when it holds no message."""

    t: float
    visible: int
    in_flight: int
    delayed: int
    oldest_sent: float


class BatchInvoked(NamedTuple):
    """A batch of ``n`` messages was handed to the function."""

    t: float
    n: int


class BatchSucceeded(NamedTuple):
    """The function returned: ``n_deleted`` messages deleted, ``n_failed`` reported as failed."""

    t: float
    n_deleted: int
    n_failed: int


class BatchFailed(NamedTuple):
    """The invocation failed as a whole with ``n`` messages."""

    t: float
    n: int


class BatchThrottled(NamedTuple):
    """The function refused a batch of ``n`` messages (the poller keeps it)."""

    t: float
    n: int


class BatchAbandoned(NamedTuple):
    """A poller gave up a throttled batch of ``n`` messages."""

    t: float
    n: int


class MappingObserved(NamedTuple):
    """Pollers of a mapping at ``t``; ``holding`` of them keep a throttled batch."""

    t: float
    pollers: int
    invoking: int
    holding: int


class RequestSent(NamedTuple):
    """A client sent a request (an Invoke or a SendMessage)."""

    t: float


class RequestEnded(NamedTuple):
    """A synchronous request was answered; ``outcome`` indexes :data:`OUTCOMES`."""

    t: float
    sent: float
    outcome: int


class LimitReached(NamedTuple):
    """A limit held something back; ``limit`` indexes :data:`LIMITS`."""

    t: float
    limit: int


class StoryStep(NamedTuple):
    """One step of a followed message; ``step`` indexes :data:`STORY_STEPS`.

    ``a`` and ``b`` are the step's numbers: the receive count and the visibility deadline for
    ``received`` and ``throttled``; slot and duration for ``init`` and ``handler``.
    """

    t: float
    story: int
    step: int
    a: float
    b: float
