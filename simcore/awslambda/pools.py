"""Pools of concurrency: what one function has for itself, or all the others share.

Models: the concurrency that is in use and its limit; the ceiling of ten synchronous requests a
    second for each unit of it, on totals, as a token bucket that holds a second of them (assumed).
    Like concurrency, the ceiling of what is reserved or provisioned is taken out of the rest's
    (assumed: AWS says the ceilings, not how they share).
Ignores: the ceiling's twin of the scaling rate.
States: nothing; functions state what they refuse.

Sources: AWS Lambda Developer Guide, lambda-concurrency and gettingstarted-limits (12 Jul 2026).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from simcore.facts import LIMITS, THROTTLE_REASONS

ACCOUNT, RESERVED = LIMITS.index("account concurrency"), LIMITS.index("reserved concurrency")
REQUESTS = LIMITS.index("requests per second")

ROUNDING_S = 1e-9
"""Slack of the ceiling: a request due exactly now is in time although floats fell short."""


@dataclass(frozen=True)
class RequestCeiling:
    """Synchronous requests a second that a pool takes, for each unit of its concurrency.

    ``burst_s`` is how many seconds of it may come at once; ``reason`` is AWS's name.
    """

    per_concurrency: float
    burst_s: float
    reason: str


class ConcurrencyPool:
    """Concurrency, and the requests a second that go with it.

    The token bucket is kept as the time until which the requests admitted so far have used it up:
    ``paid_until`` moves on by ``step_s`` a request, and may be at most ``slack_s`` ahead. That is
    the same as counting tokens, without a refill on the hot path, and follows a changing limit.
    """

    __slots__ = (
        "_ceiling",
        "in_use",
        "limit",
        "limited_by",
        "paid_until",
        "reason",
        "request_reason",
        "slack_s",
        "step_s",
    )

    def __init__(self, limit: int, limited_by: int, reason: str, ceiling: RequestCeiling) -> None:
        self.limited_by, self._ceiling = limited_by, ceiling
        self.reason = THROTTLE_REASONS.index(reason)
        self.request_reason = THROTTLE_REASONS.index(ceiling.reason)
        self.in_use = 0
        self.paid_until = 0.0
        self.resize(limit)

    def like(self, limit: int) -> ConcurrencyPool:
        """A pool of other concurrency under the same rules."""
        reason, ceiling = THROTTLE_REASONS[self.reason], self._ceiling
        return ConcurrencyPool(limit, self.limited_by, reason, ceiling)

    @property
    def free(self) -> int:
        """Concurrency that nobody uses; not below 0."""
        return max(self.limit - self.in_use, 0)

    def resize(self, limit: int) -> None:
        """Change the concurrency, and the requests a second with it."""
        self.limit = limit
        per_s = self._ceiling.per_concurrency * limit
        self.step_s = 1.0 / per_s if per_s > 0.0 else inf
        self.slack_s = max(self._ceiling.burst_s - self.step_s, 0.0) + ROUNDING_S
