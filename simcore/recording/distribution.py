"""How durations were distributed in a stretch of a run, from the histograms that a result holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import Any

from simcore.frozen import frozen
from simcore.recording import histogram

__all__ = ["Distribution", "Stretch", "stretch"]

Span = Mapping[str, Any]


@frozen
class Distribution:
    """Of some spans: exact count, mean and extremes; percentiles to `histogram.MAX_ERROR`."""

    spans: tuple[Span, ...]

    @property
    def count(self) -> int:
        """How many durations there were."""
        return sum(span["count"] for span in self.spans)

    @property
    def lowest_ms(self) -> float:
        """The shortest."""
        return float(min(span["min"] for span in self.spans))

    @property
    def highest_ms(self) -> float:
        """The longest."""
        return float(max(span["max"] for span in self.spans))

    @property
    def mean_ms(self) -> float:
        """On average."""
        total_us = sum(int(span["sum_us"]) for span in self.spans)
        return round(total_us / self.count / 1000.0, 4)

    def percentile_ms(self, percent: Fraction) -> float:
        """By nearest rank: the middle of its bucket, but not outside of what was measured."""
        buckets: Counter[int] = Counter()
        for span in self.spans:
            buckets.update(dict(zip(span["buckets"], span["counts"], strict=True)))
        rank = max(ceil(self.count * percent / 100), 1)
        up_to = accumulate(n for _, n in sorted(buckets.items()))
        found = next(b for b, n in zip(sorted(buckets), up_to, strict=True) if n >= rank)
        middle = round(histogram.midpoint_s(found) * 1000.0, 4)
        return min(max(middle, self.lowest_ms), self.highest_ms)


@frozen
class Stretch:
    """The distribution between two times: those asked for, or of the spans that they touch."""

    from_s: float
    to_s: float
    distribution: Distribution


def stretch(spans: Iterable[Span], span_s: float, from_s: float, to_s: float) -> Stretch:
    """Of the spans that have a part of the time from ``from_s`` to ``to_s``."""
    touched = tuple(s for s in spans if s["t_s"] < to_s and s["t_s"] + span_s > from_s)
    begins = from_s // span_s * span_s
    ends = -(-to_s // span_s) * span_s
    return Stretch(begins, ends, Distribution(touched))
