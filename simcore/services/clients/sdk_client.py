"""One SDK client of a caller: its retry mode, its retry quota, its rate, and what it holds back."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from simcore.services.clients.answers import REFUSED
from simcore.services.clients.rate_limiter import RateLimiter, RateSettings
from simcore.services.clients.retry_mode import RetryMode
from simcore.services.clients.retry_quota import RetryQuota

if TYPE_CHECKING:
    from simcore.services.clients.attempts import Call


class SdkClient:
    """``held`` are calls whose next attempt waits for the rate; ``wake`` counts what wakes them."""

    def __init__(self, mode: RetryMode, rate: RateSettings, now: float) -> None:
        self.mode, self.quota = mode, RetryQuota(mode.quota)
        self.limiter = RateLimiter(rate, now) if mode.adaptive else None
        self.held: deque[Call] = deque()
        self.wake = 0

    def retune(self, mode: RetryMode, rate: RateSettings, now: float) -> None:
        """Another mode from the next answer on, with a quota and a rate of its own where it needs
        them; the quota that is there stays, if the new mode has as large a one."""
        if mode.quota != self.mode.quota:
            self.quota = RetryQuota(mode.quota)
        if mode.adaptive != self.mode.adaptive:
            self.limiter = RateLimiter(rate, now) if mode.adaptive else None
        self.mode = mode

    def may_send(self, now: float) -> bool:
        """Does its rate let an attempt out now?"""
        return self.limiter is None or (not self.held and self.limiter.take(now))

    def answered(self, now: float, answer: int) -> None:
        """An attempt was answered or given up: the rate follows."""
        if self.limiter is not None:
            self.limiter.answered(now, answer == REFUSED)

    def pays(self, answer: int) -> int | None:
        """What a retry after this answer has cost the quota; None where it is used up."""
        if not self.mode.quota:
            return 0
        cost = self.mode.costs.of(answer)
        return cost if self.quota.acquire(cost) else None

    def ended(self, answer: int, last_cost: int) -> None:
        """A request has its last answer."""
        if self.mode.quota:
            self.quota.release(self.mode.refund(answer, last_cost))
