"""The retry quota of an SDK client: retries cost tokens, and successes bring them back.

Models: a bucket of tokens, full at first; a retry takes what it costs, or is not made; what a
    success gives back fills it up to its capacity.
Ignores: nothing; costs and refunds are those of the retry mode.
States: nothing; the caller states that a quota is used up.

Sources: botocore 1.44.5, retries/quota.py.
"""

from __future__ import annotations


class RetryQuota:
    """At most ``capacity`` tokens, all of them there at first; without a capacity, none counts."""

    __slots__ = ("capacity", "tokens")

    def __init__(self, capacity: int) -> None:
        self.capacity = self.tokens = capacity

    def acquire(self, cost: int) -> bool:
        """Take what a retry costs, if there is as much."""
        if cost > self.tokens:
            return False
        self.tokens -= cost
        return True

    def release(self, amount: int) -> None:
        """Give tokens back; there are never more than the capacity."""
        self.tokens = min(self.tokens + amount, self.capacity)
