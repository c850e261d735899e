"""Invocations of the Azure Functions Trace 2019: a file a day, a row a function, a column a minute.

Models: columns HashOwner, HashApp, HashFunction, Trigger and 1 to 1440; the counts of all rows of a
minute together, or (`value_column`) of the rows whose owner, application, function or trigger is
called so.
Ignores: which day it is: that is in the file's name only, so the trace begins at 0 s.
Source: Azure Public Dataset, AzureFunctionsDataset2019.md, "Function Invocation Counts".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simcore.engine.trace.columns import Columns, Wanted, one_per_row
from simcore.engine.trace.csv_rows import Numbered
from simcore.engine.trace.formats.by_name import Named, named_rows
from simcore.engine.trace.moments import MomentFormat, shown
from simcore.engine.trace.table import Format, Head, Table
from simcore.engine.trace.text import Source
from simcore.errors import TraceError

KNOWN = ("hashowner", "hashapp", "hashfunction", "trigger")
MINUTES = 1440
MINUTE_S = 60
WIDTH = len(KNOWN) + MINUTES
TITLE = "Azure Functions Trace 2019, invocations per minute"


def recognises(head: Head) -> bool:
    return head.names[: len(KNOWN)] == KNOWN and head.names[len(KNOWN) :][:1] == ("1",)


def table(source: Source, wanted: Wanted) -> Table:
    chosen = _chosen(wanted)
    found = named_rows(source, WIDTH)
    _require_minutes(found)
    counts, used = _sums(found, chosen, source.limits.max_count)
    if not used:
        raise TraceError(
            f"value_column is {shown(str(wanted.value_column))}, and no row is of such an owner, "
            "application, function or trigger",
            hint="give a hash from the file, a trigger (http, queue, ...), or nothing for all rows",
        )
    rows = (_row(minute, int(count)) for minute, count in enumerate(counts))
    columns = Columns(True, 0, 1, ("minute", "invocations"), MomentFormat("s"))
    of = f"of {shown(chosen)}" if chosen else "of all functions"
    said = f"{TITLE}; the {used:,} row{'s' * (used != 1)} {of} added up"
    return Table(rows, columns, said, cumulative=False, interval_s=float(MINUTE_S))


def _chosen(wanted: Wanted) -> str:
    for option in ("time_column", "key_column", "time_unit"):
        if getattr(wanted, option) is not None:
            raise TraceError(
                f"{option} is given, and here each column from 1 to 1440 is a minute",
                hint=f"leave {option} away",
            )
    if wanted.value_column is None:
        return ""
    named = str(wanted.value_column).strip()
    if one_per_row(named) or (named.isdigit() and len(named) < 5):
        raise TraceError(
            f"value_column is {shown(named)}, and here each column from 1 to 1440 is a minute",
            hint="leave value_column away for all functions, or give the HashFunction of one",
        )
    return named


def _require_minutes(found: Named) -> None:
    minutes = found.names[len(KNOWN) :]
    if minutes != tuple(str(n) for n in range(1, len(minutes) + 1)):
        raise TraceError("the columns after Trigger are not the minutes 1, 2, 3 and so on", 1)


def _sums(found: Named, chosen: str, most: int) -> tuple[NDArray[np.float64], int]:
    """Invocations of each minute, and of how many rows they are."""
    minutes = len(found.names) - len(KNOWN)
    sums = np.zeros(minutes)
    used = 0
    for number, row in found.rows:
        if chosen and chosen not in row[: len(KNOWN)]:
            continue
        sums += _counts(number, row, minutes, most)
        used += 1
    return sums, used


def _counts(number: int, row: list[str], minutes: int, most: int) -> NDArray[np.float64]:
    cells = row[len(KNOWN) :]
    if len(cells) != minutes:
        raise TraceError(
            f"the row has {len(cells):,} minutes where the header has {minutes:,}", number
        )
    try:
        counts = np.array(cells, float)
    except ValueError:
        counts = np.array([_number(cell) for cell in cells])
    wrong = ~((counts >= 0) & (counts <= most) & (np.floor(counts) == counts))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise TraceError(f"minute {at + 1}: {shown(cells[at])} is no number of invocations", number)
    return counts


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return np.nan


def _row(minute: int, count: int) -> Numbered:
    return 0, [str(minute * MINUTE_S), str(count)]


FORMAT = Format(
    "azure-2019",
    TITLE,
    "give a file invocations_per_function_md.anon.dNN.csv, or some of its rows below its header",
    recognises,
    table,
)
