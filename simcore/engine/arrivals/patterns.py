"""Patterns: sorted arrival times counted from second 0, handed out some at a time.

A pattern knows nothing of when its client starts and stops; that is the source's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simcore.engine.arrivals.profile import INF, RateProfile
from simcore.engine.distributions import unit_exponential
from simcore.engine.portable_math import FloatArray

IntArray = NDArray[np.int64]

PART = 8192
"""Arrivals computed at once where an interval has more."""


class Pattern(Protocol):
    """Sorted times from 0 on; picklable between two calls."""

    def take(self, n: int) -> FloatArray:
        """The next times, at most ``n``; none at the end only."""
        ...

    def expected(self, until_s: float) -> float:
        """Arrivals expected before ``until_s``."""
        ...


class Counts(Protocol):
    """Values that the cumulative count passes at one arrival each, increasing."""

    def take(self, n: int) -> FloatArray:
        """The next ``n``."""
        ...


class RandomCounts:
    """Counts of a Poisson process of rate 1: the same ones whatever the profile."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._last = 0.0

    def take(self, n: int) -> FloatArray:
        gaps = unit_exponential(self._rng.random(n))
        gaps[0] += self._last
        np.add.accumulate(gaps, out=gaps)
        self._last = float(gaps[-1])
        return gaps


class EvenCounts:
    """0, 1, 2, ...: evenly spaced, the first one at once."""

    def __init__(self) -> None:
        self._next = 0

    def take(self, n: int) -> FloatArray:
        first, self._next = self._next, self._next + n
        return np.arange(first, self._next, dtype=np.float64)


class RatePattern:
    """Arrivals at the rate of a profile."""

    def __init__(self, profile: RateProfile, counts: Counts) -> None:
        self._profile = profile
        self._counts = counts

    def take(self, n: int) -> FloatArray:
        times = self._profile.times(self._counts.take(n))
        return times[: np.searchsorted(times, INF)]

    def expected(self, until_s: float) -> float:
        return self._profile.expected(until_s)


class IntervalPattern:
    """A known number of arrivals in each of several intervals, exactly.

    ``starts_s`` increases and no interval reaches into the next. Without ``rng`` the arrivals of
    an interval are evenly spaced, the first at its start; with it they are sorted uniform ones
    (an interval with more than :data:`PART` arrivals is cut into parts of that number each).
    """

    def __init__(
        self,
        starts_s: FloatArray,
        lengths_s: FloatArray,
        counts: IntArray,
        rng: np.random.Generator | None,
    ) -> None:
        some = counts > 0
        self._starts, self._lengths = starts_s[some], lengths_s[some]
        self._counts = counts[some]
        self._ends = np.add.accumulate(self._counts)  # arrivals up to the end of each interval
        self._befores = self._ends - self._counts
        self._rng = rng
        self._position = 0
        self._ahead = np.empty(0)

    def take(self, n: int) -> FloatArray:
        if not len(self._ahead):
            self._ahead = self._part()
        taken, self._ahead = self._ahead[:n], self._ahead[n:]
        return taken

    def expected(self, until_s: float) -> float:
        if not len(self._counts):
            return 0.0
        lengths = np.where(self._lengths > 0.0, self._lengths, np.finfo(np.float64).tiny)
        passed = np.maximum(until_s - self._starts, 0.0)
        share = np.where(passed >= lengths, 1.0, passed / np.maximum(lengths, passed))
        return float(np.add.accumulate(share * self._counts)[-1])

    def _part(self) -> FloatArray:
        """The next times: whole intervals as far as they fit, or a part of a big one."""
        first = self._position
        last = self._position = self._part_end()
        if first == last:
            return np.empty(0)
        index = np.arange(first, last)
        i = np.searchsorted(self._ends, index, side="right")
        starts, ends = self._starts[i], self._starts[i] + self._lengths[i]
        times = starts + self._lengths[i] * self._shares(index, i)
        # Rounding must not push an arrival into the next interval, or past the last one.
        times = np.minimum(times, np.where(ends > starts, np.nextafter(ends, 0.0), starts))
        return times if self._rng is None else np.sort(times)

    def _part_end(self) -> int:
        if not len(self._ends) or self._position == self._ends[-1]:
            return self._position
        current = int(np.searchsorted(self._ends, self._position, side="right"))
        furthest = self._position + PART
        if self._position > self._befores[current] or furthest < self._ends[current]:
            return min(furthest, int(self._ends[current]))
        return int(self._ends[np.searchsorted(self._ends, furthest, side="right") - 1])

    def _shares(self, index: IntArray, i: NDArray[np.intp]) -> FloatArray:
        """How far into its interval each arrival is."""
        counts, done = self._counts[i], index - self._befores[i]
        if self._rng is None:
            shares: FloatArray = done / counts
            return shares
        uniform = self._rng.random(len(index))
        if done[0] == 0 and len(index) >= counts[0]:
            return uniform
        parts: FloatArray = (done[0] + len(index) * uniform) / counts
        return parts


class RecordedPattern:
    """Times as they were recorded."""

    def __init__(self, times_s: FloatArray) -> None:
        self._times = times_s
        self._position = 0

    def take(self, n: int) -> FloatArray:
        first, self._position = self._position, self._position + n
        return self._times[first : self._position]

    def expected(self, until_s: float) -> float:
        return float(np.searchsorted(self._times, until_s))


class MergedPattern:
    """Several patterns at once."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._ahead: list[FloatArray] = [np.empty(0) for _ in patterns]
        self._over = [False for _ in patterns]

    def take(self, n: int) -> FloatArray:
        room = max(n // len(self._patterns), 1)
        for i, pattern in enumerate(self._patterns):
            if not len(self._ahead[i]) and not self._over[i]:
                self._ahead[i] = pattern.take(room)
                self._over[i] = not len(self._ahead[i])
        known = [float(times[-1]) for times in self._ahead if len(times)]
        if not known:
            return np.empty(0)
        return self._take_until(min(known), n)

    def expected(self, until_s: float) -> float:
        return sum(pattern.expected(until_s) for pattern in self._patterns)

    def _take_until(self, horizon: float, n: int) -> FloatArray:
        """All that is known up to and with ``horizon``: nothing earlier can still come."""
        cuts = [np.searchsorted(times, horizon, side="right") for times in self._ahead]
        taken = [times[:cut] for times, cut in zip(self._ahead, cuts, strict=True)]
        self._ahead = [times[cut:] for times, cut in zip(self._ahead, cuts, strict=True)]
        return np.sort(np.concatenate(taken))
