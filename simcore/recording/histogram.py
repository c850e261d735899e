"""Log-linear buckets for durations: the leading bits of the float are the bucket's number.

`BUCKETS_PER_OCTAVE` equal buckets in every power of two: the exponent and the first seven bits of
the mantissa. A bucket is 0.4 to 0.8 % wide, so that its midpoint is at most `MAX_ERROR` away
from any value in it. Everything here is in seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import frexp

import numpy as np
import numpy.typing as npt

MANTISSA_BITS = 7
BUCKETS_PER_OCTAVE = 1 << MANTISSA_BITS
MAX_ERROR = 0.5 / BUCKETS_PER_OCTAVE
"""Relative error of a reported percentile against the exact one: at most 0.4 %."""

LOWEST_EXPONENT, HIGHEST_EXPONENT = -20, 21
"""From 2**-20 s (about 1 microsecond) to 2**21 s (24 days)."""

LOWEST_S, HIGHEST_S = 2.0**LOWEST_EXPONENT, 2.0**HIGHEST_EXPONENT

BUCKETS = (HIGHEST_EXPONENT - LOWEST_EXPONENT) * BUCKETS_PER_OCTAVE

_SHIFT = 52 - MANTISSA_BITS
_FIRST = (1023 + LOWEST_EXPONENT) << MANTISSA_BITS

COARSE_BITS = 2
"""A viewer is told buckets four times as wide: their middle is at most 1.6 % away."""

Buckets = npt.NDArray[np.int64]


def bucket_of(value_s: float) -> int:
    """The bucket of one value; values outside the range go to the first or last bucket."""
    if value_s <= 0.0:
        return 0
    mantissa, exponent = frexp(value_s)
    number = (exponent + 1022) * BUCKETS_PER_OCTAVE + int((mantissa - 0.5) * 2 * BUCKETS_PER_OCTAVE)
    return min(max(number - _FIRST, 0), BUCKETS - 1)


def buckets_of(values_s: npt.NDArray[np.float64], lowest_s: float, highest_s: float) -> Buckets:
    """`bucket_of` for a contiguous array with the given extremes."""
    numbers = values_s.view(np.int64) >> _SHIFT
    numbers -= _FIRST
    if lowest_s < LOWEST_S or highest_s >= HIGHEST_S:
        np.clip(numbers, 0, BUCKETS - 1, out=numbers)
    return numbers


def coarse(sorted_buckets: Sequence[int]) -> tuple[int, list[int]]:
    """The first coarse bucket, and how many lie in it and in those that follow; below zero: so many
    are empty."""
    first = last = sorted_buckets[0] >> COARSE_BITS
    counts = [0]
    for bucket in sorted_buckets:
        wide = bucket >> COARSE_BITS
        if wide == last:
            counts[-1] += 1
        else:
            counts += [1] if wide == last + 1 else [last + 1 - wide, 1]
            last = wide
    return first, counts


def coarse_of_counts(lowest: int, counts: npt.NDArray[np.int64]) -> tuple[int, list[int]]:
    """The same of a histogram that begins at ``lowest`` and at both ends has a value."""
    buckets = np.flatnonzero(counts)
    wide = np.bincount((buckets + lowest >> COARSE_BITS) - (lowest >> COARSE_BITS), counts[buckets])
    filled = np.flatnonzero(wide)
    told: list[int] = []
    last = -1
    for place, count in zip(filled.tolist(), wide[filled].tolist(), strict=True):
        told += [int(count)] if place == last + 1 else [last + 1 - place, int(count)]
        last = place
    return lowest >> COARSE_BITS, told


def midpoint_s(bucket: int) -> float:
    """The middle of a bucket in seconds; 0.0 for the first, which holds the zeros."""
    if bucket == 0:
        return 0.0
    octave, part = divmod(bucket, BUCKETS_PER_OCTAVE)
    return float(2.0 ** (octave + LOWEST_EXPONENT) * (1 + (part + 0.5) / BUCKETS_PER_OCTAVE))


def rank(count: int, percent: int) -> int:
    """Nearest rank, from 0: the smallest value with ``percent`` % of the others at or below it."""
    return max((count * percent + 99) // 100, 1) - 1


def at_ranks(sorted_buckets: Sequence[int], percents: Sequence[int]) -> list[int]:
    """The buckets at the given percentiles of sorted ones (at least one)."""
    return [sorted_buckets[rank(len(sorted_buckets), percent)] for percent in percents]


def at_ranks_of_counts(counts: npt.NDArray[np.int64], percents: Sequence[int]) -> list[int]:
    """The buckets at the given percentiles of a histogram with at least one value."""
    below = np.cumsum(counts)
    ranks = [rank(int(below[-1]), percent) for percent in percents]
    return [int(found) for found in below.searchsorted(ranks, side="right")]
