"""How many messages are taken from one page: some at once, then so many a second."""

from __future__ import annotations


class Budget:
    """After a long silence no more are taken at once than at the beginning."""

    def __init__(self, now: float, at_once: float, a_second: float) -> None:
        self.at_once, self.a_second = at_once, a_second
        self.left, self.looked = float(at_once), now

    def takes_one(self, now: float) -> bool:
        """Whether one more may come; it counts if so."""
        self._look(now)
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def wait_s(self, now: float) -> float:
        """Seconds until the next one may come; 0 where it may now."""
        self._look(now)
        return max(0.0, (1 - self.left) / self.a_second)

    def is_whole(self, now: float) -> bool:
        """Whether it is as at the beginning."""
        self._look(now)
        return self.left >= self.at_once

    def _look(self, now: float) -> None:
        self.left = min(self.at_once, self.left + self.a_second * max(0.0, now - self.looked))
        self.looked = now
