"""Quotas of Step Functions that the state machines of an account share.

Models: token buckets that refuse (StartExecution), and others in which what is above them waits its
    turn: state transitions, and the calls of those who try again until they get through (assumed:
    at once when there is a token, in order of coming).
Ignores: that AWS raises buckets; how much less new accounts have; the buckets of StopExecution,
    StartMapRun and the calls that only read; how many redrives a Map Run may have.
States: nothing: the machines state.

Sources: AWS Step Functions Developer Guide, service-quotas (2026), limits-overview (2022).
"""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from typing import Any

from simcore.engine.token_bucket import TokenBucket

__all__ = ["AccountQuotas", "WaitingBucket"]


class WaitingBucket:
    """A token bucket in which nothing is refused: tokens are promised, first come, first served.

    The level is below 0 by as many as are promised, so that no line has to be kept.
    """

    __slots__ = ("_level", "_seen_s", "capacity", "refill_per_s")

    def __init__(self, capacity: float, refill_per_s: float) -> None:
        self.capacity, self.refill_per_s = capacity, refill_per_s
        self._level, self._seen_s = capacity, 0.0

    def take(self, now: float) -> float:
        """When the next token is there: ``now``, or later (seconds)."""
        level = self._level
        if now > self._seen_s:
            level += (now - self._seen_s) * self.refill_per_s
            if level > self.capacity:
                level = self.capacity
            self._seen_s = now
        self._level = level = level - 1.0
        if level > -1e-9:
            return now
        return now - level / self.refill_per_s

    def waiting(self, now: float) -> int:
        """How many of those promised are not there yet."""
        level = self._level + (now - self._seen_s) * self.refill_per_s
        return max(ceil(-level - 1e-9), 0)


class AccountQuotas:
    """What all machines of an account have together; ``calls`` are by `facts.CALLS`.

    ``map_runs`` are open, and those in the ``backlog`` wait for one to end.
    """

    def __init__(
        self,
        transitions: WaitingBucket,
        starts: TokenBucket,
        express_starts: TokenBucket,
        calls: tuple[WaitingBucket, ...],
        redrives: WaitingBucket,
        most_open: float,
        most_synchronous: float,
        most_map_runs: float,
    ) -> None:
        self.transitions, self.starts, self.express_starts = transitions, starts, express_starts
        self.calls, self.redrives = calls, redrives
        self.most_open, self.most_synchronous = most_open, most_synchronous
        self.most_map_runs = most_map_runs
        self.open = self.synchronous = self.map_runs = 0
        self.backlog: OrderedDict[Any, Any] = OrderedDict()
