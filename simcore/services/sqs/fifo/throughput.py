"""The throughput quotas of a FIFO queue.

Models: so many calls a second of one action; in high-throughput mode also so many sends a second
    of one message group. A second's worth may come at once (assumed: AWS publishes no burst).
Ignores: the partitions behind the groups, calls other than SendMessage and ReceiveMessage
    (DeleteMessage has the same quota, and one call a receive at the most), the sharing of the
    high-throughput quota by the queues of a Region, SendMessageBatch.
States: nothing: the queue states what it refuses.

Sources: Amazon SQS Developer Guide, quotas-messages and high-throughput-fifo (June 2023).
"""

from __future__ import annotations

from simcore.engine.token_bucket import TokenBucket

ROUNDING_S = 1e-9


class Throughput:
    """What may be sent and received now.

    Sends are counted as the time until which they have used the quota up (the virtual scheduling
    form of a bucket that holds a second's worth): one number for all, and one for each group.
    """

    def __init__(self, calls_per_s: float, group_sends_per_s: float | None) -> None:
        self.receives = TokenBucket(calls_per_s, calls_per_s)
        self._used_until = 0.0
        self._step_s, self._slack_s = _step_and_slack(calls_per_s)
        self._by_group = group_sends_per_s is not None
        self._group_step_s, self._group_slack_s = _step_and_slack(group_sends_per_s or 1.0)
        self._groups: dict[int, float] = {}

    def send(self, now: float, group: int) -> bool:
        """May a message of the group be sent?"""
        used = self._used_until
        if used > now + self._slack_s:
            return False
        if self._by_group:
            by_group = self._groups.get(group, 0.0)
            if by_group > now + self._group_slack_s:
                return False
            self._groups[group] = (by_group if by_group > now else now) + self._group_step_s
        self._used_until = (used if used > now else now) + self._step_s
        return True


def _step_and_slack(per_s: float) -> tuple[float, float]:
    """How long one call uses the quota, and how far ahead of time calls may run."""
    step_s = 1.0 / per_s
    return step_s, max(1.0 - step_s, 0.0) + ROUNDING_S
