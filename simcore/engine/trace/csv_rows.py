"""The rows of a CSV file, with the line that each ends on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from simcore.engine.trace.limits import TraceLimits
from simcore.engine.trace.text import Source, not_utf_8
from simcore.errors import TraceError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
Numbered = tuple[int, list[str]]  # a row and the line it ends on; 0 where there are no lines


def delimiter_of(line: str) -> str:
    """The commonest of the delimiters in a line."""
    return max(DELIMITERS, key=line.count)


def csv_rows(
    source: Source, most_columns: int | None = None
) -> tuple[str, str, Iterator[Numbered]]:
    """The delimiter, the first line that says anything, and the rows that do."""
    text = source.lines()
    try:
        line = next((line for line in text if line.strip()), None)
    except UnicodeDecodeError as error:
        raise not_utf_8(1) from error
    if line is None:
        raise TraceError("the file is empty")
    text.seek(0)
    delimiter = delimiter_of(line)
    most = most_columns or source.limits.max_columns
    return delimiter, line, _rows(text, delimiter, most, source.limits)


def _rows(
    text: io.TextIOWrapper, delimiter: str, most_columns: int, limits: TraceLimits
) -> Iterator[Numbered]:
    reader = csv.reader(text, delimiter=delimiter)
    try:
        empty = 0
        for row in reader:
            if len(row) > most_columns:
                most = f"the most is {most_columns:,}"
                raise TraceError(f"there are {len(row):,} columns; {most}", reader.line_num)
            if row and (row[0] or any(cell.strip() for cell in row)):
                yield reader.line_num, row
            elif row and (empty := empty + 1) > limits.max_empty_rows:
                raise TraceError(f"more than {empty - 1:,} rows have nothing in them")
    except UnicodeDecodeError as error:
        raise not_utf_8(reader.line_num + 1) from error
    except csv.Error as error:
        raise TraceError(f"this is not CSV: {error}", reader.line_num) from error
