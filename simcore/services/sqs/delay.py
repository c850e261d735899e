"""Messages of a delay queue that nobody can see yet.

Models: the queue's delay; a change of it, which is not retroactive on a standard queue (what is
    there keeps its delay) and is on a FIFO queue (what is there gets the new one).
Ignores: message timers. After a change of a standard queue's delay its messages are received, and
    count as old, in the order in which they became visible.
States: nothing: the queue states MessagesBecameVisible.

Sources: Amazon SQS Developer Guide, sqs-delay-queues (2023).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from simcore.engine.environment import INF, Environment

M = TypeVar("M")


class Line(Generic[M]):
    """Messages with the same delay, in order of sending; the first is released at ``due``."""

    def __init__(self, delay_s: float) -> None:
        self.delay_s, self.due = delay_s, INF
        self.messages: deque[tuple[float, M]] = deque()


class DelayedMessages(Generic[M]):
    """Each is released when its delay is over; one entry in the heap for all with the same delay.

    A message is its sending time and whatever its queue knows of it; ``release`` gets those whose
    delay is over, in order.
    """

    def __init__(
        self,
        env: Environment,
        delay_s: float,
        release: Callable[[float, list[tuple[float, M]]], None],
    ) -> None:
        self._env, self._release = env, release
        self._line: Line[M] = Line(delay_s)
        self._earlier: list[Line[M]] = []  # those with delays of before, until they are empty

    def __len__(self) -> int:
        return len(self._line.messages) + sum([len(line.messages) for line in self._earlier])

    def add(self, sent: float, message: M) -> None:
        """A message was sent just now."""
        line = self._line
        line.messages.append((sent, message))
        if len(line.messages) == 1:
            self._wait_for_first(line)

    def change(self, delay_s: float) -> None:
        """The messages to come have another delay; those that are here keep theirs."""
        if self._line.messages:
            self._earlier.append(self._line)
        self._line = Line(delay_s)

    def change_all(self, delay_s: float) -> None:
        """All messages have another delay, counted from their sending."""
        self._line.delay_s = delay_s
        self._release_due(self._line)

    def messages(self) -> list[M]:
        """What their queue knows of all of them."""
        return [message for line in (self._line, *self._earlier) for _, message in line.messages]

    def clear(self) -> list[M]:
        """Take all out; what waits for the first one of a line that was there does nothing."""
        lines = (self._line, *self._earlier)
        for line in lines:
            line.due = -INF
        self._line, self._earlier = Line(self._line.delay_s), []
        return [message for line in lines for _, message in line.messages]

    def _wait_for_first(self, line: Line[M]) -> None:
        line.due = line.messages[0][0] + line.delay_s
        self._env.call_at(line.due, self._over, line)

    def _over(self, line: Line[M]) -> None:
        if self._env.now == line.due:  # not what was due before the delay changed
            self._release_due(line)

    def _release_due(self, line: Line[M]) -> None:
        """Release all whose delay is over, and wait for the next one in line."""
        now, messages, released = self._env.now, line.messages, []
        while messages and messages[0][0] + line.delay_s <= now:
            released.append(messages.popleft())
        if messages:
            self._wait_for_first(line)
        elif line is not self._line:
            self._earlier.remove(line)
        if released:
            self._release(now, released)

    def oldest_sent(self) -> float:
        """When the first in line was sent; infinity without any."""
        lines = (self._line, *self._earlier)
        return min([line.messages[0][0] for line in lines if line.messages], default=INF)
