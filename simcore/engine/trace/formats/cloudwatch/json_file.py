"""CloudWatch's answers as JSON: of get-metric-data and of get-metric-statistics.

Models: `MetricDataResults` with one series or several, also over several pages put together by the
AWS CLI; `Datapoints` with the statistics that were asked for; times in ISO 8601 or as numbers of
seconds; any order of the points.
Ignores: periods without a data point (gaps in the trace: CloudWatch has none where nothing came);
`Messages`; units of GetMetricData, which does not give them.
Source: CloudWatch API Reference, GetMetricData, GetMetricStatistics; AWS CLI Command Reference,
cloudwatch get-metric-data, get-metric-statistics (examples of output).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simcore.engine.trace.columns import Wanted
from simcore.engine.trace.csv_rows import Numbered
from simcore.engine.trace.formats.cloudwatch.series import (
    COUNTS,
    SUM_OR_SAMPLES,
    Series,
    chosen,
    table_of,
)
from simcore.engine.trace.moments import shown
from simcore.engine.trace.table import Format, Head, Table
from simcore.engine.trace.text import Source
from simcore.errors import TraceError

DATA, STATISTICS = "MetricDataResults", "Datapoints"
TITLE_DATA = "CloudWatch get-metric-data, JSON"
TITLE_STATISTICS = "CloudWatch get-metric-statistics, JSON"
COUNTING = ("Sum", "SampleCount")
OTHERS = ("Average", "Maximum", "Minimum")
MOST_NAMED = 8


def recognises(head: Head) -> bool:
    """Any JSON: what else it may be is said with its keys."""
    return head.text.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def table(source: Source, wanted: Wanted) -> Table:
    document = source.json()
    if isinstance(document, dict) and isinstance(document.get(DATA), list):
        return _of_data(document, wanted)
    if isinstance(document, dict) and isinstance(document.get(STATISTICS), list):
        return _of_statistics(document, wanted)
    raise TraceError(f"this is JSON, {_what(document)}, with neither {DATA} nor {STATISTICS}")


def _what(document: Any) -> str:
    if not isinstance(document, dict):
        return "a list" if isinstance(document, list) else "a single value"
    keys = ", ".join(shown(key) for key in list(document)[:MOST_NAMED])
    return f"an object with the keys {keys}" if keys else "an empty object"


def _of_data(document: dict[str, Any], wanted: Wanted) -> Table:
    series = chosen(list(_results(document[DATA]).values()), wanted)
    notes = [
        f"{series.name} is {shown(status)}: not all of its data points are in the file"
        for status in _statuses(document[DATA], series.id)
    ]
    return table_of(series, TITLE_DATA, notes)


def _results(results: Iterable[Any]) -> dict[str, Series]:
    """Each series by its id: one that comes again, of another page, goes on."""
    found: dict[str, Series] = {}
    for n, result in enumerate(results, 1):
        if not isinstance(result, dict):
            raise TraceError(f"{DATA}[{n - 1}] is no object")
        name = str(result.get("Id") or n)
        label = str(result.get("Label") or "")
        found.setdefault(name, Series(name, label)).points.extend(_points(result, name))
    return found


def _points(result: dict[str, Any], name: str) -> list[Numbered]:
    times, values = result.get("Timestamps", []), result.get("Values", [])
    if not isinstance(times, list) or not isinstance(values, list) or len(times) != len(values):
        raise TraceError(f"{name} has no Timestamps and Values of the same number")
    return [(0, [_cell(t), _cell(v)]) for t, v in zip(times, values, strict=True)]


def _statuses(results: Iterable[Any], name: str) -> list[str]:
    """What is said of a series that is not whole; of several pages, the last one's."""
    told = [str(one.get("StatusCode", "Complete")) for one in results if one.get("Id") == name]
    return [status for status in told[-1:] if status != "Complete"]


def _of_statistics(document: dict[str, Any], wanted: Wanted) -> Table:
    points = document[STATISTICS]
    if not all(isinstance(point, dict) for point in points):
        raise TraceError(f"{STATISTICS} are no objects")
    if not points:
        raise TraceError("there are no data points in it", hint="ask for another stretch of time")
    unit = str(points[0].get("Unit", ""))
    label = str(document.get("Label") or "")
    has = [name for name in (*COUNTING, *OTHERS) if name in points[0]]
    series = {name: Series(name, f"{name} of {label}" if label else "") for name in has}
    name = _statistic(has, unit, wanted)
    found = series[name] if name in series else chosen(list(series.values()), wanted)
    found.points.extend((0, [_cell(p.get("Timestamp")), _cell(p.get(found.id))]) for p in points)
    said = f" of {label}" if label else ""
    return table_of(Series(found.id + said, "", found.points), TITLE_STATISTICS)


def _statistic(has: list[str], unit: str, wanted: Wanted) -> str | None:
    """The statistic that counts; None where the caller names one. Raises TraceError for none."""
    if wanted != Wanted(format=wanted.format):
        return None
    counts = unit in COUNTS
    if "Sum" in has and counts:
        return "Sum"
    if "SampleCount" in has:
        return "SampleCount"
    of = f" in {unit}" if not counts else ""
    raise TraceError(
        f"the statistics are {', '.join(has) or 'none that count'}{of}, and none counts requests",
        hint=SUM_OR_SAMPLES,
    )


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


FORMAT = Format(
    "cloudwatch-json",
    "JSON of CloudWatch",
    "give the output of aws cloudwatch get-metric-data or get-metric-statistics with --output json "
    "as it is, or make a CSV",
    recognises,
    table,
)
