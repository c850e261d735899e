"""The samples of a run by spans: a histogram of each, from which those of any interval follow.

A span is some whole bins (`Timebase.span_bins`). What is kept of one that is over is a few bytes a
bucket that has anything in it, so that a run's memory and snapshots stay small.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

_BUCKET, _COUNT = "<u2", "<u4"


class Spans:
    """Of each span that had samples: its number, exact count, sum and extremes, its buckets."""

    def __init__(self) -> None:
        self._over: list[tuple[Any, ...]] = []
        self._before: Counts | None = None  # the run's counts when the last span was over
        self._begin()

    def _begin(self) -> None:
        self._count = self._total_us = 0
        self._lowest_s, self._highest_s = float("inf"), 0.0

    def add(self, count: int, total_us: int, lowest_s: float, highest_s: float) -> None:
        """Add what a bin came to."""
        self._count += count
        self._total_us += total_us
        self._lowest_s = min(self._lowest_s, lowest_s)
        self._highest_s = max(self._highest_s, highest_s)

    def close(self, n: int, counts: Counts) -> None:
        """Span ``n`` is over; ``counts`` are those of the whole run until now."""
        if self._count:
            self._over.append(self._closed(n, counts))
            self._before = counts.copy()
            self._begin()

    def _closed(self, n: int, counts: Counts) -> tuple[Any, ...]:
        new = counts if self._before is None else counts - self._before
        used = np.flatnonzero(new)
        packed = used.astype(_BUCKET).tobytes(), new[used].astype(_COUNT).tobytes()
        return n, self._count, self._total_us, self._lowest_s, self._highest_s, *packed

    def as_list(self, span_s: float, counts: Counts, last: int) -> list[dict[str, Any]]:
        """What there is by now, span by span; number ``last`` is not over, or holds nothing."""
        over = [*self._over, self._closed(last, counts)] if self._count else self._over
        return [_shown(span_s, *span) for span in over]

    def __getstate__(self) -> dict[str, Any]:
        before = self._before
        if before is None:
            return self.__dict__
        used = np.flatnonzero(before)
        return {**self.__dict__, "_before": (len(before), used, before[used])}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if self._before is not None:
            size, used, counts = state["_before"]
            self._before = np.zeros(size, dtype=np.int64)
            self._before[used] = counts


def _shown(
    span_s: float, n: int, count: int, total_us: int, lowest_s: float, highest_s: float,
    buckets: bytes, counts: bytes,
) -> dict[str, Any]:  # fmt: skip
    return {
        "t_s": n * span_s,
        "count": count,
        "sum_us": total_us,
        "min": round(lowest_s * 1000.0, 4),
        "max": round(highest_s * 1000.0, 4),
        "buckets": np.frombuffer(buckets, _BUCKET).tolist(),
        "counts": np.frombuffer(counts, _COUNT).tolist(),
    }
