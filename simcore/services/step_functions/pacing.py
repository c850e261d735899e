"""Quotas of Step Functions that the state machines of an account share.

Models: token buckets that refuse (StartExecution), and others in which what is above them waits its
    turn: state transitions, and the calls of those who try again until they get through (assumed:
    at once when there is a token, in order of coming).
Ignores: that AWS raises buckets; how much less new accounts have; the buckets of
    StartMapRun (a page of 2023 had 25 a second, that of 2026 has none) and of the calls that only
    read, which nobody here makes; how many redrives a Map Run may have.
States: nothing: the machines state.

Sources: AWS Step Functions Developer Guide, service-quotas (2026), limits-overview (2022).
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from simcore.engine.token_bucket import TokenBucket

__all__ = ["AccountQuotas"]


class AccountQuotas:
    """What all machines of an account have together; ``calls`` are by `facts.CALLS`.

    ``starts`` refuse; of all other buckets tokens are promised.

    ``map_runs`` are open, and those in the ``backlog`` wait for one to end.
    """

    def __init__(
        self,
        transitions: TokenBucket,
        starts: TokenBucket,
        express_starts: TokenBucket,
        calls: tuple[TokenBucket, ...],
        redrives: TokenBucket,
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
