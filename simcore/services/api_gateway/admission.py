"""Who may refuse a request to an API, in order, and with 429.

Models: the quota of the caller's usage plan, then its throttle (a token bucket for each API key);
    the throttle of the method, if it has one of its own, else that of the stage; the throttle of
    the account, which all APIs of a scenario share. Buckets are full at the start. Who refuses
    keeps no token, whoever was asked before has given its own. A caller without an API key, where
    one is needed, is told 403 later, and takes nobody's token.
Ignores: that AWS applies quotas and throttles on a best-effort basis; throttles of single methods
    in a usage plan; calendar months (30 days), and when a day begins (with the run); the limits of
    the Region itself; web application firewalls.
States: nothing; the API states who refused.

Sources: Amazon API Gateway Developer Guide, api-gateway-request-throttling and limits (Apr 2026);
API Gateway API model, QuotaSettings (botocore 1.44.8).
"""

from __future__ import annotations

from simcore.engine.token_bucket import TokenBucket
from simcore.roles.request import Request
from simcore.services.api_gateway.facts import (
    ADMITTED,
    BY_ACCOUNT,
    BY_METHOD,
    BY_PLAN,
    BY_QUOTA,
    BY_STAGE,
)
from simcore.services.api_gateway.settings import PlanQuota, Rate, Throttling, UsagePlan


def bucket(rate: Rate, now: float = 0.0) -> TokenBucket:
    """A full one."""
    return TokenBucket(rate.burst, rate.per_s, now=now)


def refitted(before: TokenBucket | None, rate: Rate | None, now: float) -> TokenBucket | None:
    """A bucket of another rate, with the tokens that are left in the one before it."""
    if rate is None or before is None:
        return None if rate is None else bucket(rate, now)
    level = min(before.level(now), rate.burst)
    return TokenBucket(rate.burst, rate.per_s, level, now)


class Period:
    """How much of a usage plan's quota one API key has used in the period that is."""

    __slots__ = ("number", "used")

    def __init__(self) -> None:
        self.number, self.used = -1, 0

    def take(self, now: float, quota: PlanQuota) -> bool:
        """Use one more, if there is one."""
        number = int(now // quota.period_s)
        if number != self.number:
            self.number, self.used = number, quota.offset if number == 0 else 0
        if self.used >= quota.limit:
            return False
        self.used += 1
        return True


class Admission:
    """What one API lets in; ``account`` is the bucket of all."""

    def __init__(self, throttling: Throttling, account: TokenBucket) -> None:
        self.account = account
        self._keys: dict[int, TokenBucket] = {}
        self._periods: dict[int, Period] = {}
        self._stage: TokenBucket | None = None
        self._methods: dict[str, TokenBucket] = {}
        self.retune(throttling, 0.0)

    def retune(self, throttling: Throttling, now: float) -> None:
        """Have other limits from now on, with what is left of the tokens."""
        self.throttling = throttling
        self._stage = refitted(self._stage, throttling.stage, now)
        fitted = {
            name: refitted(self._methods.get(name), rate, now) for name, rate in throttling.methods
        }
        self._methods = {name: fit for name, fit in fitted.items() if fit is not None}
        for caller in list(self._keys):
            plan = self.plan_of(caller)
            fit = refitted(self._keys.pop(caller), plan.rate if plan else None, now)
            if fit is not None:
                self._keys[caller] = fit

    def plan_of(self, caller: int) -> UsagePlan | None:
        """The usage plan of a caller's API key, if it has one."""
        first = 0
        for plan in self.throttling.usage_plans:
            first += plan.api_keys
            if caller < first:
                return plan
        return None

    def knows(self, caller: int) -> bool:
        """Has the caller an API key, where one is needed?"""
        return not self.throttling.usage_plans or self.plan_of(caller) is not None

    def refuses(self, now: float, request: Request) -> int:
        """Who refuses it: a place in `REFUSED_BY`, 0 when nobody does (or no key: see `knows`)."""
        if self.throttling.usage_plans:
            plan = self.plan_of(request.caller)
            if plan is None:
                return ADMITTED
            by = self._plan_refuses(now, request.caller, plan)
            if by:
                return by
        own = self._methods.get(request.method)
        if own is not None:
            if not own.take(now):
                return BY_METHOD
        elif self._stage is not None and not self._stage.take(now):
            return BY_STAGE
        return ADMITTED if self.account.take(now) else BY_ACCOUNT

    def _plan_refuses(self, now: float, caller: int, plan: UsagePlan) -> int:
        if plan.quota and not self._periods.setdefault(caller, Period()).take(now, plan.quota):
            return BY_QUOTA
        if plan.rate is None:
            return ADMITTED
        own = self._keys.get(caller)
        if own is None:
            own = self._keys[caller] = bucket(plan.rate, now)
        return ADMITTED if own.take(now) else BY_PLAN
