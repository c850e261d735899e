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

from simcore.services.sqs.fifo.groups import Group

ROUNDING_S = 1e-9


class Throughput:
    """What may be sent and received now.

    Calls are counted as the time until which they have used the quota up (the virtual scheduling
    form of a bucket that holds a second's worth): one number for all sends, one for each group's,
    one for all receives.
    """

    def __init__(self, calls_per_s: float, group_sends_per_s: float | None) -> None:
        self._sends_until = self._receives_until = 0.0
        self._step_s, self._slack_s = _step_and_slack(calls_per_s)
        self._group_step_s, self._group_slack_s = 0.0, 1.0
        if group_sends_per_s is not None:
            self._group_step_s, self._group_slack_s = _step_and_slack(group_sends_per_s)

    def send(self, now: float, group: Group) -> bool:
        """May a message of the group be sent?"""
        if self._sends_until > now or group.sends_until > now:
            return self._send_ahead(now, group)
        self._sends_until = now + self._step_s
        group.sends_until = now + self._group_step_s
        return True

    def _send_ahead(self, now: float, group: Group) -> bool:
        """The same while the sends so far have used something of the second to come."""
        if self._sends_until > now + self._slack_s:
            return False
        if group.sends_until > now + self._group_slack_s:
            return False
        self._sends_until = max(self._sends_until, now) + self._step_s
        group.sends_until = max(group.sends_until, now) + self._group_step_s
        return True

    def receive(self, now: float) -> bool:
        """May messages be received?"""
        until = self._receives_until
        if until <= now:
            until = now
        elif until > now + self._slack_s:
            return False
        self._receives_until = until + self._step_s
        return True

    def next_receive(self, now: float) -> float:
        """When messages may be received, now or later."""
        return max(self._receives_until - self._slack_s + ROUNDING_S, now)


def _step_and_slack(per_s: float) -> tuple[float, float]:
    """How long one call uses the quota, and how far ahead of time calls may run."""
    step_s = 1.0 / per_s
    return step_s, max(1.0 - step_s, 0.0) + ROUNDING_S
