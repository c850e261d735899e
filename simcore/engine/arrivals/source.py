"""The arrival source that an environment follows: a pattern within a client's working hours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simcore.engine.arrivals.patterns import PART, Pattern
from simcore.engine.arrivals.profile import INF
from simcore.engine.portable_math import FloatArray

BLOCK = PART
FIRST_BLOCK = 64  # doubling up to BLOCK: a source with ten arrivals should not compute 8,192


@dataclass(frozen=True)
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
        self._left = window.limit
        self._last = window.start_s
        self._over = window.end_s <= window.start_s

    def next_block(self) -> list[float] | None:
        """The next times, never none of them; None after the last."""
        if self._over:
            return None
        times = self._pattern.take(self._size) + self._window.start_s
        self._size = min(2 * self._size, BLOCK)
        keep = int(np.searchsorted(times, self._window.end_s))
        self._over = keep < len(times) or not keep
        if self._left is not None:
            keep = min(keep, self._left)
            self._left -= keep
            self._over = self._over or not self._left
        return self._in_order(times[:keep]) if keep else None

    def expected(self, until_s: float | None = None) -> float:
        """Arrivals expected before ``until_s`` (default: in all), the limit taken into account."""
        end = self._window.end_s if until_s is None else min(self._window.end_s, until_s)
        expected = self._pattern.expected(max(end - self._window.start_s, 0.0))
        return expected if self._window.limit is None else min(expected, self._window.limit)

    def _in_order(self, times: FloatArray) -> list[float]:
        """The times as Python floats, a last-bit inversion between two pieces ironed out."""
        times[0] = max(float(times[0]), self._last)
        if not (times[1:] >= times[:-1]).all():
            times = np.maximum.accumulate(times)
        block: list[float] = times.tolist()
        self._last = block[-1]
        return block
