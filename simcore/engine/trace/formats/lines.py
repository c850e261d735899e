"""Logs with a line a request."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.engine.trace.columns import Wanted, one_per_row
from simcore.engine.trace.text import Source, not_utf_8
from simcore.errors import TraceError


def log_lines(source: Source) -> Iterator[tuple[int, str]]:
    """The lines that say anything, without their ends, numbered from 1."""
    text = source.lines()
    number = 0
    try:
        for number, line in enumerate(text, 1):
            if said := line.strip():
                yield number, said
    except UnicodeDecodeError as error:
        raise not_utf_8(number + 1) from error


def refuse_columns(wanted: Wanted, title: str) -> None:
    """Raise TraceError where columns are named of a file that has none."""
    given = {
        "time_column": wanted.time_column,
        "value_column": None if one_per_row(wanted.value_column) else wanted.value_column,
        "key_column": wanted.key_column,
        "time_unit": wanted.time_unit,
    }
    for option, value in given.items():
        if value is not None:
            raise TraceError(
                f"{option} is {str(value)[:40]!r}, and {title} has no columns to choose from",
                hint=f"leave {option} away, or say format csv to have it read as one",
            )
