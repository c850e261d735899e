"""When SNS tries again: four phases, of which only the numbers differ from one kind of endpoint to
the other.

Models: retries at once, retries after the least wait, retries after growing waits, retries after
    the longest wait; jitter; the delivery policy of an HTTP endpoint with its back-off functions.
Ignores: throttling by the policy of how many a second an HTTP endpoint gets.
States: nothing.

Sources: Amazon SNS Developer Guide, sns-message-delivery-retries (2026). How the waits grow is not
published: a geometric series from the least to the longest reproduces the totals that are (100,015
tries in 23 days, 50 in more than six hours); so are the other functions' shapes ours, and how much
is left to jitter. The tries of the tables are taken as retries, after a first attempt.
"""

from __future__ import annotations

from typing import Literal

from simcore.frozen import frozen

BackoffFunction = Literal["linear", "arithmetic", "geometric", "exponential"]


@frozen
class Phases:
    """How many retries there are in each phase, and the waits before them in seconds.

    A share ``jitter`` of each wait is left to chance, half of it below and half above. What is
    tried for more than ``age_s`` is not tried again.
    """

    at_once: int
    least: int
    least_s: float
    growing: int
    longest: int
    longest_s: float
    function: BackoffFunction = "geometric"
    jitter: float = 0.0
    age_s: float = float("inf")

    @property
    def retries(self) -> int:
        """How many there are in all."""
        return self.at_once + self.least + self.growing + self.longest

    def wait_s(self, retry: int, toss: float) -> float | None:
        """Before the n-th retry, from 1 on; None when there is none."""
        wait_s = self._without_jitter(retry)
        return None if wait_s is None else wait_s * (1.0 + self.jitter * (toss - 0.5))

    def _without_jitter(self, retry: int) -> float | None:
        if retry <= self.at_once:
            return 0.0
        retry -= self.at_once
        if retry <= self.least:
            return self.least_s
        retry -= self.least
        if retry <= self.growing:
            return self._growing_s(retry - 1)
        return self.longest_s if retry - self.growing <= self.longest else None

    def _growing_s(self, place: int) -> float:
        """From the least wait, of the first, to the longest one, of the last."""
        last, least, longest = self.growing - 1, self.least_s, self.longest_s
        if last <= 0:
            return least
        if self.function == "geometric":
            return float(least * (longest / least) ** (place / last))
        return least + (longest - least) * _share(self.function, place, last)


def _share(function: str, place: int, last: int) -> float:
    """How much of the way the wait has grown."""
    if function == "linear":
        return place / last
    if function == "arithmetic":  # each step is longer than the one before by as much
        return place * (place + 1) / (last * (last + 1))
    return (2.0**place - 1.0) / (2.0**last - 1.0)
