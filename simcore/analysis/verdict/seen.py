"""The number that a goal is about, as a result has it, and when it first was on the wrong side."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from simcore.analysis.verdict.recorded import Bins, NoData, Recorded
from simcore.recording import histogram
from simcore.recording.distribution import Distribution
from simcore.scenario.goals import Op, Sought, Target, When, holds

__all__ = ["Seen", "of_component"]


class Seen(NamedTuple):
    """A value in the goal's unit; when it first broke the bound, where that can be told; a note."""

    value: float
    first_s: float | None = None
    note: str = ""


def of_component(sought: Sought, target: Target, recorded: Recorded) -> Seen:
    """What the result has of a component; raises `NoData`."""
    id = sought.goal.component
    if sought.per is not None:
        return _share(sought, target, recorded)
    if sought.statistic == "total":
        return _total(sought, target, recorded)
    if not sought.in_bins:
        return _of_durations(sought, target, recorded)
    return _of_bins(sought, target, recorded.bins(id, target.series, sought.when))


def _breaks(sought: Sought, value: float) -> bool:
    return not holds(sought.op, value, sought.numbers)


# Totals.


def _total(sought: Sought, target: Target, recorded: Recorded) -> Seen:
    """Added up; the first moment at which there were too many."""
    id = sought.goal.component
    value, note = _added_up(id, target, sought.when, recorded)
    if not (target.series and sought.op in ("<", "<=", "==")):
        return Seen(value, None, note)
    bins = recorded.bins(id, target.series, _since_the_start(sought.when))
    running = accumulate(value or 0 for value in bins.values)
    most = sought.numbers[0]
    op: Op = "<" if sought.op == "<" else "<="
    too_many = (t for t, n in zip(bins.begins_s, running, strict=True) if not holds(op, n, [most]))
    return Seen(value, next(too_many, None), note)


def _since_the_start(when: When) -> When:
    """A total at a moment is that of all until then."""
    return When(to_s=when.to_s) if when.at else when


def _added_up(id: str, target: Target, when: When, recorded: Recorded) -> tuple[float, str]:
    since = _since_the_start(when)
    if since.whole and target.counters:
        return recorded.counter(id, target.counters), ""
    bins = recorded.bins(id, target.series, since)
    return float(sum(bins.there)), bins.note


def _share(sought: Sought, target: Target, recorded: Recorded) -> Seen:
    assert sought.per is not None
    other, per = sought.per
    part, note = _added_up(sought.goal.component, target, sought.when, recorded)
    whole, _ = _added_up(other, per, sought.when, recorded)
    if not whole:
        raise NoData(f"{other} had no {per.name}")
    return Seen(part / whole, None, note)


# Durations.


def _of_durations(sought: Sought, target: Target, recorded: Recorded) -> Seen:
    found = recorded.durations(sought.goal.component, target.durations, sought.when)
    note = recorded.note(found, sought.when)
    value = _of_all(sought.statistic, found.distribution) * target.scale
    if sought.statistic.startswith("p"):
        return Seen(value, None, note or _close(value, sought))
    return Seen(value, _first_span(sought, target, found.distribution), note)


def _of_all(statistic: str, all: Distribution) -> float:
    percent = _percent(statistic)
    if percent is not None:
        return all.percentile_ms(percent)
    return {"max": all.highest_ms, "min": all.lowest_ms, "mean": all.mean_ms}[statistic]


def _percent(statistic: str) -> Fraction | None:
    return Fraction(statistic[1:]) if statistic.startswith("p") else None


def _close(value: float, sought: Sought) -> str:
    """A percentile that could be on the other side of the bound."""
    within = value * histogram.MAX_ERROR
    if any(abs(value - number) <= within for number in sought.numbers):
        return f"a percentile may be {histogram.MAX_ERROR:.1%} off, which here would decide"
    return ""


def _first_span(sought: Sought, target: Target, all: Distribution) -> float | None:
    """When the first span with an extreme on the wrong side begins."""
    if not _one_breaks_it(sought):
        return None
    extremes = ((span["t_s"], span[sought.statistic] * target.scale) for span in all.spans)
    return next((float(t) for t, value in extremes if _breaks(sought, value)), None)


def _one_breaks_it(sought: Sought) -> bool:
    """Whether a single value can: one above where the highest is bounded, or below the lowest."""
    ops = {"max": ("<", "<="), "min": (">", ">="), "": (sought.op,)}
    return sought.op in ops.get(sought.statistic, ())


# Bins.


def _of_bins(sought: Sought, target: Target, bins: Bins) -> Seen:
    """A statistic of the bins' values; a level without one has to keep to the bound throughout."""
    values = [None if value is None else value * target.scale for value in bins.values]
    scaled = replace(bins, values=values)
    if not scaled.there:
        raise NoData(f"no {sought.name} was measured")
    if sought.statistic:
        value = _statistic(sought.statistic, scaled.there)
    else:
        value = _worst(sought, scaled.there)
    first = _first_broken(sought, scaled, target) if _one_breaks_it(sought) else None
    return Seen(value, first, bins.note)


def _worst(sought: Sought, values: Sequence[float]) -> float:
    """The value that is furthest on the wrong side, or nearest to it."""
    if sought.op in ("<", "<="):
        return max(values)
    if sought.op in (">", ">="):
        return min(values)
    return next((value for value in values if _breaks(sought, value)), values[-1])


def _first_broken(sought: Sought, bins: Bins, target: Target) -> float | None:
    """A level that was observed at a bin's end was so then."""
    times = bins.ends_s if target.observed else bins.begins_s
    pairs = zip(times, bins.values, strict=True)
    broken = (t for t, value in pairs if value is not None and _breaks(sought, value))
    return next(broken, None)


def _statistic(name: str, values: Sequence[float]) -> float:
    percent = _percent(name)
    if percent is not None:
        return sorted(values)[max(ceil(len(values) * percent / 100), 1) - 1]
    if name == "mean":
        return sum(values) / len(values)
    return {"max": max(values), "min": min(values), "last": values[-1]}[name]
