"""So many a second, and what is above that waits its turn.

Models: a quota that delays: work is begun at once while the quota has room, and in order of coming,
    evenly spread, while it has not. A short stretch's worth may be begun at once.
Ignores: how AWS orders what it delays (not published: as it came).
States: nothing: who is paced states.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from simcore.engine.environment import Environment

AT_ONCE_S = 0.01
"""So long a stretch of the quota may be used at once: two targets of one event wait for nobody."""


class Pace:
    """At most ``per_s`` a second; ``waiting`` have not begun."""

    def __init__(self, env: Environment, per_s: float) -> None:
        self._env, self._step_s = env, 1.0 / per_s
        self._slack_s = max(AT_ONCE_S - self._step_s, 0.0) + 1e-9
        self._until = 0.0
        self._line: deque[tuple[Callable[[float, Any], None], Any]] = deque()

    def __len__(self) -> int:
        return len(self._line)

    def begin(self, now: float, work: Callable[[float, Any], None], about: Any) -> bool:
        """Have ``work(now, about)`` done, now or in its turn; was it done now?"""
        if not self._line and self._until <= now + self._slack_s:
            self._until = max(self._until, now) + self._step_s
            work(now, about)
            return True
        self._line.append((work, about))
        if len(self._line) == 1:
            self._wait()
        return False

    def _wait(self) -> None:
        self._env.call_at(max(self._until - self._slack_s, self._env.now), self._turn)

    def _turn(self, _: Any) -> None:
        now = self._env.now
        work, about = self._line.popleft()
        self._until = max(self._until, now) + self._step_s
        if self._line:
            self._wait()
        work(now, about)
