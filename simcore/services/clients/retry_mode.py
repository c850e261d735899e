"""The retry modes of the AWS SDKs, in all their generations: when to try again, after which wait.

Models: attempts; exponential waits with full jitter, their base by kind of error and service, their
    cap; what a retry costs of the quota, and what a success gives back; x-amz-retry-after, which
    lengthens a wait up to its limit (mode of 2026).
Ignores: SDKs of other languages where their legacy mode differs; waits of long polls when the quota
    is used up; clock skew and expired credentials.
States: nothing; the caller states attempts.

Sources: botocore 1.34.100 and 1.44.5, data/_retry.json, retryhandler.py, retries/standard.py; AWS
SDKs and Tools Reference Guide, feature-retry-behavior (Nov 2026).
"""

from __future__ import annotations

from simcore.frozen import frozen
from simcore.services.clients.answers import FUNCTION_ERROR, GIVEN_UP, OK, REFUSED, RETRYABLE


@frozen
class Costs:
    """Tokens of the retry quota, by what went wrong."""

    throttled: int = 0
    transient: int = 0
    timed_out: int = 0
    success_refund: int = 0

    def of(self, answer: int) -> int:
        """What a retry costs after this answer."""
        if answer == REFUSED:
            return self.throttled
        return self.timed_out if answer == GIVEN_UP else self.transient


@frozen
class RetryMode:
    """How one SDK client tries again; waits in seconds.

    ``quota`` is the number of tokens, 0 in a mode that has no quota. ``jitter`` says whether a
    random share of the wait is taken. ``retry_after_s`` is what answers that refuse or fail ask
    for, ``retry_after_extra_s`` how far that may lengthen a wait.
    """

    max_attempts: int
    throttled_base_s: float = 1.0
    transient_base_s: float = 1.0
    backoff_max_s: float = float("inf")
    jitter: bool = True
    quota: int = 0
    costs: Costs = Costs()
    adaptive: bool = False
    retry_after_s: float | None = None
    retry_after_extra_s: float = 0.0

    def tries_again(self, answer: int, attempts: int) -> bool:
        """After this answer to the last of so many attempts, as far as the quota allows?"""
        return attempts < self.max_attempts and answer in RETRYABLE

    def wait_s(self, answer: int, retry: int, luck: float) -> float:
        """How long to wait before a ``retry``, 0 being the first; ``luck`` lies in [0, 1)."""
        base = self.throttled_base_s if answer == REFUSED else self.transient_base_s
        own = min(base * 2.0**retry, self.backoff_max_s)
        if self.jitter:
            own *= luck
        if self.retry_after_s is None or answer == GIVEN_UP:
            return own
        return max(own, min(self.retry_after_s, own + self.retry_after_extra_s))

    def refund(self, answer: int, last_cost: int) -> int:
        """Tokens that a request gives back when it ends so; ``last_cost`` is 0 without retries."""
        if answer not in (OK, FUNCTION_ERROR):
            return 0
        return last_cost or self.costs.success_refund


NO_RETRIES = RetryMode(max_attempts=1)
"""Of who calls without an SDK."""
