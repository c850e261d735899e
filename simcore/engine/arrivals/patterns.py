"""Patterns: sorted arrival times counted from second 0, handed out some at a time.

A pattern knows nothing of when its client starts and stops; that is the source's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeGuard

import numpy as np
from numpy.typing import NDArray

from simcore.engine.arrivals.counts import Counts
from simcore.engine.arrivals.profile import INF, RateProfile
from simcore.engine.portable_math import FloatArray

IntArray = NDArray[np.int64]

ROUNDING = 1e-9
"""Slack of a time, relative and absolute, in which it counts as not before another one."""

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

    def same_as(self, other: Pattern) -> bool:
        """Is it the same law of arrivals, whatever has been taken of either?"""
        ...

    def changed(self, other: Pattern, t: float) -> Pattern:
        """What follows the law of ``other`` from ``t`` on, if it can with the draws of this one.

        Of what was taken, all before ``t`` has come, and nothing else; of what the result gives,
        times before ``t`` do not count. Neither pattern is of use afterwards.
        """
        ...


class RatePattern:
    """Arrivals at the rate of a profile: when its cumulative count passes those of ``counts``.

    After a change of the profile at ``since`` they are compared with what the new one counts
    ``ahead`` of them, so that they go on from there; nothing comes before.
    """

    def __init__(
        self, profile: RateProfile, counts: Counts, ahead: float = 0.0, since: float = 0.0
    ) -> None:
        self._profile, self._counts = profile, counts
        self._ahead, self._since = ahead, since

    def take(self, n: int) -> FloatArray:
        times = self._times(self._counts.take(n))
        if self._since:
            times = self._later(times, n)
        return times[: np.searchsorted(times, INF)]

    def _later(self, times: FloatArray, n: int) -> FloatArray:
        """Those since the change, which rounding must not push before it."""
        least = self._since - ROUNDING * max(self._since, 1.0)
        while times[-1] < least:
            times = self._times(self._counts.take(n))
        return np.maximum(times[np.searchsorted(times, least) :], self._since)

    def expected(self, until_s: float) -> float:
        return self._profile.expected(until_s)

    def same_as(self, other: Pattern) -> bool:
        return self._draws_as(other) and self._profile == other._profile

    def changed(self, other: Pattern, t: float) -> Pattern:
        if not self._draws_as(other):
            return other
        last = self._counts.last()
        came = int(np.searchsorted(self._times(last), t)) if len(last) else 0
        self._counts.give_back(len(last) - came)
        ahead = self._profile.expected(t) - self._ahead - other._profile.expected(t)
        return RatePattern(other._profile, self._counts, -ahead, t)

    def _draws_as(self, other: Pattern) -> TypeGuard[RatePattern]:
        return isinstance(other, RatePattern) and type(self._counts) is type(other._counts)

    def _times(self, counts: FloatArray) -> FloatArray:
        return self._profile.times(counts + self._ahead if self._since else counts)


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

    def same_as(self, other: Pattern) -> bool:
        if not isinstance(other, IntervalPattern) or (self._rng is None) != (other._rng is None):
            return False
        mine = self._starts, self._lengths, self._counts
        theirs = other._starts, other._lengths, other._counts
        return all(map(np.array_equal, mine, theirs))

    def changed(self, other: Pattern, t: float) -> Pattern:
        return other

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

    def same_as(self, other: Pattern) -> bool:
        return isinstance(other, RecordedPattern) and np.array_equal(self._times, other._times)

    def changed(self, other: Pattern, t: float) -> Pattern:
        return other


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

    def same_as(self, other: Pattern) -> bool:
        if not isinstance(other, MergedPattern) or len(self._patterns) != len(other._patterns):
            return False
        pairs = zip(self._patterns, other._patterns, strict=True)
        return all(mine.same_as(theirs) for mine, theirs in pairs)

    def changed(self, other: Pattern, t: float) -> Pattern:
        if not isinstance(other, MergedPattern) or len(self._patterns) != len(other._patterns):
            return other
        pairs = zip(self._patterns, other._patterns, strict=True)
        return MergedPattern([mine.changed(theirs, t) for mine, theirs in pairs])

    def _take_until(self, horizon: float, n: int) -> FloatArray:
        """All that is known up to and with ``horizon``: nothing earlier can still come."""
        cuts = [np.searchsorted(times, horizon, side="right") for times in self._ahead]
        taken = [times[:cut] for times, cut in zip(self._ahead, cuts, strict=True)]
        self._ahead = [times[cut:] for times, cut in zip(self._ahead, cuts, strict=True)]
        return np.sort(np.concatenate(taken))
