"""The clock of a recording: bins, and frames made of whole bins.

A bin is the step of every series; a frame is what is stored and streamed at once; a span is the
step of the distributions. All are chosen from the run's duration, so that a run has at most
`MAX_BINS` bins, `MAX_FRAMES` frames and `MAX_SPANS` spans.
"""

from __future__ import annotations

import math

BIN_LADDER_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Widths that a bin may have, in seconds: 1 s for runs of up to 5,000 s, coarser beyond."""

SPAN_LADDER_S = (*BIN_LADDER_S, 7200, 14_400, 21_600, 43_200, 86_400)
"""Widths that a span may have: whole bins, and times that people name."""

MAX_BINS = 5000
MAX_FRAMES = 1000
MAX_SPANS = 60

_ROUNDING = 1e-9
"""Share of a bin within which two times are one: sums of floats differ by less."""


class Timebase:
    """The bins of a run of ``duration_s`` seconds.

    ``bin_s`` (seconds) is taken from `BIN_LADDER_S` unless given; the last bin may be shorter.
    Raises ValueError for a duration that is not positive or needs more than `MAX_BINS` bins.
    """

    def __init__(self, duration_s: float, bin_s: float | None = None) -> None:
        if not (0 < duration_s < math.inf):
            raise ValueError(f"duration_s must be positive and finite, not {duration_s!r}")
        self.duration_s = float(duration_s)
        self.bin_s = float(bin_s or _finest(duration_s))
        self.bins = _bins(self.duration_s, self.bin_s)
        if self.bins > MAX_BINS:
            raise ValueError(f"{self.bins} bins of {self.bin_s:g} s: at most {MAX_BINS} allowed")
        self.frame_bins = math.ceil(self.bins / MAX_FRAMES)
        self.frames = math.ceil(self.bins / self.frame_bins)
        self.span_bins = _span_bins(self.bins, self.bin_s)

    @property
    def span_s(self) -> float:
        """Seconds of simulated time in a whole span."""
        return self.span_bins * self.bin_s

    @property
    def frame_s(self) -> float:
        """Seconds of simulated time in a whole frame."""
        return self.frame_bins * self.bin_s

    def bin_start(self, n: int) -> float:
        """When bin ``n`` begins, in seconds."""
        return n * self.bin_s

    def bin_end(self, n: int) -> float:
        """When bin ``n`` ends, in seconds; the last one ends with the run."""
        return self.duration_s if n >= self.bins - 1 else (n + 1) * self.bin_s

    def bin_of(self, t: float) -> int:
        """The bin of a fact at ``t``; a fact at the run's end belongs to the last bin."""
        return min(int(t / self.bin_s), self.bins - 1)

    def bin_before(self, t: float) -> int:
        """The bin that ends at ``t`` (or around it): where an observation at ``t`` belongs."""
        return max(min(math.ceil(t / self.bin_s - _ROUNDING), self.bins) - 1, 0)

    def has_ended(self, n: int, now: float) -> bool:
        """Whether bin ``n`` is over at ``now``."""
        return now >= self.bin_end(n) - _ROUNDING * self.bin_s

    def frame_bin_range(self, n: int) -> range:
        """The bins of frame ``n``."""
        first = n * self.frame_bins
        return range(first, min(first + self.frame_bins, self.bins))

    def frame_of(self, bin_n: int) -> int:
        """The frame that bin ``bin_n`` belongs to."""
        return bin_n // self.frame_bins

    def ends_frame(self, bin_n: int) -> bool:
        """Whether bin ``bin_n`` is the last of its frame."""
        return bin_n == self.bins - 1 or (bin_n + 1) % self.frame_bins == 0

    def ends_span(self, bin_n: int) -> bool:
        """Whether bin ``bin_n`` is the last of its span."""
        return bin_n == self.bins - 1 or (bin_n + 1) % self.span_bins == 0


def _span_bins(bins: int, bin_s: float) -> int:
    """Of the ladder where that is whole bins, else as few bins as there have to be."""
    for width_s in SPAN_LADDER_S:
        n = round(width_s / bin_s)
        if n >= 1 and n * bin_s == width_s and math.ceil(bins / n) <= MAX_SPANS:
            return n
    return math.ceil(bins / MAX_SPANS)


def _bins(duration_s: float, bin_s: float) -> int:
    return max(math.ceil(duration_s / bin_s - _ROUNDING), 1)


def _finest(duration_s: float) -> float:
    for bin_s in BIN_LADDER_S:
        if _bins(duration_s, bin_s) <= MAX_BINS:
            return bin_s
    longest_d = BIN_LADDER_S[-1] * MAX_BINS / 86400
    raise ValueError(f"duration_s {duration_s:g} is too long: at most {longest_d:.0f} days")
