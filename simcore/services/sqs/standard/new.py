"""The visible messages of a standard queue that nobody has received yet."""

from __future__ import annotations

from collections import deque

from simcore.services.sqs.retention import Retention


class NewMessages:
    """Their sending times, in the order in which they became visible: most messages are received
    once, and an object for each would cost more than all else that happens to them.

    The id of a message is its place in that order; ``first_id`` is that of the first one here.
    """

    def __init__(self, retention: Retention) -> None:
        self.sent: deque[float] = deque()
        self.first_id = 0
        self._retention = retention

    def id_of_next(self) -> int:
        """The id of the next message that becomes visible."""
        return self.first_id + len(self.sent)

    def take(self, most: int) -> tuple[list[float], int]:
        """The first ones, up to ``most``: their sending times, and the id of the first."""
        sent, first_id = self.sent, self.first_id
        n = len(sent)
        if n > most:
            n = most
        self.first_id = first_id + n
        return [sent.popleft() for _ in range(n)], first_id

    def expire(self, now: float) -> None:
        """Drop the first ones whose retention is over."""
        sent, oldest, n = self.sent, now - self._retention.period_s, 0
        while sent and sent[0] <= oldest:
            sent.popleft()
            n += 1
        if n:
            self.first_id += n
            self._retention.ended_unread(now, n)
