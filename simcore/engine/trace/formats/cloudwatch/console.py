"""The CSV that CloudWatch's console makes of a graph ("Download as .csv").

Models: rows at the top that say what the columns are (Label, Id and others whose first cell is no
time: the layout is not documented), then a row a period with a time and a value of each metric;
times with the year, the day or the month first, with a clock of 12 or 24 hours, in UTC; empty cells
where a metric has no data point.
Ignores: the Period and Statistic that may stand at the top: that values are counts is looked at
(whole numbers), not read.
Source: CloudWatch User Guide, "Graphing metrics" (the console's graph; its file is not described).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from simcore.engine.trace.columns import Wanted
from simcore.engine.trace.csv_rows import Numbered, csv_rows
from simcore.engine.trace.formats.cloudwatch.dates import in_one_order, is_date
from simcore.engine.trace.formats.cloudwatch.series import Series, chosen, table_of
from simcore.engine.trace.limits import TraceLimits
from simcore.engine.trace.table import Format, Head, Table
from simcore.engine.trace.text import Source
from simcore.errors import TraceError

BEGINS = ("label", "id", "full label", "fulllabel", "metric", "metric name")
SAYS = re.compile(
    r"(full ?)?label|id|metric( name)?|namespace|region|account( id)?|period|stat(istic)?s?|unit|"
    r"dimensions?|time ?stamp|time|date|start time|end time|",
    re.IGNORECASE,
)
MOST_HEADER_ROWS = 20
TITLE = "a CSV of CloudWatch's console"


def recognises(head: Head) -> bool:
    """Begins with a row of labels or ids, and goes on with others or with times."""
    if len(head.names) < 2 or head.names[0] not in BEGINS or len(head.lines) < 2:
        return False
    cells = [re.split(r"[,;\t]", line)[0].strip(' "') for line in head.lines[1:]]
    return is_date(cells[0]) or (cells[0].lower() in BEGINS and any(map(is_date, cells)))


def table(source: Source, wanted: Wanted) -> Table:
    _, _, rows = csv_rows(source)
    header, first = _header(rows)
    found = chosen(_series(header, first[1]), wanted)
    cells = list(_cells(chain([first], rows), int(found.id) - 1, source.limits))
    if not any(value for _, _, value in cells):
        raise TraceError(f"column {found.name} has no value in any row")
    times, said = in_one_order([(number, time) for number, time, _ in cells])
    points = zip(times, cells, strict=True)
    found.points = [(number, [t, value]) for t, (number, _, value) in points if value]
    named = Series(found.label or f"column {found.id}", "", found.points)
    return table_of(named, f"{TITLE}; {said}", _missing(len(cells) - len(found.points), named.id))


def _header(rows: Iterator[Numbered]) -> tuple[list[list[str]], Numbered]:
    """The rows at the top, and the first one with a time."""
    header: list[list[str]] = []
    for number, row in rows:
        if is_date(row[0]):
            return header, (number, row)
        if len(header) >= MOST_HEADER_ROWS or not SAYS.fullmatch(row[0].strip()):
            raise TraceError(f"{row[0][:40]!r} is neither a time nor what a row is called", number)
        header.append(row)
    raise TraceError("there is not one row with a time below the labels")


def _series(header: list[list[str]], first: list[str]) -> list[Series]:
    """One for each column of values: its id is its number from 1, its label stands above."""
    labels = _labels(header)
    return [
        Series(
            str(n + 1), labels.get(n, ""), also=tuple(r[n].strip() for r in header if len(r) > n)
        )
        for n in range(1, max(map(len, (*header, first))))
    ]


def _cells(
    rows: Iterable[Numbered], place: int, limits: TraceLimits
) -> Iterator[tuple[int, str, str]]:
    """Of each row its line, its time and its value: all are looked at before any is believed."""
    most = min(limits.max_rows, limits.max_points)
    for count, (number, row) in enumerate(rows, 1):
        if count > most:
            raise TraceError(f"there are more rows than {most:,}, the most there may be")
        yield number, row[0], row[place].strip() if len(row) > place else ""


def _labels(header: Iterable[list[str]]) -> dict[int, str]:
    """By column: the label where there is one, else the id or whatever names it."""
    by_kind = {row[0].strip().lower(): row for row in header}
    found: dict[int, str] = {}
    for kind in ("id", "metric", "metric name", "label", "full label", "fulllabel"):
        for n, cell in enumerate(by_kind.get(kind, [])):
            if n and cell.strip():
                found[n] = cell.strip()
    return found


def _missing(count: int, name: str) -> list[str]:
    return [f"{count:,} rows have no value of {name} and are left out"] if count else []


FORMAT = Format(
    "cloudwatch-console",
    TITLE,
    "choose the statistic Sum for a metric that counts, or download it as JSON with aws cloudwatch "
    "get-metric-data",
    recognises,
    table,
)
