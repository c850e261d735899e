"""Facts of a load balancer."""

from typing import NamedTuple

USER_ERRORS = (
    "LambdaAccessDenied",
    "LambdaInvalidResponse",
    "LambdaRequestTooLarge",
    "LambdaResponseTooLarge",
    "LambdaThrottling",
    "LambdaUnhandled",
)
INTERNAL_ERRORS = ("LambdaConnectionError",)
NOTHING, IDLE = 0, 1 + len(USER_ERRORS) + len(INTERNAL_ERRORS)
ERROR_REASONS = ("", *USER_ERRORS, *INTERNAL_ERRORS, "idle timeout")
"""``error_reason`` of the access log, letter for letter; the first is "no error", the last, of a
connection that was closed, is ours."""


class HttpRequestReceived(NamedTuple):
    """A client's request came."""

    t: float


class HttpRequestAnswered(NamedTuple):
    """A request that ``came`` then was answered.

    ``group`` counts target groups from 1, 0 where none was chosen; ``by_target`` says that the
    function's answer was passed on, ``reason`` (index into ``ERROR_REASONS``) why it was not;
    ``bytes`` is what was processed: the request and the answer.
    """

    t: float
    came: float
    status: int
    group: int
    by_target: int
    reason: int
    bytes: int


class HealthCheckEnded(NamedTuple):
    """A health check of a target group was answered, well (``passed``) or not."""

    t: float
    group: int
    passed: int


class LoadBalancerObserved(NamedTuple):
    """Requests that wait for their functions, and the state of targets that are checked."""

    t: float
    waiting: int
    healthy: int
    unhealthy: int
