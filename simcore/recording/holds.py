"""What is billed by time: from when it is asked for until it is given up.

AWS bills provisioned concurrency "from the time you enable it on your function until it is
disabled, rounded up to the nearest five minutes" (pricing page). It does not say how changes of the
amount are rounded; here each unit is, and those asked for last are given up first.
"""

from __future__ import annotations

from math import ceil

from simcore.recording.fold.base import RowFold
from simcore.recording.layout import Rows, column
from simcore.recording.reading import Held

__all__ = ["Holds"]

SLACK_S = 1e-9


class Holds(RowFold):
    """The units that one component holds; times in seconds, a unit each."""

    def __init__(self, held: Held, step_s: float) -> None:
        self.step_s = step_s
        self.given_up_s = 0.0
        self._change = column(held.fact, held.change)
        self._held: list[tuple[float, int]] = []  # since when, how many; the latest last

    def owed_s(self, now: float) -> float:
        """What would be billed if all were given up at ``now``."""
        return self.given_up_s + sum([n * self._rounded_up(now - t) for t, n in self._held])

    def lasting_s(self, now: float) -> float:
        """The same, with what is still held not rounded up: it will be held further."""
        return self.given_up_s + sum([n * (now - t) for t, n in self._held])

    def few(self, rows: Rows) -> None:
        """More are held, or the latest are given up."""
        for row in rows:
            change = row[self._change]
            if change > 0:
                self._held.append((row[0], change))
            else:
                self._give_up(row[0], -change)

    def _give_up(self, now: float, n: int) -> None:
        while n and self._held:
            since, held = self._held.pop()
            going = min(held, n)
            self.given_up_s += going * self._rounded_up(now - since)
            if held > going:
                self._held.append((since, held - going))
            n -= going

    def _rounded_up(self, seconds: float) -> float:
        """To whole steps; at least one, however short it was."""
        return max(ceil(seconds / self.step_s - SLACK_S), 1) * self.step_s
