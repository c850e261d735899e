"""What every format of a trace comes to: rows of cells, and which of them say when and how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field

from simcore.engine.trace.columns import Columns, Wanted
from simcore.engine.trace.csv_rows import DELIMITERS, Numbered, delimiter_of
from simcore.engine.trace.text import Source
from simcore.frozen import frozen

HEAD_LINES = 20


@frozen
class Table:
    """A file as rows.

    `layout` says in words what was seen. `cumulative` and `interval_s` are what the format itself
    says of its counts. `notes` may grow while the rows are read: they are looked at afterwards.
    With `singles` a row is one request, at some time in its interval, and counts are of rows.
    """

    rows: Iterator[Numbered]
    columns: Columns
    layout: str
    cumulative: bool | None = None
    interval_s: float | None = None
    notes: list[str] = field(default_factory=list)
    singles: bool = False


@frozen
class Head:
    """The beginning of a file: what a format is recognised by."""

    text: str
    lines: tuple[str, ...]

    @property
    def first(self) -> str:
        """The first line that says anything; empty where there is none."""
        return self.lines[0] if self.lines else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The cells of the first line in small letters, as if it were the header of a CSV."""
        cells = self.first.split(delimiter_of(self.first))
        return tuple(cell.strip().strip('"').strip().lower() for cell in cells)


def head_of(source: Source) -> Head:
    text = source.head()
    lines = (line for line in text.splitlines() if line.strip())
    return Head(text, tuple(line for line, _ in zip(lines, range(HEAD_LINES), strict=False)))


@frozen
class Format:
    """One way in which traffic is written down.

    `name` is what a scenario says, `title` what a person is told ("an access log of an Application
    Load Balancer"), `hint` what to do where a file of it cannot be read.
    """

    name: str
    title: str
    hint: str
    recognises: Callable[[Head], bool]
    table: Callable[[Source, Wanted], Table]


def layout(delimiter: str, first_line: str, columns: Columns) -> str:
    """Says, for example: comma; times in column 'ts' (numbers, in seconds); counts in 'n'."""
    parts = [DELIMITERS[delimiter]] if delimiter in first_line else []
    parts.append("a header" if columns.header else "no header")
    parts.append(f"times in column {columns.name(columns.time)} ({columns.format.described})")
    if columns.value is None:
        parts.append("one request per row")
        if columns.key is not None:
            parts.append(f"keys in column {columns.name(columns.key)}")
    else:
        parts.append(f"counts per interval in column {columns.name(columns.value)}")
    return "; ".join(parts)
