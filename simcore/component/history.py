"""The history of a run, as insights ask for it: what its result has recorded, bin by bin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import ceil, inf
from typing import Any

from simcore.component.graph import Graph
from simcore.component.insight import Evidence
from simcore.frozen import frozen
from simcore.quotas import Profile

__all__ = ["History", "Stretch"]

Value = float | None
NO_VALUES: Sequence[Value] = ()
SLACK = 1e-9
"""Of a bin: 0.3 / 0.1 is less than three."""


@frozen
class Stretch:
    """Bins from ``first`` up to, not including, ``end``, and when they begin and end."""

    first: int
    end: int
    t: float
    until: float

    @property
    def lasts_s(self) -> float:
        """How long it is."""
        return self.until - self.t


class History:
    """What a run has recorded, with the scenario that ran and the profile it ran under.

    ``recorded`` is a result, or what a recorder gives of one. What was not recorded is empty, 0 or
    None: an insight has nothing to say then. The scenario holds from ``since`` until ``until``
    seconds: stretches are of the whole bins between, so that none says of a limit what was before.
    """

    def __init__(
        self,
        recorded: Mapping[str, Any],
        graph: Graph,
        profile: Profile,
        region: str,
        duration_s: float,
        since: float = 0.0,
        until: float = inf,
    ) -> None:
        self.recorded, self.graph = recorded, graph
        self.profile, self.region = profile, region
        self.bin_s = float(recorded["bin_s"])
        self.bins = len(recorded["time_s"])
        self.end_s = min(self.bins * self.bin_s, duration_s)
        whole = self.bins if until >= self.end_s else int(until / self.bin_s + SLACK)
        self.span = range(min(ceil(since / self.bin_s - SLACK), self.bins), whole)

    # The scenario.

    def spec(self, id: str) -> Any:
        """What the scenario says of a component."""
        return self.graph.components[id]

    def quota(self, key: str, otherwise: float = 0.0) -> float:
        """A number of the profile in the scenario's Region; ``otherwise`` where it has none."""
        return float(self.profile.get(key, self.region, otherwise))

    def mappings_to(self, function: str) -> list[str]:
        """The event source mappings that invoke a function."""
        readers = self.graph.readers
        return [id for id in self.graph.referring(function, "function") if id in readers]

    # What was recorded.

    def series(self, id: str, metric: str) -> Sequence[Value]:
        """One value a bin."""
        found: Sequence[Value] = self.recorded["series"].get(id, {}).get(metric, NO_VALUES)
        return found

    def counter(self, id: str, name: str) -> float:
        """The total of the run, or the level at its end."""
        return float(self.recorded["counters"].get(id, {}).get(name, 0))

    def percentile(self, id: str, metric: str, which: str) -> float | None:
        """Of the whole run: p50, p90, p95, p99, max, mean or count; durations in milliseconds."""
        found = self.recorded["percentiles"].get(id, {}).get(metric, {})
        value: float | None = found.get(which)
        return value

    def first_flag(self, id: str, kind: str, detail: str | None = None) -> float | None:
        """When a flag of a kind, and with that detail, was raised first, exactly."""
        for flag in self.recorded["flags"]:
            if (
                flag["component"] == id
                and flag["kind"] == kind
                and detail in (None, flag["detail"])
            ):
                return float(flag["t_s"])
        return None

    def undeleted(self, mapping: str) -> float:
        """Messages that a mapping handed on and that were neither deleted nor failed, where a
        permission was missing: else the function has them."""
        if self.first_flag(mapping, "limit_reached", "missing permission") is None:
            return 0.0
        done = self.counter(mapping, "deleted_events") + self.counter(mapping, "failed_events")
        return self.counter(mapping, "invoked_events") - done

    def cost(self, id: str, item: str) -> float:
        """What a line of the bill came to, in USD."""
        lines = self.recorded["cost"]["items"]
        return float(sum([x["usd"] for x in lines if (x["component"], x["item"]) == (id, item)]))

    def billed(self, id: str, item: str) -> Evidence:
        """A line of the bill at the run's end, as evidence."""
        return Evidence(id, item, self.end_s, self.cost(id, item))

    def counted(self, id: str, name: str) -> Evidence:
        """A counter at the run's end, as evidence."""
        return Evidence(id, name, self.end_s, self.counter(id, name))

    # Bins.

    def begins(self, n: int) -> float:
        """When a bin begins."""
        return n * self.bin_s

    def ends(self, n: int) -> float:
        """When a bin ends; the last one ends with the run."""
        return min((n + 1) * self.bin_s, self.end_s)

    def stretch(self, first: int, end: int) -> Stretch:
        """The bins from ``first`` up to ``end``."""
        return Stretch(first, end, self.begins(first), self.ends(end - 1))

    def stretches(self, bins: Iterable[int], gap_s: float = 0.0) -> list[Stretch]:
        """The bins as stretches; those that are not further than ``gap_s`` apart are one."""
        found: list[list[int]] = []
        for n in bins:
            if n not in self.span:
                continue
            if found and (n - found[-1][1]) * self.bin_s <= gap_s:
                found[-1][1] = n + 1
            else:
                found.append([n, n + 1])
        return [self.stretch(first, end) for first, end in found]

    def over(self, stretches: Sequence[Stretch], *, began_s: float = 0.0) -> Stretch:
        """From the first of them to the last, or so long before: when what ended then began."""
        earlier = round(began_s / self.bin_s)
        first, end = stretches[0].first - earlier, stretches[-1].end - earlier
        return self.stretch(max(first, 0), max(end, 1))

    def values(self, id: str, metric: str) -> Iterator[tuple[int, float]]:
        """The bins of the span that have a value, and that."""
        first, end = self.span.start, self.span.stop
        values = enumerate(self.series(id, metric)[first:end], first)
        return ((n, value) for n, value in values if value is not None)

    def where(
        self, id: str, metric: str, holds: Callable[[float], bool], gap_s: float = 0.0
    ) -> list[Stretch]:
        """Where the value of a metric is such, as stretches."""
        return self.stretches((n for n, v in self.values(id, metric) if holds(v)), gap_s)

    def total(self, id: str, metric: str, within: Stretch) -> float:
        """The sum of the values of a stretch."""
        return float(sum([v or 0 for v in self.series(id, metric)[within.first : within.end]]))

    def mean(self, id: str, metric: str, within: Stretch) -> float:
        """The mean of the values of a stretch."""
        return self.total(id, metric, within) / (within.end - within.first)

    def peak(self, id: str, metric: str, within: Stretch | None = None) -> tuple[float, float]:
        """The highest value of a stretch, or of the run, and when its bin begins."""
        first, end = (within.first, within.end) if within else (0, self.bins)
        values = [v or 0 for v in self.series(id, metric)[first:end]]
        if not values:
            return 0.0, 0.0
        highest = max(values)
        return float(highest), self.begins(first + values.index(highest))

    def at(self, id: str, metric: str, t: float) -> float:
        """The value of the bin that ``t`` lies in."""
        values = self.series(id, metric)
        if not values:
            return 0.0
        return float(values[min(int(t / self.bin_s), len(values) - 1)] or 0)

    # Evidence.

    def seen(self, id: str, metric: str, t: float) -> Evidence:
        """What a series says of the bin at ``t``, as evidence."""
        return Evidence(id, metric, t, self.at(id, metric, t))

    def heaviest(self, stretches: Sequence[Stretch], id: str, metric: str) -> Stretch | None:
        """The stretch in which there was most of it; of equals the first."""
        return max(stretches, key=lambda one: self.total(id, metric, one), default=None)

    def longest(self, stretches: Iterable[Stretch], at_least_s: float = 0.0) -> Stretch | None:
        """The longest stretch, of equals the first, if it lasts so long."""
        found = max(stretches, key=lambda one: one.lasts_s, default=None)
        return found if found is not None and found.lasts_s >= at_least_s else None
