"""What a result has recorded of a stretch of its run: bins of a series, durations, moments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from simcore.frozen import frozen
from simcore.recording.distribution import Stretch, stretch
from simcore.scenario.goals import When
from simcore.units import format_clock_s, format_duration_s

__all__ = ["Bins", "NoData", "Recorded"]

Value = float | None


class NoData(Exception):
    """The result does not have what was asked of it; the text says why."""


@frozen
class Bins:
    """Values of a series, bin by bin, with the times at which the bins begin and end."""

    values: Sequence[Value]
    begins_s: Sequence[float]
    ends_s: Sequence[float]
    bin_s: float
    asked: bool
    """Whether the bins make exactly the stretch that was asked for."""

    @property
    def there(self) -> list[float]:
        """The values of bins that have one."""
        return [value for value in self.values if value is not None]

    @property
    def note(self) -> str:
        """Which stretch it is, where it is another one."""
        if self.asked or not self.begins_s:
            return ""
        return _note(self.begins_s[0], self.ends_s[-1], "bins", self.bin_s)


class Recorded:
    """A result, asked by component and stretch; raises `NoData` for what it does not have."""

    def __init__(self, result: Mapping[str, Any]) -> None:
        self.result = result
        self.bin_s = float(result["bin_s"])
        self.duration_s = float(result["manifest"]["scenario"]["duration"])
        begins = result["time_s"]
        self.begins_s = begins
        self.ends_s = [min(t + self.bin_s, self.duration_s) for t in begins]
        self.reached_s = self.ends_s[-1] if begins else 0.0

    def until(self, when: When) -> tuple[float, float]:
        """From when to when is meant; not beyond what was recorded."""
        from_s = when.from_s or 0.0
        to_s = self.duration_s if when.to_s is None else when.to_s
        if from_s >= self.duration_s or to_s > self.duration_s:
            raise NoData(f"the run was over at {format_clock_s(self.duration_s)}")
        if to_s > self.reached_s:
            raise NoData(f"the run was stopped at {format_clock_s(self.reached_s)}")
        return from_s, to_s

    def counter(self, id: str, names: Sequence[str]) -> float:
        """The total at the end of the run, of several together."""
        self.until(When())
        counted = self.result["counters"].get(id, {})
        found = [counted[name] for name in names if name in counted]
        if not found:
            raise NoData(f"no {names[0]} of {id} was recorded")
        return float(sum(found))

    def bins(self, id: str, metric: str, when: When) -> Bins:
        """Those that have a part of the stretch; at a moment, the one that ends there."""
        from_s, to_s = self.until(when)
        values = self.result["series"].get(id, {}).get(metric)
        if values is None:
            raise NoData(f"no {metric} of {id} was recorded")
        last = ceil(to_s / self.bin_s - 1e-9)
        first = max(last - 1, 0) if when.at else int(from_s / self.bin_s + 1e-9)
        begins, ends = self.begins_s[first:last], self.ends_s[first:last]
        asked = to_s in ends[-1:] and (when.at or from_s in begins[:1])
        return Bins(values[first:last], begins, ends, self.bin_s, asked)

    def durations(self, id: str, metric: str, when: When) -> Stretch:
        """How they were distributed."""
        from_s, to_s = self.until(when)
        told = self.result.get("distributions")
        if told is None:
            raise NoData("this result was written before durations were kept by interval")
        spans = told["spans"].get(id, {}).get(metric, ())
        found = stretch(spans, told["span_s"], from_s, to_s)
        if not found.distribution.count:
            raise NoData(f"no {metric} of {id} was measured")
        return found

    def note(self, found: Stretch, when: When) -> str:
        """Which stretch it is, where it is not the one that was asked for."""
        ends_s = min(found.to_s, self.duration_s)
        same = self.until(when) == (found.from_s, ends_s)
        span_s = self.result["distributions"]["span_s"]
        return "" if same else _note(found.from_s, ends_s, "spans", span_s)


def _note(from_s: float, to_s: float, what: str, width_s: float) -> str:
    """Of a stretch that is another one than was asked for."""
    between = f"from {format_clock_s(from_s)} to {format_clock_s(to_s)}"
    return f"approximate: {between}, as {what} are {format_duration_s(width_s)} wide"
