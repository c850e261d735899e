"""A file of CloudWatch has one series of data points or several, of which one counts the requests.

Source: CloudWatch API Reference, GetMetricData (MetricDataResult: Id, Label, Timestamps, Values),
GetMetricStatistics (Datapoint: Timestamp, SampleCount, Average, Sum, Minimum, Maximum, Unit).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from simcore.engine.trace.columns import Columns, Wanted, numbered, one_per_row
from simcore.engine.trace.csv_rows import Numbered
from simcore.engine.trace.moments import ISO, MomentFormat, detect, shown
from simcore.engine.trace.table import Table
from simcore.errors import TraceError

MOST_NAMED = 12
COUNTS = ("None", "Count", "")
SUM_OR_SAMPLES = (
    "ask for the statistic Sum of a metric that counts (RequestCount, Invocations, "
    "NumberOfMessagesSent), or for SampleCount of any other"
)


@dataclass
class Series:
    """Data points, `(line, [time, value])` each, and what they are called (`also`, too)."""

    id: str
    label: str = ""
    points: list[Numbered] = field(default_factory=list)
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.id} ({self.label})" if self.label and self.label != self.id else self.id


def chosen(found: Sequence[Series], wanted: Wanted) -> Series:
    """The series that was asked for by its id, label or number from 1, or the only one."""
    refuse_others(wanted)
    if not found:
        raise TraceError("there are no data points in it", hint=SUM_OR_SAMPLES)
    if wanted.value_column is not None:
        return _asked_for(found, str(wanted.value_column).strip())
    if len(found) > 1:
        raise TraceError(
            f"there are {len(found)} series: {_names(found)}",
            hint="say which one counts the requests: its id, label or number as value_column",
        )
    return found[0]


def _asked_for(found: Sequence[Series], named: str) -> Series:
    sought = named.lower()
    fits = [one for one in found if sought in map(str.lower, (one.id, one.label, *one.also))]
    if len(fits) == 1:
        return fits[0]
    if not fits and (place := numbered(named, len(found))) is not None:
        return found[place]
    how_many = "is none of the series" if not fits else f"is what {len(fits)} series are called"
    raise TraceError(
        f"value_column is {shown(named)}, which {how_many}: {_names(found)}",
        hint="give an id, a label or a number from 1",
    )


def _names(found: Sequence[Series]) -> str:
    more = ", ..." if len(found) > MOST_NAMED else ""
    return ", ".join(shown(one.name) for one in found[:MOST_NAMED]) + more


def refuse_others(wanted: Wanted) -> None:
    """Raise TraceError where columns are named that such a file does not have."""
    if one_per_row(wanted.value_column):
        raise TraceError(
            "value_column is none, and data points are counts of an interval each",
            hint="leave value_column away, or give the id of a series",
        )
    for option in ("time_column", "key_column", "time_unit"):
        if getattr(wanted, option) is not None:
            raise TraceError(
                f"{option} is given, and data points have their times and no keys",
                hint=f"leave {option} away",
            )


def table_of(series: Series, title: str, notes: Sequence[str] = (), unit: str = "") -> Table:
    """The points of a series as counts of intervals."""
    if not series.points:
        raise TraceError(
            f"{series.name} has no data points", hint="ask for another stretch of time"
        )
    written = detect(series.points[0][1][0]) or MomentFormat(ISO)
    columns = Columns(True, 0, 1, ("Timestamp", series.name), written)
    said = f"{title}; counts per interval in {series.name}{unit} ({written.described})"
    return Table(_whole(series), columns, said, cumulative=False, notes=list(notes))


def _whole(series: Series) -> Iterator[Numbered]:
    """The points; raises TraceError at the first that can be no count."""
    for line, row in series.points:
        if not _is_whole(row[1]):
            raise TraceError(
                f"{series.name} has the value {shown(row[1])}, which is no number of requests: an "
                "average, a rate or a duration?",
                line or None,
                hint=SUM_OR_SAMPLES,
            )
        yield line, row


def _is_whole(cell: str) -> bool:
    try:
        return float(cell).is_integer()
    except ValueError:
        return False
