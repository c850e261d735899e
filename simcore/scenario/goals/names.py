"""What can be named of a component: the metrics, counters and words of its type's reading.

However it is spelled: `MessageLatency`, `message_latency` and `message latency` are one name, and
where the summary of a run calls it "latency", that is one, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum
from functools import cache

from simcore.components import READINGS
from simcore.frozen import frozen
from simcore.recording.made import Durations, Each, Last
from simcore.recording.reading import Counter, Metric, Reading
from simcore.recording.told import Tally, Tells

__all__ = ["Sort", "Target", "durations_of_type", "named", "names_of_type", "plain"]


MILLISECOND = 1e-3
"""Durations are recorded in milliseconds, and bounds of them are in seconds."""


class Sort(Enum):
    """How the numbers of a name make one."""

    TOTAL = "total"  # they are added up
    LEVEL = "level"  # there is one at every moment
    TIMES = "times"  # durations, one by one
    WORDS = "words"  # they stand for words


@frozen
class Target:
    """What a name stands for: a series, counters, or durations with their own percentile.

    A total whose series is empty is known at the end only; of durations, `series` is that of their
    means, which some do not have.
    """

    name: str
    sort: Sort
    unit: str = "Count"
    series: str = ""
    counters: tuple[str, ...] = ()
    durations: str = ""
    statistic: str = ""
    scale: float = 1.0
    """What the values of the series are multiplied by to be in the unit."""
    observed: bool = False
    """Whether a level is that at the end of a bin, and not the highest in it."""


def plain(name: str) -> str:
    """The name without what spellings differ in."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def named(type: str, name: str) -> Target | None:
    """What the name stands for at a component of this type."""
    return _targets(type).get(plain(name))


def names_of_type(type: str) -> list[str]:
    """The names as they are best written, each thing once; percentiles go without saying."""
    targets = _targets(type).values()
    return list(dict.fromkeys(target.name for target in targets if not target.statistic))


def durations_of_type(type: str) -> list[str]:
    """Of these, the names of durations."""
    targets = _targets(type).values()
    return [name for name in names_of_type(type) if Sort.TIMES in _sorts(name, targets)]


def _sorts(name: str, targets: Iterable[Target]) -> set[Sort]:
    return {target.sort for target in targets if target.name == name}


@cache
def _targets(type: str) -> dict[str, Target]:
    """By plain name; a metric before a counter, both before the words of the summary."""
    reading, found = READINGS[type], dict[str, Target]()
    for target, names in _all(reading):
        for name in names:
            found.setdefault(plain(name), target)
    for tells in reading.tells:
        if (said := _said(tells, found)) is not None:
            found.setdefault(plain(tells.words), said)
    return found


def _all(reading: Reading) -> Iterator[tuple[Target, tuple[str, ...]]]:
    for metric in reading.metrics:
        yield from _of_metric(metric)
    for counter in reading.counters:
        for name in _counters(counter):
            yield Target(name, Sort.TOTAL, counters=(name,)), (name,)


def _of_metric(metric: Metric) -> Iterator[tuple[Target, tuple[str, ...]]]:
    made = metric.parts[0]
    if isinstance(made, Durations):
        yield from _of_durations(metric, made)
        return
    statistic, unit = metric.statistic or made.statistic, metric.unit or made.unit
    counters = (metric.counter,) if metric.counter else ()
    name = metric.counter or _snake(metric.name)
    if metric.names:
        sort = Sort.WORDS
    else:
        sort = Sort.TOTAL if statistic == "Sum" else Sort.LEVEL
    observed = statistic == "Last" or isinstance(made, Last)
    target = Target(name, sort, unit, metric.name, counters, observed=observed)
    yield target, (metric.name, *counters)


def _of_durations(metric: Metric, made: Durations) -> Iterator[tuple[Target, tuple[str, ...]]]:
    name, mean = _snake(metric.name), metric.name if made.mean else ""
    times = Target(name, Sort.TIMES, "Seconds", mean, durations=metric.name, scale=MILLISECOND)
    yield times, (metric.name,)
    for suffix, statistic in made.shown():
        if suffix:
            series = metric.name + suffix
            called = f"{statistic}_{name}"
            yield replace(times, name=called, series=series, statistic=statistic), (series,)


def _counters(counter: Counter) -> list[str]:
    """Its name, or those of a family: one for each value that it is counted by."""
    families = [made for made in counter.parts if isinstance(made, Each)]
    if not families:
        return [counter.name]
    return [name for made in families for name in made.names(counter.name) if name]


def _said(tells: Tells, known: dict[str, Target]) -> Target | None:
    """What the summary calls so."""
    if not tells.words:
        return None
    if not isinstance(tells, Tally):
        return known.get(plain(tells.metric))
    if len(tells.names) == 1:
        return known.get(plain(tells.names[0]))
    return Target(_snake(tells.words), Sort.TOTAL, counters=tells.names)


def _snake(name: str) -> str:
    """ "ConcurrentExecutions" as concurrent_executions."""
    apart = re.sub(r"(?<=[0-9]XX)(?=[A-Z])|(?<=[a-z0-9])(?=[A-Z])(?!XX)", "_", name)
    return re.sub(r"[^A-Za-z0-9]+", "_", apart).lower()
