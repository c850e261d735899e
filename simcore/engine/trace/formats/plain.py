"""A CSV of any origin: a row a request, or a row an interval and a count.

Models: comma, semicolon or tab (RFC 4180 quotes); a header or none; columns detected by their
names and first cells, or named.
Ignores: thousands separators, decimal commas, and dates that do not have the year first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from simcore.engine.trace.columns import Columns, Wanted, find_columns
from simcore.engine.trace.csv_rows import Numbered, csv_rows
from simcore.engine.trace.table import Format, Head, Table, layout
from simcore.engine.trace.text import Source
from simcore.errors import TraceError


def any_csv(head: Head) -> bool:
    """What nothing else takes is taken for a CSV."""
    return True


def table(source: Source, wanted: Wanted) -> Table:
    """The rows as they are, by the columns that are found or named."""
    delimiter, first_line, rows = csv_rows(source)
    columns, rows = columns_of(rows, wanted)
    return Table(rows, columns, layout(delimiter, first_line, columns))


def columns_of(rows: Iterator[Numbered], wanted: Wanted) -> tuple[Columns, Iterator[Numbered]]:
    """What the columns are, and the rows of data."""
    head = list(islice(rows, 2))
    if not head:
        raise TraceError("the file is empty")
    second = head[1][1] if len(head) > 1 else None
    columns = find_columns(head[0][1], second, wanted, head[0][0])
    return columns, chain(head[1:] if columns.header else head, rows)


FORMAT = Format(
    "csv",
    "a CSV",
    "a trace has a row a request, or a row an interval and a count; name its columns with "
    "time_column and value_column (logs, answers of CloudWatch and results of load tests are known "
    "by their first lines)",
    any_csv,
    table,
)
