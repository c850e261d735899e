"""A request rate that changes in time: straight pieces, their cumulative count and its inverse."""

from collections.abc import Sequence
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

from simcore.engine.portable_math import FloatArray

INF = float("inf")


class Piece(NamedTuple):
    """For ``duration_s`` (may be infinite) the rate goes straight from one value to another."""

    duration_s: float
    from_per_s: float
    to_per_s: float

    @property
    def slope(self) -> float:
        """Change of rate, per second squared."""
        if self.from_per_s == self.to_per_s or not self.duration_s:
            return 0.0
        return (self.to_per_s - self.from_per_s) / self.duration_s

    def arrivals(self, seconds: float) -> float:
        """Arrivals expected in its first ``seconds``."""
        if not self.slope:  # apart, because endless times nothing is not a number
            return seconds * self.from_per_s if self.from_per_s else 0.0
        return seconds * (self.from_per_s + self.slope * seconds / 2.0)


class RateProfile:
    """The rate over time, from second 0: the pieces in order, then for ever again if ``repeats``.

    Straight pieces are enough: their cumulative count is a parabola, which is inverted in closed
    form with nothing but a square root (the same bits on every machine).
    """

    def __init__(self, pieces: Sequence[Piece], *, repeats: bool = False) -> None:
        for piece in pieces:
            _check(piece)
        self._pieces = tuple(piece for piece in pieces if piece.duration_s > 0.0)
        self.repeats = repeats
        self.duration_s = sum(piece.duration_s for piece in self._pieces)
        counts = [piece.arrivals(piece.duration_s) for piece in self._pieces]
        self.total = sum(counts)
        """Arrivals expected in one round; infinite if the last piece is endless."""
        self._index(counts)

    def _index(self, counts: list[float]) -> None:
        """The columns that :meth:`times` looks things up in; pieces without arrivals left out."""
        rows = []
        start = before = 0.0
        for piece, count in zip(self._pieces, counts, strict=True):
            if count > 0.0:
                rows.append((start, before, piece.from_per_s, piece.slope, piece.duration_s))
            start += piece.duration_s
            before += count
        table = np.array(rows, dtype=np.float64).reshape(-1, 5)
        self._start, self._before, self._rate, self._slope, self._length = table.T.copy()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RateProfile):
            return False
        return (self._pieces, self.repeats) == (other._pieces, other.repeats)

    __hash__ = None  # type: ignore[assignment]

    def expected(self, until_s: float) -> float:
        """Arrivals expected before ``until_s``."""
        rounds = 0.0
        if self.repeats and self.duration_s:
            rounds = until_s // self.duration_s
            until_s -= rounds * self.duration_s
        expected = rounds * self.total if rounds else 0.0
        for piece in self._pieces:
            within = min(piece.duration_s, until_s)
            if within <= 0.0:
                break
            expected += piece.arrivals(within)
            until_s -= within
        return expected

    def times(self, counts: FloatArray) -> FloatArray:
        """When the cumulative count passes each of ``counts`` (sorted): seconds; infinity: never.

        The latest such moment, so a count reached where the rate falls to zero happens when the
        rate comes back.
        """
        if not len(self._rate):
            return np.full(len(counts), INF)
        with np.errstate(over="ignore"):  # a rate of next to nothing: infinity is right
            if not self.repeats:
                return self._times_of_round(counts)
            rounds = np.floor(counts / self.total)
            within = np.maximum(counts - rounds * self.total, 0.0)
            return self._times_of_round(within) + rounds * self.duration_s

    def _times_of_round(self, counts: FloatArray) -> FloatArray:
        """In a piece with rate r and slope k, x solves r x + k x**2 / 2 = rest."""
        i = self._pieces_of(counts)
        rate = self._rate[i]
        x = counts - self._before[i]
        if not self._slope[i].any():
            x /= rate
        else:
            x *= 2.0
            root = np.sqrt(np.maximum(x * self._slope[i] + rate * rate, 0.0))
            root += rate
            np.divide(x, root, out=x, where=root > 0.0)
        times: FloatArray = np.minimum(x, self._length[i])
        times += self._start[i]
        if not self.repeats and self.total < INF:
            times[counts >= self.total] = INF
        return times

    def _pieces_of(self, counts: FloatArray) -> Any:
        """Which piece each count falls into; one number, which is faster, if it is all the same."""
        if not self.repeats:
            first, last = np.searchsorted(self._before, counts[[0, -1]], side="right") - 1
            if first == last:
                return first
        return np.searchsorted(self._before, counts, side="right") - 1


def _check(piece: Piece) -> None:
    if not piece.duration_s >= 0.0:
        raise ValueError(f"a duration is {piece.duration_s} s; it must be 0 or more")
    for rate in (piece.from_per_s, piece.to_per_s):
        if not (isfinite(rate) and rate >= 0.0):
            raise ValueError(f"a rate is {rate} per second; it must be a number, 0 or more")
