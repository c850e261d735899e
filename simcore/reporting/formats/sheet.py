"""CSV that a spreadsheet takes for data and never for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

__all__ = ["neutral", "rows_of", "series_csv", "sheet"]

BEGINS_A_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
"""What a cell must not begin with: signs and their wide forms, and any space before them."""


def sheet(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as CSV (UTF-8, lines end in a line feed); None is an empty cell.

    A text that a spreadsheet would read as a formula has an apostrophe before it, and its lines
    end in line feeds. Numbers stay numbers.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def neutral(cell: Any) -> Any:
    """The cell, or the text made harmless."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if BEGINS_A_FORMULA.match(cell) else text


def series_csv(time_s: Sequence[float], metrics: Mapping[str, Sequence[float | None]]) -> bytes:
    """`time_s`, then a column a metric; one row a bin."""
    return sheet([["time_s", *metrics], *rows_of(time_s, metrics)])


def rows_of(
    time_s: Sequence[float], metrics: Mapping[str, Sequence[float | None]]
) -> Iterator[list[float | None]]:
    """The rows, without their head."""
    columns = zip(*metrics.values(), strict=True) if metrics else ((),) * len(time_s)
    for t, values in zip(time_s, columns, strict=True):
        yield [t, *values]
