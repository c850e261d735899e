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
from collections.abc import Iterable
from itertools import islice

from simcore.engine.trace.columns import Wanted
from simcore.engine.trace.csv_rows import Numbered, csv_rows
from simcore.engine.trace.formats.cloudwatch.dates import in_one_order, is_date
from simcore.engine.trace.formats.cloudwatch.series import Series, chosen, table_of
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
    header: list[Numbered] = []
    data: list[Numbered] = []
    for number, row in islice(rows, source.limits.max_rows + MOST_HEADER_ROWS + 1):
        if not data and not is_date(row[0]):
            _require_header(number, row, len(header))
            header.append((number, row))
        else:
            data.append((number, row))
    if len(data) > source.limits.max_rows:
        most = source.limits.max_rows
        raise TraceError(f"there are more rows than {most:,}, the most there may be")
    found = chosen(_series(header, data), wanted)
    place = int(found.id) - 1
    cells = [(number, row[0], row[place].strip()) for number, row in data if len(row) > place]
    if not any(value for _, _, value in cells):
        raise TraceError(f"column {found.name} has no value in any row")
    times, said = in_one_order([(number, time) for number, time, _ in cells])
    points = zip(times, cells, strict=True)
    found.points = [(number, [t, value]) for t, (number, _, value) in points if value]
    named = Series(found.label or f"column {place + 1}", "", found.points)
    missing = len(data) - len(found.points)
    return table_of(named, f"{TITLE}; {said}", _missing(missing, named.id))


def _require_header(number: int, row: list[str], so_far: int) -> None:
    if so_far >= MOST_HEADER_ROWS or not SAYS.fullmatch(row[0].strip()):
        raise TraceError(f"{row[0][:40]!r} is neither a time nor what a row is called", number)


def _series(header: list[Numbered], data: list[Numbered]) -> list[Series]:
    """One for each column of values: its id is its number from 1, its label stands above."""
    width = max((len(row) for _, row in (*header, *data[:1])), default=1)
    if not data:
        raise TraceError("there is not one row with a time below the labels")
    labels = _labels(header)
    above = [row for _, row in header]
    return [
        Series(str(n + 1), labels.get(n, ""), also=tuple(r[n].strip() for r in above if len(r) > n))
        for n in range(1, width)
    ]


def _labels(header: Iterable[Numbered]) -> dict[int, str]:
    """By column: the label where there is one, else the id or whatever names it."""
    by_kind = {row[0].strip().lower(): row for _, row in header}
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
