"""The account in one Region: concurrency that functions share, and how fast they may scale.

Models: the account concurrency quota; reserved concurrency as a guarantee and a cap, taken out of
    what the other functions share whether used or not; the scaling rate, for each function or for
    the Region as the profile says, as a token bucket (one token starts one environment).
Ignores: the requests-per-second twin of each limit, provisioned concurrency.
States: AccountObserved.

Sources: AWS Lambda Developer Guide, configuration-concurrency and invocation-scaling (2022),
scaling-behavior (12 Jul 2026).
"""

from __future__ import annotations

from simcore.engine.token_bucket import TokenBucket
from simcore.facts import LIMITS, THROTTLE_REASONS, AccountObserved, ledgers_for
from simcore.quotas import Profile

ACCOUNT, RESERVED = LIMITS.index("account concurrency"), LIMITS.index("reserved concurrency")
SCALING_RATE = LIMITS.index("scaling rate")


class ConcurrencyPool:
    """Concurrency that one function has reserved, or that all the others share."""

    __slots__ = ("in_use", "limit", "limited_by", "reason")

    def __init__(self, limit: int, limited_by: int, reason: str) -> None:
        self.limit, self.limited_by = limit, limited_by
        self.reason = THROTTLE_REASONS.index(reason)
        self.in_use = 0


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
        self.unreserved = ConcurrencyPool(limit, ACCOUNT, "ConcurrentInvocationLimitExceeded")
        self._reserved: list[ConcurrencyPool] = []

    def reserve(self, concurrency: int) -> ConcurrencyPool:
        """Take ``concurrency`` out of what the unreserved functions share."""
        reason = "ReservedFunctionConcurrentInvocationLimitExceeded"
        pool = ConcurrencyPool(concurrency, RESERVED, reason)
        self._reserved.append(pool)
        self.unreserved.limit -= concurrency
        return pool

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
