"""When a run is paused for a snapshot: about every second of wall time, so that little is lost, and
at moments of simulated time that are evenly spread, so that forks have it near. Knows no Django.
"""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY_S = 1.0  # of wall time
SHARE = 0.05  # of the wall time at most, and
TO_SPARE_S = 0.04  # for runs that are over soon
WORTH_S = 0.3  # what a fork took to where it begins, for the next one to be spared that


class Pauses:
    """`number` snapshots are kept of one run, whose first `shared` frames are another's too."""

    def __init__(self, number: int, shared: int) -> None:
        self.number = number
        self.shared = shared
        self.frames = 0  # there will be
        self.every = 1.0  # so many frames
        self.began = self.last = time.monotonic()
        self.spent_s = self.dearest_s = 0.0

    def begin(self, frames: int) -> None:
        """There will be so many frames, and those that are computed follow now."""
        self.frames, self.every = frames, max(1.0, frames / (self.number + 1))
        self.began = self.last = time.monotonic()

    def due(self, next_frame: int) -> bool:
        """Whether to pause before that frame."""
        now = time.monotonic()
        if next_frame >= self.frames:
            return False  # it is over
        if next_frame == self.shared:
            return now - self.began > WORTH_S
        spread = next_frame / self.every
        is_place = int(spread) > int((next_frame - 1) / self.every)
        return (is_place or now - self.last > EVERY_S) and self._affordable(now)

    def _affordable(self, now: float) -> bool:
        may_cost_s = TO_SPARE_S + SHARE * (now - self.began)
        return self.spent_s + self.dearest_s <= may_cost_s

    def taken(self, snapshot: Callable[[], bytes]) -> bytes:
        """Take it, and note what it costs."""
        began = time.monotonic()
        found = snapshot()
        self.last = time.monotonic()
        self.dearest_s = max(self.dearest_s, self.last - began)
        self.spent_s += self.last - began
        return found
