"""What the whole numbers in facts stand for."""

from __future__ import annotations

from typing import Final

SUCCESS: Final = 0
ERROR: Final = 1
TIMEOUT: Final = 2
THROTTLED: Final = 3
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
    "requests per second",
    "managed environments",
    "message groups",
    "shards",
    "reads of a shard",
    "retry waits",
    "provisioned concurrency",
    "missing permission",
)
"""What can hold work back: limits that a run can reach, and waits for a next attempt."""

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
    "accepted",
    "duplicated",
    "logged",
    "waiting",
    "dropped",
    "delivered",
    "delivery-failed",
    "suppressed-init",
    "moved",
    "filtered-out",
    "purged",
    "traced",
)
"""Steps in the life of one message, record or asynchronous event."""

REQUEST_STEPS = (
    "sent",
    "attempt",
    "held",
    "came",
    "invoked",
    "throttled",
    "traced",
    "cached",
    "joined",
    "init",
    "suppressed-init",
    "success",
    "error",
    "timeout",
    "answered",
    "gave-up",
    "late",
    "waiting",
    "ended",
)
"""Steps of a synchronous request, and of all that it leads to."""

REQUEST_FATES = ("answered", "failed", "timed out", "turned away")
"""What a request is to its sender that ended with one of :data:`OUTCOMES`."""
