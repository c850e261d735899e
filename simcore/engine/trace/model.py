"""A recorded trace, as read from a file."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from simcore.engine.portable_math import FloatArray


@dataclass(frozen=True, eq=False)
class Trace:
    """Requests as they came in once: one time a request, or a count an interval.

    ``times_s`` are the requests' times or, with ``counts``, the starts of the intervals; sorted,
    in seconds since the first one, already scaled. ``first_epoch_s`` is when that was, in seconds
    since 1970 UTC (or as the file counts, when it counts from its own zero). ``sha256`` is of the
    file's bytes as given. ``keys`` are those of the requests, numbered from 0 as they first come,
    where a column has them. ``notes`` says in words what was detected, one sentence each.
    """

    times_s: FloatArray
    counts: NDArray[np.int64] | None
    interval_s: float | None
    first_epoch_s: float
    sha256: str
    notes: tuple[str, ...]
    keys: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        """Number of requests."""
        return len(self.times_s) if self.counts is None else int(self.counts.sum())

    @property
    def duration_s(self) -> float:
        """How long a run must last to have every request in it."""
        if self.interval_s is None:
            return float(floor(self.times_s[-1]) + 1)
        return float(self.times_s[-1]) + self.interval_s

    def lengths_s(self) -> FloatArray:
        """Length of each interval: the usual one, or up to the next start where that is sooner."""
        assert self.interval_s is not None
        gaps = np.diff(self.times_s, append=np.inf)
        return np.minimum(gaps, self.interval_s)
