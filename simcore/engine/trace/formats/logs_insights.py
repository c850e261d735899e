"""Results of CloudWatch Logs Insights, exported as CSV.

Models: `stats count(*) by bin(5m)`: a row a bin, of the length that stands in its name, with a
count (also with further columns after which it was grouped: rows of one bin are added up); or
events, a row each, with `@timestamp`.
Ignores: bins without an event, of which there is no row; the limit of a query, beyond which nothing
is exported (said where a file has just so many rows).
Source: CloudWatch Logs User Guide, "stats" (bin, count; the units of bin), "limit" (10,000 at the
most), "Export query results".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from simcore.engine.trace.columns import Columns, Wanted, found_columns
from simcore.engine.trace.csv_rows import Numbered
from simcore.engine.trace.formats import plain
from simcore.engine.trace.formats.by_name import Named, named_rows
from simcore.engine.trace.moments import ISO, MomentFormat, detect
from simcore.engine.trace.table import Format, Head, Table
from simcore.engine.trace.text import Source
from simcore.errors import TraceError

BIN = re.compile(r"bin\((\d{1,6})?([a-z]{1,12})?\)", re.ASCII | re.IGNORECASE)  # no spaces
LONGEST_BIN = 64  # of a cell that may be one
COUNT = re.compile(r"(count|sum)\(.*\)", re.IGNORECASE)
SECONDS = {
    "ms": 0.001, "msec": 0.001, "millisecond": 0.001, "milliseconds": 0.001,
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "d": 86_400, "day": 86_400, "days": 86_400, "w": 604_800, "week": 604_800, "weeks": 604_800,
}  # fmt: skip
LIMITS = (1_000, 10_000)
TITLE = "a CSV of Logs Insights"


def recognises(head: Head) -> bool:
    return any(name == "@timestamp" or _bin(name) for name in head.names)


def table(source: Source, wanted: Wanted) -> Table:
    if wanted.names_columns:
        return plain.table(source, wanted)
    found = named_rows(source)
    binned = next((n for n, name in enumerate(found.names) if _bin(name)), None)
    time = found.place("@timestamp") if binned is None else binned
    value = None if binned is None else _count(found, time)
    first = next(found.rows)
    written = detect(first[1][time]) if time < len(first[1]) else None
    columns = Columns(
        True, time, value, found.names, written or MomentFormat(ISO), found.key(wanted)
    )
    notes: list[str] = []
    rows = _counted(chain([first], found.rows), notes)
    if value is None:
        said = f"{TITLE}; times in @timestamp ({columns.format.described}); one request per row"
        return Table(rows, columns, said, notes=notes)
    interval_s = _length_s(found.names[time])
    said = f"{TITLE}; counts per {found.names[time]} in {found.names[value]}"
    return Table(rows, columns, said, False, interval_s, notes)


def _bin(name: str) -> re.Match[str] | None:
    """Also with spaces in the brackets, as a query may have them."""
    return BIN.fullmatch("".join(name.split())) if len(name) <= LONGEST_BIN else None


def _count(found: Named, time: int) -> int:
    """The column that counts; the only one beside the bin, or the only count."""
    others = [n for n in range(len(found.names)) if n != time]
    counts = [n for n in others if COUNT.fullmatch(found.names[n])]
    for choice in (counts, others):
        if len(choice) == 1:
            return choice[0]
    raise TraceError(
        f"it is not clear which column counts requests; "
        f"{found_columns(found.names, len(found.names))}",
        hint="name it as value_column",
    )


def _length_s(name: str) -> float | None:
    """What is in the brackets of a bin; None where it is not read."""
    said = _bin(name)
    if said is None or said[2] is None:
        return None
    unit = SECONDS.get(said[2].lower())
    return None if unit is None else float(int(said[1] or 1) * unit) or None


def _counted(rows: Iterator[Numbered], notes: list[str]) -> Iterator[Numbered]:
    count = 0
    for row in rows:
        count += 1
        yield row
    if count in LIMITS:
        notes.append(f"{count:,} rows are what a query gives at the most: there may have been more")


FORMAT = Format(
    "logs-insights",
    TITLE,
    "stats count(*) by bin(1m) gives counts; export the table of results as CSV",
    recognises,
    table,
)
