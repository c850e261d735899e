"""A recorded trace, as read from a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, isfinite

import numpy as np
from numpy.typing import NDArray

from simcore.engine.portable_math import FloatArray
from simcore.errors import TraceError


@dataclass(frozen=True, eq=False)
class Trace:
    """Requests as they came in once: one time a request, or a count an interval.

    ``times_s`` are the requests' times or, with ``counts``, the starts of the intervals; sorted,
    in seconds since the first one, already scaled. ``first_epoch_s`` is when that was, in seconds
    since 1970 UTC (or as the file counts, when it counts from its own zero). ``sha256`` is of the
    file's bytes as given. ``keys`` are those of the requests, numbered from 0 as they first come,
    where a column has them. ``notes`` says in words what was detected, one sentence each.
    ``interval_s`` is None without counts, and while it is not known: see :meth:`replayed`.
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

    def replayed(self, interval_s: float | None = None, time_scale: float = 1.0) -> Trace:
        """The trace as read, with intervals of that length, and stretched.

        Raises TraceError where there is one interval only and its length is not given.
        """
        for name, value in (("time_scale", time_scale), ("interval_s", interval_s)):
            if value is not None and not (isfinite(value) and value > 0.0):
                raise TraceError(f"{name} is {value}; it must be a number above 0")
        if self.counts is None:
            return replace(self, times_s=self.times_s * time_scale)
        length_s = interval_s or self.interval_s
        if length_s is None:
            raise TraceError(
                "there is one interval only, so its length is not known; add a row for the next "
                "one, 0 requests will do, or say how long it is, as interval: 60 s in a scenario"
            )
        return replace(
            self,
            times_s=self.times_s * time_scale,
            interval_s=length_s * time_scale,
            notes=(*self.notes, f"intervals of {length_s:g} s"),
        )
