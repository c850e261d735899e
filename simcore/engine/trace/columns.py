"""Which column is which: what the first rows of a trace say about the others."""

from __future__ import annotations

from collections.abc import Sequence

from simcore.engine.trace.moments import (
    DAY_OR_MONTH,
    ISO,
    TIME_UNITS,
    YEAR_LAST,
    MomentFormat,
    detect,
    shown,
)
from simcore.errors import TraceError
from simcore.frozen import frozen

Row = Sequence[str]

ONE_PER_ROW = "(none)"
"""As ``value_column``: there are no counts, each row is one request. So does ``none``, where no
column is called that: a form of ``curl -F`` cannot say "(none)"."""

TIME_NAMES = (
    "timestamp", "time", "datetime", "date_time", "date", "ts", "@timestamp", "epoch", "unix",
    "unixtime", "unix_time", "start", "start_time", "period_start", "interval_start", "minute",
    "bin", "t", "event_time", "eventtime", "request_time", "created_at", "arrival", "arrival_time",
    "time_s", "time_ms", "timestamp_s", "timestamp_ms", "epoch_s", "epoch_ms",
)  # fmt: skip
VALUE_NAMES = (
    "value", "count", "counts", "requests", "request_count", "requestcount", "sum", "invocations",
    "n", "total", "hits", "calls", "messages", "events", "samplecount", "sample_count",
    "numberofmessagessent", "num_requests", "arrivals", "volume",
)  # fmt: skip


@frozen
class Columns:
    """Where the times and the counts are (positions from 0), how they are called and written."""

    header: bool
    time: int
    value: int | None
    names: tuple[str, ...]
    format: MomentFormat
    key: int | None = None

    def name(self, column: int) -> str:
        """As the file calls the column, or its number from 1."""
        below = self.header and column < len(self.names)  # rows may be longer than the header
        if not below or self.names.count(self.names[column]) > 1:
            return str(column + 1)
        return self.names[column]


@frozen
class Wanted:
    """What the caller has said about the columns; None is for what should be detected."""

    time_column: str | int | None = None
    value_column: str | int | None = None
    time_unit: str | None = None
    key_column: str | int | None = None
    format: str | None = None

    @property
    def names_columns(self) -> bool:
        """Whether it says which column is which, as one does of a CSV of any origin."""
        return (self.time_column, self.value_column, self.time_unit) != (None, None, None)

    def __post_init__(self) -> None:
        if self.time_unit is not None and self.time_unit not in TIME_UNITS:
            allowed = ", ".join(TIME_UNITS)
            raise TraceError(f"time_unit is {self.time_unit!r}; it must be one of {allowed}")


def one_per_row(column: str | int | None) -> bool:
    """Whether that, as ``value_column``, says that there are no counts."""
    return isinstance(column, str) and column.strip().lower() in (ONE_PER_ROW, "none")


def find_columns(first: Row, second: Row | None, wanted: Wanted, line: int) -> Columns:
    """The columns of a file that begins with these rows (``line`` is the first one's)."""
    header = _is_header(first, wanted)
    sample = second if header else first
    if sample is None:
        raise TraceError("there is a header but not one row below it", line)
    names = tuple(cell.strip() for cell in first) if header else ()
    width = len(first)
    time = _time_column(names, sample, width, wanted)
    value = _value_column(names, sample, width, time, wanted)
    key = _key_column(names, width, value, wanted)
    for option, column in (("value_column", value), ("key_column", key)):
        if column == time:
            raise TraceError(
                f"{option} and time_column are both {_called(names, time)}; a column is used once: "
                f"{found_columns(names, width)}"
            )
    return Columns(header, time, value, names, _format(sample, time, wanted), key)


def _key_column(
    names: tuple[str, ...], width: int, value: int | None, wanted: Wanted
) -> int | None:
    if wanted.key_column is None:
        return None
    if value is not None:
        raise TraceError(
            "keys are of single requests, one a row, so there is no column of counts: "
            "give either value_column or key_column"
        )
    return lookup(wanted.key_column, names, width, "key_column")


def _is_header(first: Row, wanted: Wanted) -> bool:
    """Nothing in a header can be a number or a date; a column called by name needs a header."""
    named = (c for c in _given(wanted) if isinstance(c, str) and not one_per_row(c))
    if any(not column.isdigit() for column in named):
        return True
    return not any(detect(cell) for cell in first)


def _given(wanted: Wanted) -> tuple[str | int | None, ...]:
    return wanted.time_column, wanted.value_column, wanted.key_column


def _time_column(names: tuple[str, ...], sample: Row, width: int, wanted: Wanted) -> int:
    if wanted.time_column is not None:
        return lookup(wanted.time_column, names, width, "time_column")
    for known in TIME_NAMES:
        for i, name in enumerate(names):
            if name.lower() == known:
                return i
    formats = [detect(cell) for cell in sample]
    for i, found in enumerate(formats):
        if found is not None and found.unit == ISO:
            return i
    for i, cell in enumerate(sample):
        if YEAR_LAST.match(cell):
            raise TraceError(f"column {_called(names, i)}: {shown(cell)} {DAY_OR_MONTH}")
    for i, found in enumerate(formats):
        if found is not None:
            return i
    raise TraceError(
        f"no column has times in it; {found_columns(names, width)}; name one as time_column"
    )


def _value_column(
    names: tuple[str, ...], sample: Row, width: int, time: int, wanted: Wanted
) -> int | None:
    called_none = "none" in (name.lower() for name in names) and wanted.value_column != ONE_PER_ROW
    if one_per_row(wanted.value_column) and not called_none:
        return None
    if wanted.key_column and wanted.value_column is None:
        return None
    if wanted.value_column is not None:
        return lookup(wanted.value_column, names, width, "value_column")
    others = [i for i in range(width) if i != time]
    for known in VALUE_NAMES:
        for i in others:
            if names and names[i].lower() == known:
                return i
    if not others:
        return None
    if len(others) == 1:
        return others[0]
    raise TraceError(
        f"it is not clear which column counts requests; {found_columns(names, width)}; name it as "
        f"value_column, or give none, or {ONE_PER_ROW!r}, if each row is one request"
    )


def lookup(column: str | int, names: tuple[str, ...], width: int, option: str) -> int:
    if isinstance(column, str):
        lowered = [name.lower() for name in names]
        sought = column.strip().lower()
        if lowered.count(sought) > 1:
            raise TraceError(
                f"{option} is {shown(column)}, and {lowered.count(sought)} columns are called so; "
                "give its number, from 1"
            )
        if sought in lowered:
            return lowered.index(sought)
    if (place := numbered(str(column), width)) is not None:
        return place
    raise TraceError(
        f"{option} is {shown(str(column))}, which is not there; {found_columns(names, width)}"
    )


def numbered(said: str, width: int) -> int | None:
    """Position of what is said as a number, from 1 to ``width``; None for anything else.

    `²` is a digit and no number, and more than 4,300 digits are more than `int` reads.
    """
    number = said.strip().lstrip("0")
    if not (number.isascii() and number.isdigit() and len(number) <= len(str(width))):
        return None
    return int(number) - 1 if int(number) <= width else None


def _called(names: tuple[str, ...], column: int) -> str:
    """By its name, or its number, from 1, where it has none of its own."""
    if column < len(names) and names.count(names[column]) == 1:
        return shown(names[column])
    return str(column + 1)


def found_columns(names: tuple[str, ...], width: int) -> str:
    if not names:
        return f"there is no header and columns are numbered 1 to {width}"
    called = (_called(names, n) for n in range(min(len(names), 12)))
    shown_names = ", ".join(f"column {name}" if name.isdigit() else name for name in called)
    return "the columns are " + shown_names + (", ..." if len(names) > 12 else "")


def _format(sample: Row, time: int, wanted: Wanted) -> MomentFormat:
    """What the first row is written in; a row that cannot be read is complained about later."""
    found = detect(sample[time]) if time < len(sample) else None
    if wanted.time_unit is None:
        return found or MomentFormat(ISO)
    if wanted.time_unit == ISO:
        return found if found is not None and found.unit == ISO else MomentFormat(ISO)
    return MomentFormat(wanted.time_unit)
