"""CSV files of known programs, whose columns have names of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcore.engine.trace.columns import Columns, Wanted, lookup
from simcore.engine.trace.csv_rows import Numbered, csv_rows
from simcore.engine.trace.moments import MomentFormat
from simcore.engine.trace.text import Source
from simcore.errors import TraceError
from simcore.frozen import frozen


@frozen
class Named:
    """The rows below a header, and the header's names as they are written."""

    names: tuple[str, ...]
    rows: Iterator[Numbered]

    def place(self, name: str) -> int:
        """Where a column is; raises TraceError where it is not."""
        return lookup(name, self.names, len(self.names), "the column")

    def key(self, wanted: Wanted) -> int | None:
        """The column of keys that is asked for."""
        if wanted.key_column is None:
            return None
        return lookup(wanted.key_column, self.names, len(self.names), "key_column")


def named_rows(source: Source, most_columns: int | None = None) -> Named:
    """The rows of a CSV that begins with a header."""
    _, _, rows = csv_rows(source, most_columns)
    line, header = next(rows)
    first = next(rows, None)
    if first is None:
        raise TraceError("there is a header but not one row below it", line)
    return Named(tuple(cell.strip() for cell in header), _again(first, rows))


def _again(first: Numbered, rows: Iterator[Numbered]) -> Iterator[Numbered]:
    yield first
    yield from rows


def requests(names: Sequence[str], written: MomentFormat, keyed: bool) -> Columns:
    """Columns of rows that were made of a file's: a time and, where they are, a key."""
    return Columns(True, 0, None, tuple(names), written, 1 if keyed else None)


def cell(number: int, row: Sequence[str], place: int, name: str) -> str:
    """A cell of a row; raises TraceError where the row ends before it."""
    if place >= len(row):
        raise TraceError(f"column {name} is missing: the row ends before it", number)
    return row[place]
