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


class Throughput:
    """What may be sent and received now."""

    def __init__(self, calls_per_s: float, group_sends_per_s: float | None) -> None:
        self._sends = TokenBucket(calls_per_s, calls_per_s)
        self.receives = TokenBucket(calls_per_s, calls_per_s)
        self._group_sends_per_s = group_sends_per_s
        self._groups: dict[int, TokenBucket] = {}

    def send(self, now: float, group: int) -> bool:
        """May a message of the group be sent?"""
        if self._group_sends_per_s is not None and not self._bucket(now, group).take(now):
            return False
        return self._sends.take(now)

    def _bucket(self, now: float, group: int) -> TokenBucket:
        bucket = self._groups.get(group)
        if bucket is None:
            rate = self._group_sends_per_s or 0.0
            bucket = self._groups[group] = TokenBucket(rate, rate, now=now)
        return bucket
