"""Counts: which values of the cumulative rate are arrivals; those of random or even spacing.

They know nothing of rates. Of the last ones that were taken some can be given back, for a rate
that changes while they are still to come.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from simcore.engine.distributions import unit_exponential
from simcore.engine.portable_math import FloatArray


class Counts(Protocol):
    """Values that the cumulative count passes at one arrival each, increasing."""

    def take(self, n: int) -> FloatArray:
        """The next ones, ``n`` at the most."""
        ...

    def last(self) -> FloatArray:
        """Those of the last take once more; none before the first."""
        ...

    def give_back(self, n: int) -> None:
        """The last ``n`` of those come again."""
        ...


class RandomCounts:
    """Counts of a Poisson process of rate 1: the same ones whatever the profile.

    Of the last take only the state of the generator before it is kept, of what was given back the
    numbers.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._last = 0.0
        self._before: tuple[Any, float] = (rng.bit_generator.state, 0.0)
        self._n = 0  # of the last take
        self._again: FloatArray | None = None  # what was drawn last, if some of it was given back,
        self._at = 0  # and up to where it has come

    def take(self, n: int) -> FloatArray:
        if self._again is not None:
            again = self._again[self._at : self._at + n]
            if len(again):
                self._n = len(again)
                self._at += self._n
                return again
            self._again = None
        self._before, self._n = (self._rng.bit_generator.state, self._last), n
        return self._draw()

    def _draw(self) -> FloatArray:
        gaps = unit_exponential(self._rng.random(self._n))
        gaps[0] += self._last
        np.add.accumulate(gaps, out=gaps)
        self._last = float(gaps[-1])
        return gaps

    def last(self) -> FloatArray:
        if self._again is not None:
            return self._again[self._at - self._n : self._at]
        if not self._n:
            return np.empty(0)
        self._rng.bit_generator.state, self._last = self._before
        return self._draw()

    def give_back(self, n: int) -> None:
        if self._again is None:
            self._again = self.last()
            self._at = len(self._again)
        self._at -= n
        self._n -= n


class EvenCounts:
    """0, 1, 2, ...: evenly spaced, the first one at once."""

    def __init__(self) -> None:
        self._next = self._n = 0

    def take(self, n: int) -> FloatArray:
        self._next, self._n = self._next + n, n
        return self.last()

    def last(self) -> FloatArray:
        return np.arange(self._next - self._n, self._next, dtype=np.float64)

    def give_back(self, n: int) -> None:
        self._next -= n
        self._n -= n
