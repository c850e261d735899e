"""Durations: mean and percentiles of a bin, of the whole run, and of each span of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from simcore.recording import histogram
from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold
from simcore.recording.fold.spans import Spans
from simcore.recording.layout import Columns, Rows, column

BIN_PERCENTS = (50, 95, 99)
RUN_PERCENTS = (50, 90, 95, 99)


Told = list[Any]
"""[bin of the frame, first coarse bucket, counts from there on]: see `histogram.coarse`"""


class Samples(BoardFold):
    """Durations in milliseconds from a column, or from the difference of two.

    Per bin ``metric`` is the mean and, if ``percentiles``, ``metric.p50``, ``.p95`` and ``.p99``;
    None for a bin without samples. Sums are kept in whole microseconds: exact, hence the same
    whatever the folds were and on any machine. Percentiles come from buckets
    (`histogram.MAX_ERROR`), held within the exact minimum and maximum.
    """

    def __init__(
        self,
        fact: type[Any],
        board: Board,
        metric: str,
        of: str,
        since: str | None = None,
        *,
        without: tuple[str, int] | None = None,
        only: tuple[str, tuple[int, ...]] | None = None,
        positive: bool = False,
        mean: bool = True,
        percentiles: bool = True,
        begun: bool = False,
    ) -> None:
        super().__init__(fact, board, metric)
        self.of, self.since = of, since
        self.without, self.only, self.positive, self.begun = without, only, positive, begun
        self._of = column(fact, of)
        self._since = None if since is None else column(fact, since)
        self._mean = metric if mean else None
        self._names = [f"{metric}.p{percent}" for percent in BIN_PERCENTS] if percentiles else []
        for name in ([metric] if mean else []) + self._names:
            board.declare_level(name)
        self.run = RunSamples()
        self._open = OpenBin()
        self._bins = 0  # closed in this frame
        self._told: list[Told] = []
        self.is_shown = True
        """Whether viewers are told histograms: whoever asks for none need not have them made."""

    def few(self, rows: Rows) -> None:
        """Take in values one by one."""
        values = self._values(rows)
        if values:
            self._open.add_few(values)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in a column of values."""
        values = columns[self.of]
        if self.since is not None:
            values = values - columns[self.since]
        meant = self._meant(columns)
        if meant is not None:
            values = values[meant]
        if self.positive:
            whole = meant is None and self.since is None
            values = values[columns.positive(self.of) if whole else values > 0]
        if len(values):
            self._open.add_many(values)

    def _meant(self, columns: Columns) -> npt.NDArray[np.bool_] | None:
        """Which rows are looked at: all of them where it is None."""
        said: list[npt.NDArray[np.bool_]] = []
        if self.without is not None:
            name, value = self.without
            said.append(columns[name] != value)
        if self.only is not None:
            name, some = self.only
            said.append(np.isin(columns[name], some))
        if self.begun and self.since is not None:
            said.append(columns[self.since] >= 0.0)
        return np.logical_and.reduce(said) if said else None

    def close_bin(self) -> None:
        """Hand mean and percentiles to the board, the samples to the run."""
        closing = self._open
        values: list[float] | list[None] = [None] * len(self._names)
        mean = None
        if closing.count:
            values, mean = closing.settle(self.run), closing.mean_ms
            self._open = OpenBin()
            if self._names and self.is_shown:
                self._told.append([self._bins, *closing.told()])
        self._bins += 1
        if self._mean:
            self.board.level(self._mean, mean)
        for name, value in zip(self._names, values, strict=False):
            self.board.level(name, value)

    def new(self) -> list[Told]:
        """What a viewer needs for percentiles of several bins: their histograms, those of the bins
        that were closed since the last call and had samples. The next frame begins anew."""
        told = self._told
        self._bins, self._told = 0, []
        return told

    def _values(self, rows: Rows) -> list[float]:
        of, since = self._of, self._since
        if self.without is not None:
            name, value = self.without
            index = column(self.fact, name)
            rows = [row for row in rows if row[index] != value]
        if self.only is not None:
            name, some = self.only
            index = column(self.fact, name)
            rows = [row for row in rows if row[index] in some]
        if self.begun and since is not None:
            rows = [row for row in rows if row[since] >= 0.0]
        if since is None:
            values = [row[of] for row in rows]
        else:
            values = [row[of] - row[since] for row in rows]
        return [value for value in values if value > 0] if self.positive else values


class OpenBin:
    """The samples of the bin that is open: their buckets, and exact count, sum, extremes."""

    __slots__ = ("blocks", "count", "few", "highest_s", "lowest_s", "settled", "total_us")

    def __init__(self) -> None:
        self.count, self.total_us = 0, 0
        self.lowest_s, self.highest_s = float("inf"), 0.0
        self.few: list[int] = []
        self.blocks: list[histogram.Buckets] = []
        self.settled: tuple[int, npt.NDArray[np.int64]] | None = None  # many: lowest, counts

    @property
    def mean_ms(self) -> float:
        """The mean, exact to half a microsecond."""
        return round(self.total_us / self.count / 1000.0, 4)

    def add_few(self, values: list[float]) -> None:
        """Take in a handful of values in seconds."""
        self.count += len(values)
        self.total_us += sum([round(value * 1e6) for value in values])
        self.lowest_s = min(self.lowest_s, *values)
        self.highest_s = max(self.highest_s, *values)
        self.few.extend([histogram.bucket_of(value) for value in values])

    def add_many(self, values: npt.NDArray[np.float64]) -> None:
        """Take in an array of values in seconds."""
        self.count += len(values)
        self.total_us += whole_microseconds(values)
        lowest_s, highest_s = float(values.min()), float(values.max())
        self.lowest_s = min(self.lowest_s, lowest_s)
        self.highest_s = max(self.highest_s, highest_s)
        self.blocks.append(histogram.buckets_of(values, lowest_s, highest_s))

    def settle(self, run: RunSamples) -> list[float]:
        """Percentiles in milliseconds for `BIN_PERCENTS`; adds the samples to the run's."""
        run.add(self)
        found = self._settle_many(run) if self.blocks else self._settle_few(run)
        return [within(bucket, self.lowest_s, self.highest_s) for bucket in found]

    def told(self) -> tuple[int, list[int]]:
        """What a viewer is told of the bin once it is settled."""
        if self.settled is None:
            return histogram.coarse(self.few)
        return histogram.coarse_of_counts(*self.settled)

    def _settle_few(self, run: RunSamples) -> list[int]:
        for bucket in self.few:
            run.counts[bucket] += 1
        self.few.sort()
        return histogram.at_ranks(self.few, BIN_PERCENTS)

    def _settle_many(self, run: RunSamples) -> list[int]:
        if self.few:
            self.blocks.append(np.array(self.few, dtype=np.int64))
        buckets = self.blocks[0] if len(self.blocks) == 1 else np.concatenate(self.blocks)
        lowest = int(buckets.min())
        counts = np.bincount(buckets - lowest)  # from the lowest on: most buckets are empty
        run.counts[lowest : lowest + len(counts)] += counts
        found = histogram.at_ranks_of_counts(counts, BIN_PERCENTS)
        self.settled = lowest, counts
        return [lowest + bucket for bucket in found]


class RunSamples:
    """The samples of the whole run: a histogram, and exact count, mean and extremes."""

    def __init__(self) -> None:
        self.count, self.total_us = 0, 0
        self.lowest_s, self.highest_s = float("inf"), 0.0
        self.counts = np.zeros(histogram.BUCKETS, dtype=np.int64)
        self.spans = Spans()

    def add(self, part: OpenBin) -> None:
        """Add a bin's count, sum and extremes."""
        self.count += part.count
        self.total_us += part.total_us
        self.lowest_s = min(self.lowest_s, part.lowest_s)
        self.highest_s = max(self.highest_s, part.highest_s)
        self.spans.add(part.count, part.total_us, part.lowest_s, part.highest_s)

    def as_dict(self) -> dict[str, float | int | None]:
        """Percentiles, maximum and mean in milliseconds, and the count; None without samples."""
        names = [f"p{percent}" for percent in RUN_PERCENTS]
        if not self.count:
            return {**dict.fromkeys([*names, "max", "mean"]), "count": 0}
        found = histogram.at_ranks_of_counts(self.counts, RUN_PERCENTS)
        return {
            **{
                name: within(bucket, self.lowest_s, self.highest_s)
                for name, bucket in zip(names, found, strict=True)
            },
            "max": milliseconds(self.highest_s),
            "mean": round(self.total_us / self.count / 1000.0, 4),
            "count": self.count,
        }

    def __getstate__(self) -> dict[str, Any]:
        used = np.flatnonzero(self.counts)
        return {**self.__dict__, "counts": (used, self.counts[used])}

    def __setstate__(self, state: dict[str, Any]) -> None:
        used, counts = state["counts"]
        self.__dict__.update(state)
        self.counts = np.zeros(histogram.BUCKETS, dtype=np.int64)
        self.counts[used] = counts


def whole_microseconds(seconds: npt.NDArray[np.float64]) -> int:
    """The sum in microseconds, each rounded first: whole numbers, so no order of adding shows.

    In floats it is exact below 2**53 microseconds, 285 years; hence the pieces.
    """
    rounded = np.multiply(seconds, 1e6)
    np.rint(rounded, out=rounded)
    return sum([int(rounded[at : at + 4096].sum()) for at in range(0, len(rounded), 4096)])


def within(bucket: int, lowest_s: float, highest_s: float) -> float:
    """The bucket's midpoint, but not outside of what was measured."""
    return milliseconds(min(max(histogram.midpoint_s(bucket), lowest_s), highest_s))


def milliseconds(seconds: float) -> float:
    """Seconds as milliseconds, rounded to 0.1 microsecond."""
    return round(seconds * 1000.0, 4)
