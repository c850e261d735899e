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

from array import array
from collections.abc import Sequence

from simcore.engine.virtual_schedule import VirtualSchedule, step_and_slack
from simcore.services.sqs.fifo.group import Group


class Throughput:
    """What may be sent and received now.

    ``receives`` is a schedule of its own; a send needs room in two, that of all sends and that of
    its group, which the group keeps.
    """

    def __init__(self, calls_per_s: float, group_sends_per_s: float | None) -> None:
        self.receives = VirtualSchedule(calls_per_s)
        self._sends_until, self._calls_per_s = 0.0, calls_per_s
        self._step_s, self._slack_s = step_and_slack(calls_per_s)
        self.group_step_s, self._group_slack_s = 0.0, 1.0
        if group_sends_per_s is not None:
            self.group_step_s, self._group_slack_s = step_and_slack(group_sends_per_s)

    def send(self, now: float, group: Group) -> bool:
        """May a message of the group be sent?"""
        if self._sends_until <= now and group.sends_until <= now:
            self._sends_until = now + self._step_s
            group.sends_until = now + self.group_step_s
            return True
        return self._send_soon_after(now, group)

    def _send_soon_after(self, now: float, group: Group) -> bool:
        """Those sent before have not paid off yet."""
        until, group_until = self._sends_until, group.sends_until
        if until > now + self._slack_s or group_until > now + self._group_slack_s:
            return False
        self._sends_until = max(until, now) + self._step_s
        group.sends_until = max(group_until, now) + self.group_step_s
        return True

    # Of many sends that are known before they come.

    def refuses(self, times: array[float]) -> bool:
        """Would the quota of all sends refuse one of those at the times?"""
        return bool(self._sends().take_all(times))

    def sent(self, times: array[float]) -> None:
        """Messages were sent at the times, of which that quota refused none."""
        sends = self._sends()
        sends.take_all(times)
        self._sends_until = sends.used_until

    def _sends(self) -> VirtualSchedule:
        sends = VirtualSchedule(self._calls_per_s)
        sends.used_until = self._sends_until
        return sends

    def may_refuse(self, begin: float, until: float, n: int) -> bool:
        """May a group's quota that is used ``until`` then refuse one of ``n`` from ``begin`` on?"""
        return n * self.group_step_s + max(until - begin, 0.0) > self._group_slack_s / 2

    def refuses_of(self, until: float, times: Sequence[float]) -> bool:
        """Would it refuse one of those at the times?"""
        for now in times:
            if until > now + self._group_slack_s:
                return True
            until = max(until, now) + self.group_step_s
        return False
