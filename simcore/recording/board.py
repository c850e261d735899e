"""What one component adds up to: sums and levels of the open bin, series and totals."""

from __future__ import annotations

from typing import Any

Value = int | float | None


class Board:
    """Series (one value per closed bin) and counters (totals since the start) of a component.

    Values are plain Python numbers, so that they go to JSON as they are: a count is an int.
    Bins in which nothing was counted and no level set to something else are closed together.
    """

    def __init__(self, component: str) -> None:
        self.component = component
        self._series: dict[str, list[Value]] = {}
        self.counters: dict[str, int | float] = {}
        self._sums: dict[str, int] = {}
        self._levels: dict[str, Value] = {}
        self._next: dict[str, Value] = {}
        self._is_counting = False  # whether any sum of the open bin is not 0
        self._alike = 0  # closed bins that are not in the series yet: sums of 0, levels as they are

    def declare_sum(self, metric: str | None, counter: str | None) -> None:
        """Announce a metric that starts from 0 in every bin, and a counter that never does."""
        if metric is not None:
            self._sums[metric] = 0
            self._series.setdefault(metric, [])
        if counter is not None:
            self.counters.setdefault(counter, 0)

    def declare_level(self, metric: str | None, initial: Value = None) -> None:
        """Announce a metric that keeps its value from bin to bin."""
        if metric is not None:
            self._levels[metric] = initial
            self._series.setdefault(metric, [])

    def add(self, metric: str | None, counter: str | None, n: int) -> None:
        """Count ``n`` more."""
        if metric is not None:
            self._sums[metric] += n
            self._is_counting = True
        if counter is not None:
            self.counters[counter] += n

    def level(self, metric: str, value: Value) -> None:
        """Set what the open bin will show."""
        if self._levels[metric] is not value:
            if self._alike:
                self._catch_up()
            self._levels[metric] = value

    def in_open_bin(self, metric: str) -> int:
        """The sum of a metric in the bin that is still open."""
        return self._sums[metric]

    def has_sum(self, metric: str) -> bool:
        """Is the metric one that starts from 0 in every bin?"""
        return metric in self._sums

    def has_level(self, metric: str) -> bool:
        """Is the metric one that keeps its value from bin to bin?"""
        return metric in self._levels

    def begin_next(self, metric: str, value: Value) -> None:
        """Set what the next bin will show unless something else is set in it."""
        self._next[metric] = value

    def now(self, metric: str) -> Value:
        """The level that the open bin will show."""
        return self._levels[metric]

    def close_bin(self) -> None:
        """Append the open bin to the series and begin the next one."""
        if not self._is_counting and not self._next:
            self._alike += 1
            return
        self._catch_up()
        series, sums = self._series, self._sums
        for metric, value in sums.items():
            series[metric].append(value)
            sums[metric] = 0
        for metric, level in self._levels.items():
            series[metric].append(level)
        self._levels.update(self._next)
        self._next.clear()
        self._is_counting = False

    def _catch_up(self) -> None:
        series, n, self._alike = self._series, self._alike, 0
        nothing = [0] * n
        for metric in self._sums:
            series[metric] += nothing
        for metric, level in self._levels.items():
            series[metric] += [level] * n

    def part(self, first: int, last: int) -> dict[str, list[Any]]:
        """The series of bins ``first`` up to, not including, ``last``."""
        self._catch_up()
        return {metric: values[first:last] for metric, values in self._series.items()}
