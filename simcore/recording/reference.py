"""The page of all metrics and counters, docs/reference/metrics.md: `make pages` writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simcore.recording import charges, histogram
from simcore.recording.catalogue import Entry, Readings, catalogue
from simcore.recording.reading import OURS, Balance, Metric, Reading
from simcore.recording.timebase import BIN_LADDER_S, MAX_BINS, MAX_FRAMES

__all__ = ["reference"]

INTRODUCTION = f"""\
# Metrics

<!-- Written from the readings of all types by `make pages`; not by hand. -->

What a run's series mean. Names in AWS's spelling are CloudWatch's; the others are our own. Every
value is derived from facts that the models state one by one, never counted by a model.

**Bins.** A series has one value per bin: 1 s for runs of up to {MAX_BINS:,} s, else the first of
{", ".join(f"{width:,}" for width in BIN_LADDER_S)} s that needs no more than {MAX_BINS:,} bins;
frames are whole numbers of bins, at most {MAX_FRAMES:,} a run. A fact at time `t` belongs to bin
`floor(t / bin_s)`, one at the very end of the run to the last bin. CloudWatch dates an invocation's
metrics back to its start; here `Errors` and `Duration` stand where the invocation ended.

**Statistics.** Sum: how often in the bin. Maximum: the highest at any moment of the bin, exactly.
Last: as observed at the bin's end. Average, p50, p95, p99: over what happened in the bin, `null`
when nothing did. Percentiles are nearest-rank on buckets of {histogram.BUCKETS_PER_OCTAVE} an
octave, reported as the bucket's middle but never outside the exact minimum and maximum: at most
{histogram.MAX_ERROR:.1%} off. Means and maxima are exact to a microsecond.

**Where nothing happened** a count is 0 here. CloudWatch has no data point then for many metrics: a
load balancer's while no requests flow, EventBridge's `FailedInvocations`, a function's while it is
not invoked; an event source mapping that polls and finds nothing has a 0. An alarm says itself what
a missing point means (load-balancer-cloudwatch-metrics, eb-monitoring, monitoring-metrics-types).
"""

COUNTERS = """\
## Counters

Totals since the start of the run (and levels as of now) by component, in every frame and in the
result.

| Component | Counters |
| --- | --- |
"""

BALANCES = """
At the end of every frame they balance; a counter that a component does not have is 0.

| Component | What came | Where it is |
| --- | --- | --- |
"""


WAITS = """
A component is drained when all of these are 0. Of a queue which nobody reads, such as one of dead
letters, that is only asked where a goal names it.

| Component | What waits or is in work |
| --- | --- |
"""


def reference(readings: Readings, titles: Mapping[str, str]) -> str:
    """The whole page, as Markdown; ``titles`` are those of the types."""
    entries = catalogue(readings)
    parts = []
    for kind in readings:
        rows = [_row(entry) for entry in entries if entry.of == kind]
        head = "| Metric | Unit | Statistic | Meaning | Made of | Source |"
        parts.append("\n".join([f"## {titles[kind]}", "", head, "| --- " * 6 + "|", *rows, ""]))
    parts.append(_counters(readings, titles))
    parts += [_section(metric) for metric in _explained(readings)]
    included = (charges.__doc__ or "").split("\n\n", 1)[1].strip()
    parts.append(f"## EstimatedCharges\n\n{included}\n")
    return "\n".join([INTRODUCTION, *parts])


def _row(entry: Entry) -> str:
    made_of = ", ".join(f"`{fact}`" for fact in entry.facts)
    source = "ours" if entry.source == OURS else entry.source
    cells = (f"`{entry.name}`", entry.unit, entry.statistic, entry.meaning, made_of, source)
    return _cells(*cells)


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _counters(readings: Readings, titles: Mapping[str, str]) -> str:
    named = {titles[kind]: ", ".join(_names(reading)) for kind, reading in readings.items()}
    rows = [_cells(title, names) for title, names in named.items() if names]
    balances = [
        _cells(titles[kind], *_sides(balance))
        for kind, reading in readings.items()
        for balance in reading.balances
    ]
    waits = [
        _cells(titles[kind], ", ".join(f"`{name}`" for name in reading.waits))
        for kind, reading in readings.items()
        if reading.waits
    ]
    told = ((COUNTERS, rows), (BALANCES, balances), (WAITS, waits))
    return "".join(f"{head}{_lines(rows)}" for head, rows in told)


def _lines(rows: list[str]) -> str:
    return "".join([f"{row}\n" for row in rows])


def _names(reading: Reading) -> Iterator[str]:
    """The counters of a type by name."""
    said = {metric.counter: "" for metric in reading.metrics if metric.counter}
    said |= {counter.name: counter.meaning for counter in reading.counters}
    for name, meaning in sorted(said.items()):
        yield f"`{name}` ({meaning})" if meaning else f"`{name}`"


def _sides(balance: Balance) -> tuple[str, str]:
    came, left = (" + ".join([f"`{n}`" for n in names]) for names in (balance.came, balance.left))
    rest = f" + {balance.rest}" if balance.rest else ""
    unless = f" (without `{balance.unless}`)" if balance.unless else ""
    return came, left + rest + unless


def _explained(readings: Readings) -> Iterator[Metric]:
    for reading in readings.values():
        yield from (metric for metric in reading.metrics if metric.explained)


def _section(metric: Metric) -> str:
    """What the numbers mean, and when which of them is given."""
    numbers = ", ".join(f"{n} {name}" for n, name in enumerate(metric.names))
    told = f"\n\nNumbers: {numbers}. A run's header names them, too." if numbers else ""
    return f"## {metric.name}\n\n{metric.explained}{told}\n"
