"""The account in one Region: concurrency that functions share, and how fast they may scale.

Models: the account concurrency quota; reserved concurrency as a guarantee and a cap, taken out of
    what the other functions share whether used or not; the scaling rate, for each function or for
    the Region as the profile says, as a token bucket (one token starts one environment); the
    ceiling of ten synchronous requests a second for each unit of concurrency (see ConcurrencyPool).
Ignores: the requests-per-second twin of the scaling rate.
States: AccountObserved.

Sources: AWS Lambda Developer Guide, configuration-concurrency and invocation-scaling (2022),
scaling-behavior, lambda-concurrency and gettingstarted-limits (12 Jul 2026).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from simcore.engine.token_bucket import TokenBucket
from simcore.facts import LIMITS, THROTTLE_REASONS, AccountObserved, ledgers_for
from simcore.quotas import Profile

ACCOUNT, RESERVED = LIMITS.index("account concurrency"), LIMITS.index("reserved concurrency")
SCALING_RATE = LIMITS.index("scaling rate")
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
    """Concurrency that one function has reserved, or that all the others share.

    Its ceiling of requests is a token bucket, kept as the time until which the requests admitted
    so far have used it up: ``paid_until`` moves on by ``step_s`` a request, and may be at most
    ``slack_s`` ahead. That is the same as counting tokens, without a refill on the hot path, and
    lets the ceiling follow the limit. Like concurrency, the ceiling of what is reserved is taken
    out of the account's (assumed: AWS says the ceilings, not how they share).
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

    def resize(self, limit: int) -> None:
        """Change the concurrency, and the requests a second with it."""
        self.limit = limit
        per_s = self._ceiling.per_concurrency * limit
        self.step_s = 1.0 / per_s if per_s > 0.0 else inf
        self.slack_s = max(self._ceiling.burst_s - self.step_s, 0.0) + ROUNDING_S


class Account:
    """The account's quotas in the Region of the run, and who has which part of them."""

    type = "account"

    def __init__(self, profile: Profile, region: str, id: str = "account") -> None:
        self.id = id
        self.ledgers = ledgers_for(AccountObserved)
        self.scaling_reason = THROTTLE_REASONS.index(
            str(profile.value("lambda.scaling_throttle_reason"))
        )
        self._burst = float(profile.value("lambda.scaling_burst", region))
        self._refill_per_s = float(profile.value("lambda.scaling_refill_per_min", region)) / 60.0
        self._shares_bucket = profile.value("lambda.scaling_scope") == "region"
        self._regional_bucket = self._new_bucket()
        limit = int(profile.value("lambda.account_concurrency", region))
        reason, ceiling = "ConcurrentInvocationLimitExceeded", self._ceiling(profile, "lambda.")
        self._reserved_ceiling = self._ceiling(profile, "lambda.reserved_")
        self.unreserved = ConcurrencyPool(limit, ACCOUNT, reason, ceiling)
        self._reserved: list[ConcurrencyPool] = []

    def reserve(self, concurrency: int) -> ConcurrencyPool:
        """Take ``concurrency`` out of what the unreserved functions share."""
        reason = "ReservedFunctionConcurrentInvocationLimitExceeded"
        pool = ConcurrencyPool(concurrency, RESERVED, reason, self._reserved_ceiling)
        self._reserved.append(pool)
        self.unreserved.resize(self.unreserved.limit - concurrency)
        return pool

    @staticmethod
    def _ceiling(profile: Profile, whose: str) -> RequestCeiling:
        return RequestCeiling(
            float(profile.value("lambda.requests_per_concurrency")),
            float(profile.value("lambda.requests_burst_s")),
            str(profile.value(f"{whose}requests_throttle_reason")),
        )

    def scaling_bucket(self) -> TokenBucket:
        """The bucket that pays for a function's new environments."""
        return self._regional_bucket if self._shares_bucket else self._new_bucket()

    def _new_bucket(self) -> TokenBucket:
        return TokenBucket(self._burst, self._refill_per_s)

    def observe(self, now: float) -> None:
        """State the concurrency at ``now``."""
        unreserved = self.unreserved.in_use
        total = unreserved + sum(pool.in_use for pool in self._reserved)
        self.ledgers[AccountObserved].append((now, total, unreserved))

    def bind(self) -> None:
        """Nothing of the account's is on the hot path."""
