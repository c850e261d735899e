"""What the AWS CLI writes with `--output text` for get-metric-data and get-metric-statistics.

Models: lines of cells between tabs, the first of which names the structure: METRICDATARESULTS (Id,
Label and StatusCode in alphabetical order of their keys), TIMESTAMPS and VALUES, each a line;
DATAPOINTS with the statistics, the time and the unit in alphabetical order of their keys.
Ignores: `Messages` and NEXTTOKEN lines.
Source: AWS CLI User Guide, "Setting the output format", text ("the columns are ordered
alphabetically by the key names"); AWS CLI, awscli/text.py.
"""

from __future__ import annotations

import re

from simcore.engine.trace.columns import Wanted
from simcore.engine.trace.csv_rows import Numbered
from simcore.engine.trace.formats.cloudwatch.series import (
    COUNTS,
    SUM_OR_SAMPLES,
    Series,
    chosen,
    table_of,
)
from simcore.engine.trace.formats.lines import log_lines
from simcore.engine.trace.moments import detect, shown
from simcore.engine.trace.table import Format, Head, Table
from simcore.engine.trace.text import Source
from simcore.errors import TraceError

RESULTS, TIMES, VALUES, POINTS = "METRICDATARESULTS", "TIMESTAMPS", "VALUES", "DATAPOINTS"
LINE = re.compile(rf"(?:{RESULTS}|{TIMES}|{VALUES}|{POINTS})\t")
ALL = ("Average", "Maximum", "Minimum", "SampleCount", "Sum")
TITLE_DATA = "CloudWatch get-metric-data, text"
TITLE_STATISTICS = "CloudWatch get-metric-statistics, text"


def recognises(head: Head) -> bool:
    return any(LINE.match(line) for line in head.lines[:3])


def table(source: Source, wanted: Wanted) -> Table:
    data: dict[str, Series] = {}
    points: list[Numbered] = []
    half: _Halves | None = None
    label = ""
    for number, line in log_lines(source):
        kind, *cells = line.split("\t")
        if kind == RESULTS:
            name = cells[0] if cells else str(len(data) + 1)
            label_of = cells[1] if len(cells) > 2 else ""
            half = _Halves(data.setdefault(name, Series(name, label_of)))
        elif kind in (TIMES, VALUES):
            if half is None:
                raise TraceError(f"{kind} come before the first {RESULTS}", number)
            half.take(kind, number, cells)
        elif kind == POINTS:
            points.append((number, cells))
        elif not cells and not points and not data:
            label = line
    if points:
        return _of_statistics(points, label, wanted)
    for series in data.values():
        _require_pairs(series)
    return table_of(chosen(list(data.values()), wanted), TITLE_DATA)


class _Halves:
    """Puts the times and the values of one series of one page together as they come."""

    def __init__(self, series: Series) -> None:
        self.points = series.points
        self.times = self.values = len(series.points)

    def take(self, kind: str, number: int, cells: list[str]) -> None:
        cell = cells[0] if cells else ""
        n, place = (self.times, 0) if kind == TIMES else (self.values, 1)
        if n == len(self.points):
            self.points.append((number, ["", ""]))
        self.points[n][1][place] = cell
        if kind == TIMES:
            self.times += 1
        else:
            self.values += 1


def _require_pairs(series: Series) -> None:
    for number, row in series.points:
        if "" in row:
            lacks = "time" if row[0] == "" else "value"
            raise TraceError(f"a data point of {series.name} has no {lacks}", number)


def _of_statistics(points: list[Numbered], label: str, wanted: Wanted) -> Table:
    number, first = points[0]
    at = next((i for i, cell in enumerate(first) if _is_time(cell)), None)
    if at is None:
        raise TraceError(f"{POINTS} has no time in it: {shown(' '.join(first))}", number)
    unit = first[at + 1] if len(first) > at + 1 else ""
    names = _names(at, unit, number)
    series = [Series(name, _called(name, label)) for name in names]
    found = chosen(series, wanted if wanted.value_column else _counting(names, unit, wanted))
    place = series.index(found)
    for number, cells in points:
        if len(cells) <= at:
            raise TraceError(f"{POINTS} ends before the time: {shown(' '.join(cells))}", number)
        found.points.append((number, [cells[at], cells[place]]))
    return table_of(Series(_called(found.id, label), "", found.points), TITLE_STATISTICS)


def _names(count: int, unit: str, number: int) -> tuple[str, ...]:
    """What stands before the time: all statistics, or the one that was asked for."""
    if count == len(ALL):
        return ALL
    if count == 1:
        return ("the statistic",)
    if count == 0:
        raise TraceError(f"{POINTS} has no statistic before the time", number, hint=SUM_OR_SAMPLES)
    return tuple(f"statistic {n}" for n in range(1, count + 1))


def _called(name: str, label: str) -> str:
    return f"{name} of {label}" if label else name


def _counting(names: tuple[str, ...], unit: str, wanted: Wanted) -> Wanted:
    if names == ALL:
        which = "Sum" if unit in COUNTS else "SampleCount"
        return Wanted(wanted.time_column, which, wanted.time_unit, wanted.key_column)
    if len(names) > 1:
        raise TraceError(
            f"each data point has {len(names)} statistics, and text does not say which",
            hint="they stand in alphabetical order (Average, Maximum, Minimum, SampleCount, Sum): "
            "give the number of the one that counts as value_column, or use --output json",
        )
    if unit not in COUNTS:
        raise TraceError(
            f"the statistic is in {shown(unit)}, and may be no count",
            hint=f"{SUM_OR_SAMPLES}; value_column 1 has it read all the same",
        )
    return wanted


def _is_time(cell: str) -> bool:
    written = detect(cell)
    return written is not None and written.unit == "iso"


FORMAT = Format(
    "cloudwatch-text",
    "text of the AWS CLI",
    "ask for it with --output json, which says what each number is",
    recognises,
    table,
)
