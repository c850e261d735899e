"""The account in one Region: concurrency that functions share, and how fast they may scale.

Models: the account concurrency quota; reserved concurrency as a guarantee and a cap, taken out of
    what the other functions share whether used or not; provisioned concurrency, taken out of the
    function's reserved or of what is shared as it is allocated; the scaling rate, for each
    function or for the Region as the profile says, as a token bucket (one token starts one
    environment), and in the same way the rate at which provisioned concurrency is allocated.
Ignores: the requests-per-second twin of the scaling rate.
States: AccountObserved.

Sources: AWS Lambda Developer Guide, configuration-concurrency, provisioned-concurrency and
invocation-scaling (2022), scaling-behavior, lambda-concurrency and monitoring-concurrency (12 Jul
2026).
"""

from __future__ import annotations

from simcore.awslambda.facts.invocations import AccountObserved
from simcore.awslambda.pools import ACCOUNT, RESERVED, ConcurrencyPool, RequestCeiling
from simcore.engine.token_bucket import TokenBucket
from simcore.facts import LIMITS, THROTTLE_REASONS, ledgers_for
from simcore.quotas import Profile

SCALING_RATE = LIMITS.index("scaling rate")
PER_MIN = 60.0


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
        self._refill_per_s = float(profile.value("lambda.scaling_refill_per_min", region)) / PER_MIN
        self._shares_bucket = profile.value("lambda.scaling_scope") == "region"
        self._regional_bucket = self._new_bucket()
        self._read_provisioning(profile, region)
        self._quota = int(profile.value("lambda.account_concurrency", region))
        reason, ceiling = "ConcurrentInvocationLimitExceeded", _ceiling(profile, "lambda.")
        self._reserved_ceiling = _ceiling(profile, "lambda.reserved_")
        self.unreserved = ConcurrencyPool(self._quota, ACCOUNT, reason, ceiling)
        self._reserved: list[ConcurrencyPool] = []
        self._provisioned: list[ConcurrencyPool] = []

    def _read_provisioning(self, profile: Profile, region: str) -> None:
        per_min = float(profile.value("lambda.provisioned_per_min", region))
        self.provisioned_per_s = per_min / PER_MIN
        burst = float(profile.get("lambda.provisioned_burst", region, 0.0))
        shares = profile.value("lambda.provisioned_scope") == "region"
        full = self._provisioning_bucket(burst, 0.0)
        self._regional_provisioning = full if shares else None

    def reserve(self, concurrency: int) -> ConcurrencyPool:
        """Take ``concurrency`` out of what the unreserved functions share."""
        reason = "ReservedFunctionConcurrentInvocationLimitExceeded"
        pool = ConcurrencyPool(concurrency, RESERVED, reason, self._reserved_ceiling)
        self._reserved.append(pool)
        self.unreserved.resize(self.unreserved.limit - concurrency)
        return pool

    def reserve_instead(
        self, pool: ConcurrencyPool, before: int | None, after: int | None
    ) -> ConcurrencyPool:
        """Reserve ``after``, None for nothing, for whom ``before`` was; the pool from now on.

        A pool that is resized keeps what is in use; one that is new or given up is empty.
        """
        if before is None or after is None:
            if before is not None:
                self._reserved.remove(pool)
                self.unreserved.resize(self.unreserved.limit + before)
            return self.unreserved if after is None else self.reserve(after)
        pool.resize(pool.limit + after - before)
        self.unreserved.resize(self.unreserved.limit + before - after)
        return pool

    def provision(self, parent: ConcurrencyPool) -> ConcurrencyPool:
        """A pool, empty so far, for the provisioned concurrency that comes out of ``parent``."""
        pool = parent.like(0)
        self._provisioned.append(pool)
        return pool

    def scaling_bucket(self) -> TokenBucket:
        """The bucket that pays for a function's new environments."""
        return self._regional_bucket if self._shares_bucket else self._new_bucket()

    def _new_bucket(self) -> TokenBucket:
        return TokenBucket(self._burst, self._refill_per_s)

    def provisioning_bucket(self, now: float) -> TokenBucket:
        """The bucket that pays for the environments of a request whose allocation begins."""
        return self._regional_provisioning or self._provisioning_bucket(0.0, now)

    def _provisioning_bucket(self, burst: float, now: float) -> TokenBucket:
        """Filled to ``burst``; what a second brings must fit in."""
        capacity = max(burst, self.provisioned_per_s, 1.0)
        return TokenBucket(capacity, self.provisioned_per_s, level=burst, now=now)

    def observe(self, now: float) -> None:
        """State the concurrency at ``now``.

        Claimed is what invocations on the shared concurrency use, and all that is set apart, used
        or not: the account's quota less claimed is what is left to use (monitoring-concurrency).
        """
        unreserved = self.unreserved.in_use
        elsewhere = sum(pool.in_use for pool in self._reserved + self._provisioned)
        claimed = unreserved + self._quota - self.unreserved.limit
        row = (now, unreserved + elsewhere, unreserved, claimed)
        self.ledgers[AccountObserved].append(row)

    def bind(self) -> None:
        """Nothing of the account's is on the hot path."""


def _ceiling(profile: Profile, whose: str) -> RequestCeiling:
    return RequestCeiling(
        float(profile.value("lambda.requests_per_concurrency")),
        float(profile.value("lambda.requests_burst_s")),
        str(profile.value(f"{whose}requests_throttle_reason")),
    )
