"""The arrival source that an environment follows: a pattern within a client's working hours."""

from __future__ import annotations

from array import array

import numpy as np

from simcore.engine.arrivals.patterns import PART, ROUNDING, Pattern
from simcore.engine.arrivals.profile import INF
from simcore.engine.portable_math import FloatArray
from simcore.frozen import frozen

BLOCK = PART
FIRST_BLOCK = 64  # doubling up to BLOCK: a source with ten arrivals should not compute 8,192


@frozen
class Window:
    """When a client sends: from ``start_s`` until before ``stop_s``, at most ``limit`` times.

    ``until_s`` is the end of the run: arrivals are before it, never at it.
    """

    until_s: float = INF
    start_s: float = 0.0
    stop_s: float | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        for name in ("until_s", "start_s", "stop_s"):
            value = getattr(self, name)
            if value is not None and not value >= 0.0:
                raise ValueError(f"{name} is {value}; it must be 0 or more seconds")
        if self.limit is not None and self.limit < 0:
            raise ValueError(f"limit is {self.limit}; it must be 0 or more arrivals")

    @property
    def end_s(self) -> float:
        """Arrivals are before this time."""
        return self.until_s if self.stop_s is None else min(self.until_s, self.stop_s)


class ArrivalSource:
    """Blocks of sorted absolute arrival times in seconds, at most :data:`BLOCK` long.

    A pattern's second 0 is the window's ``start_s``. Picklable with the state it has between two
    blocks; the times do not depend on how they are cut into blocks.
    """

    def __init__(self, pattern: Pattern, window: Window) -> None:
        self._pattern = pattern
        self._window = window
        self._size = FIRST_BLOCK
        self._from = 0.0  # earlier times are let pass
        self._left = window.limit
        self._given = 0
        self._last = window.start_s
        self._over = window.end_s <= window.start_s

    @property
    def window(self) -> Window:
        """When the client sends."""
        return self._window

    def next_block(self) -> array[float] | None:
        """The next times, never none of them; None after the last."""
        if self._over:
            return None
        times = self._times()
        keep = int(np.searchsorted(times, self._window.end_s))
        self._over = keep < len(times) or not keep
        if self._left is not None:
            keep = min(keep, self._left)
            self._left -= keep
            self._over = self._over or not self._left
        self._given += keep
        return self._in_order(times[:keep]) if keep else None

    def _times(self) -> FloatArray:
        """The next times of the pattern, those that were let pass left out."""
        times = self._pattern.take(self._size) + self._window.start_s
        while self._from and len(times) and times[-1] < self._from:
            times = self._pattern.take(self._size) + self._window.start_s
        self._size = min(2 * self._size, BLOCK)
        return times[np.searchsorted(times, self._from) :] if self._from else times

    def same_as(self, other: ArrivalSource) -> bool:
        """Does it send by the same law, whatever has been sent of either?"""
        return self._window == other._window and self._pattern.same_as(other._pattern)

    def change(self, now: float, other: ArrivalSource, ahead: int) -> None:
        """Go on by the law of ``other`` from ``now`` on, with the own draws where it has such.

        Of the times that were given the last ``ahead`` have not come, and will not. The pattern's
        second 0 stays the window's start, also of what is new in it; a limit counts all that came.
        """
        self._given -= ahead
        passed_s = max(now - other._window.start_s, 0.0)
        self._pattern = self._pattern.changed(other._pattern, passed_s)
        window = self._window = other._window
        self._size = FIRST_BLOCK
        self._left = None if window.limit is None else max(window.limit - self._given, 0)
        self._over = window.end_s <= now or self._left == 0
        self.let_pass(now)

    def let_pass(self, until_s: float) -> None:
        """Nothing more comes before ``until_s``."""
        self._last = max(until_s, self._window.start_s)
        self._from = self._last - ROUNDING * max(self._last, 1.0)

    def expected(self, until_s: float | None = None) -> float:
        """Arrivals expected before ``until_s`` (default: in all), the limit taken into account."""
        end = self._window.end_s if until_s is None else min(self._window.end_s, until_s)
        expected = self._pattern.expected(max(end - self._window.start_s, 0.0))
        return expected if self._window.limit is None else min(expected, self._window.limit)

    def _in_order(self, times: FloatArray) -> array[float]:
        """The times as they are handed out, a last-bit inversion between two pieces ironed out."""
        times[0] = max(float(times[0]), self._last)
        if not (times[1:] >= times[:-1]).all():
            times = np.maximum.accumulate(times)
        self._last = float(times[-1])
        return array("d", times.tobytes())
