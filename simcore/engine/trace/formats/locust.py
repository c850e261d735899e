"""The history of a load test with Locust: `..._stats_history.csv`, a row a second.

Models: `Total Request Count` of the rows called Aggregated, a running total, of which each count is
what it grew to the next row; what there was at the first row came in the second before it.
Ignores: rows of single requests (of `--csv-full-history`), which are in Aggregated; `Requests/s`,
a mean over ten seconds.
Source: Locust documentation, "Retrieve test statistics in CSV format"; locust/stats.py,
StatsCSVFileWriter.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from simcore.engine.trace.columns import Columns, Wanted, one_per_row
from simcore.engine.trace.csv_rows import Numbered
from simcore.engine.trace.formats import plain
from simcore.engine.trace.formats.by_name import Named, cell, named_rows
from simcore.engine.trace.moments import MomentFormat
from simcore.engine.trace.table import Format, Head, Table
from simcore.engine.trace.text import Source
from simcore.errors import TraceError

TIME, NAME, TOTAL = "Timestamp", "Name", "Total Request Count"
KNOWN = frozenset({"timestamp", "user count", "type", "name", "total request count"})
AGGREGATED = "Aggregated"
EVERY_S = 1
TITLE = "the history of a load test with Locust"


def recognises(head: Head) -> bool:
    return set(head.names) >= KNOWN


def table(source: Source, wanted: Wanted) -> Table:
    if wanted.names_columns or wanted.key_column is not None:
        return _as_it_is_named(source, wanted)
    found = named_rows(source)
    columns = Columns(True, 0, 1, (TIME, TOTAL), MomentFormat("s"))
    notes: list[str] = []
    said = f"{TITLE}; times in {TIME} (seconds); counts are what {TOTAL} of {AGGREGATED} grew by"
    return Table(_totals(found, notes), columns, said, cumulative=True, notes=notes)


def _as_it_is_named(source: Source, wanted: Wanted) -> Table:
    """Another column, by its name; a total is one however short the file is."""
    table = plain.table(source, wanted)
    value = table.columns.value
    if value is not None and not one_per_row(wanted.value_column):
        name = table.columns.names[value] if table.columns.header else ""
        if name.endswith("/s"):
            raise TraceError(
                f"column {name} is a rate, a mean over ten seconds, and counts are wanted",
                hint="leave value_column away: requests are counted from Total Request Count",
            )
    return table


def _totals(found: Named, notes: list[str]) -> Iterator[Numbered]:
    time, total, name = (found.place(column) for column in (TIME, TOTAL, NAME))
    before = others = 0
    for number, row in found.rows:
        if cell(number, row, name, NAME).strip() != AGGREGATED:
            others += 1
            continue
        at, count = (cell(number, row, place, found.names[place]) for place in (time, total))
        if not before:
            yield from _first(number, at, count)
        before = number
        yield number, [at, count]
    if others:
        notes.append(f"{others:,} rows of single requests are left out: {AGGREGATED} has them all")


def _first(number: int, at: str, count: str) -> Iterator[Numbered]:
    """A row of nothing before the first, where that has requests already."""
    with contextlib.suppress(ValueError):  # of which the row itself is complained about
        if float(count) > 0.0:
            yield number, [repr(float(at) - EVERY_S), "0"]


FORMAT = Format(
    "locust",
    TITLE,
    "give the file that ends in _stats_history.csv as it is",
    recognises,
    table,
)
