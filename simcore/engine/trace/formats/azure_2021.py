"""Azure Functions Invocation Trace 2021: a row an invocation, with its end and its duration.

Models: an invocation came at `end_timestamp` less `duration`, both in seconds.
Ignores: durations (a scenario has its own), and which day it was: the times of the trace are not
those of the calendar.
Source: Azure Public Dataset, AzureFunctionsInvocationTrace2021.md, "Schema".
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from simcore.engine.trace.columns import Wanted
from simcore.engine.trace.csv_rows import Numbered
from simcore.engine.trace.formats import plain
from simcore.engine.trace.formats.by_name import Named, cell, named_rows, requests
from simcore.engine.trace.moments import MomentFormat, shown
from simcore.engine.trace.table import Format, Head, Table
from simcore.engine.trace.text import Source
from simcore.errors import TraceError

KNOWN = frozenset({"app", "func", "end_timestamp", "duration"})
TITLE = "Azure Functions Invocation Trace 2021"


def recognises(head: Head) -> bool:
    return set(head.names) >= KNOWN


def table(source: Source, wanted: Wanted) -> Table:
    if wanted.names_columns:
        return plain.table(source, wanted)
    found = named_rows(source)
    key = found.key(wanted)
    names = ("end_timestamp - duration", *([] if key is None else [found.names[key]]))
    said = f"{TITLE}; one request per row, at end_timestamp less duration, in seconds"
    if key is not None:
        said += f"; keys in column {found.names[key]}"
    return Table(_rows(found, key), requests(names, MomentFormat("s"), key is not None), said)


def _rows(found: Named, key: int | None) -> Iterator[Numbered]:
    end, duration = found.place("end_timestamp"), found.place("duration")
    for number, row in found.rows:
        began = _seconds(number, row, end, "end_timestamp")
        began -= _seconds(number, row, duration, "duration")
        keyed = [] if key is None else [cell(number, row, key, found.names[key])]
        yield number, [repr(began), *keyed]


def _seconds(number: int, row: list[str], place: int, name: str) -> float:
    said = cell(number, row, place, name)
    try:
        value = float(said)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or value < 0:
        raise TraceError(f"column {name}: {shown(said)} is no number of seconds", number)
    return value


FORMAT = Format(
    "azure-2021",
    TITLE,
    "columns are app, func, end_timestamp and duration, the last two in seconds",
    recognises,
    table,
)
