"""The visible messages of a standard queue that nobody has received yet."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from simcore.engine.environment import INF
from simcore.engine.state import State, state_of
from simcore.services.sqs.retention import Retention

CUT_AT = 4096
"""So many that were taken stay before they are cut off: cutting costs."""


class NewMessages:
    """Their sending times, in the order in which they became visible: most messages are received
    once, and an object for each, even for its time, would cost more than all else that happens to
    them.

    Those of ``sent`` before the place ``head`` are not here any more. The id of a message is its
    place among all that ever became visible.
    """

    def __init__(self, retention: Retention) -> None:
        self.sent: array[float] = array("d")
        self.head = 0
        self._cut = 0  # how many there were before the first of the list
        self._retention = retention

    def __getstate__(self) -> State:
        self._cut_off()
        return state_of(self)

    def __len__(self) -> int:
        return len(self.sent) - self.head

    def id_of_next(self) -> int:
        """The id of the next message that becomes visible."""
        return self._cut + len(self.sent)

    def first(self) -> float:
        """When the first one was sent; infinity without any."""
        return self.sent[self.head] if self.head < len(self.sent) else INF

    def oldest(self, since: Callable[[int, float], float]) -> float:
        """From when the first one counts, as ``since(id, sent)`` says; infinity without any."""
        return since(self.first_id(), self.first())

    def first_id(self) -> int:
        """The id of the first one."""
        return self._cut + self.head

    def take(self, most: int) -> tuple[array[float], int]:
        """The first ones, up to ``most``: their sending times, and the id of the first."""
        sent, head = self.sent, self.head
        taken = sent[head : head + most]
        first_id = self._cut + head
        self.head = head = head + len(taken)
        if head >= CUT_AT and 2 * head >= len(sent):
            self._cut_off()
        return taken, first_id

    def clear(self) -> int:
        """Drop all; how many they were."""
        n, self.head = len(self), len(self.sent)
        return n

    def expire(self, now: float) -> None:
        """Drop the first ones whose retention is over."""
        oldest, before = now - self._retention.period_s, self.head
        while self.first() <= oldest:
            self.head += 1
        if self.head > before:
            self._retention.ended_unread(now, self.head - before)

    def _cut_off(self) -> None:
        del self.sent[: self.head]
        self._cut += self.head
        self.head = 0
