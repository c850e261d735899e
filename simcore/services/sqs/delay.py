"""Messages of a delay queue that nobody can see yet."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from simcore.engine.environment import INF, Environment

M = TypeVar("M")


class DelayedMessages(Generic[M]):
    """Each is released ``delay_s`` seconds after it was sent; one entry in the heap for all.

    A message is its sending time and whatever its queue knows of it; ``release`` gets those whose
    delay is over, in order.
    """

    def __init__(
        self,
        env: Environment,
        delay_s: float,
        release: Callable[[float, list[tuple[float, M]]], None],
    ) -> None:
        self._env, self._delay_s, self._release = env, delay_s, release
        self._line: deque[tuple[float, M]] = deque()

    def __len__(self) -> int:
        return len(self._line)

    def add(self, sent: float, message: M) -> None:
        """A message was sent just now."""
        self._line.append((sent, message))
        if len(self._line) == 1:
            self._wait_for_first()

    def _wait_for_first(self) -> None:
        self._env.call_at(self._line[0][0] + self._delay_s, self._over)

    def _over(self, _: Any) -> None:
        """Release all whose delay is over, and wait for the next one in line."""
        now, line, released = self._env.now, self._line, []
        while line and line[0][0] + self._delay_s <= now:
            released.append(line.popleft())
        if line:
            self._wait_for_first()
        self._release(now, released)

    def oldest_sent(self) -> float:
        """When the first in line was sent; infinity without any."""
        return self._line[0][0] if self._line else INF
