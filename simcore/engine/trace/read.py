"""Reading a trace: from the bytes of a file, in whatever format, to times and counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simcore.engine.portable_math import FloatArray
from simcore.engine.trace import told
from simcore.engine.trace.columns import Columns, Wanted
from simcore.engine.trace.csv_rows import Numbered
from simcore.engine.trace.limits import DEFAULT_LIMITS, TraceLimits
from simcore.engine.trace.model import Trace
from simcore.engine.trace.moments import FARTHEST_S, shown
from simcore.engine.trace.table import Table
from simcore.engine.trace.text import load, opened
from simcore.engine.trace.totals import check_no_rate, check_no_times, differences
from simcore.errors import EngineBug, TraceError

CHUNK = 4_000  # rows held at once, of all their columns


def read_trace(
    source: str | Path | bytes,
    *,
    time_column: str | int | None = None,
    value_column: str | int | None = None,
    time_unit: str | None = None,
    key_column: str | int | None = None,
    cumulative: bool | None = None,
    format: str | None = None,
    interval_s: float | None = None,
    time_scale: float = 1.0,
    limits: TraceLimits = DEFAULT_LIMITS,
) -> Trace:
    """The trace in ``source``: a path, or the bytes of the file.

    The file is of one of the formats in `simcore.engine.trace.formats`, plain or gzipped; which
    one is detected, or said by ``format`` ("csv" for rows of any other origin). A CSV (comma,
    semicolon or tab; with or without a header) has one row per request, or one row per interval
    and a count. Columns are given by name or by number from 1; ``value_column="none"`` says that
    each row is one request. ``time_unit`` is s, ms, us, ns or iso. ``key_column`` holds the keys,
    any text, of a trace with one row per request. ``cumulative`` says that counts are a running
    total, or that they are none although they look so. ``interval_s`` is the length of an interval
    in seconds (default: the commonest distance between rows). ``time_scale`` stretches time: 0.01
    makes two weeks 3.4 hours.

    Raises TraceError, with the line where there is one.
    """
    wanted = Wanted(time_column, value_column, time_unit, key_column, format)
    return read_whole(source, wanted, cumulative, limits).replayed(interval_s, time_scale)


def read_whole(
    source: str | Path | bytes, wanted: Wanted, cumulative: bool | None, limits: TraceLimits
) -> Trace:
    """The trace as it is in the file, to be replayed in one way or another."""
    data = load(source, limits)
    # A dozen formats: whoever replays no trace does not wait for them to load.
    from simcore.engine.trace.formats import recognised

    text = opened(data, limits)
    as_format = recognised(text, wanted)
    read_as, hint = as_format.title, as_format.hint
    try:
        table = as_format.table(text, wanted)
        read_as = table.layout
        return _trace(table, data, cumulative, limits)
    except TraceError as error:
        raise error.of(read_as, hint) from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise TraceError("something in it cannot be read", None, read_as, hint) from error


def _trace(table: Table, data: bytes, cumulative: bool | None, limits: TraceLimits) -> Trace:
    columns = table.columns
    cells: list[str] = []
    moments, counts = _read(table.rows, columns, limits, cells)
    notes = [table.layout, *table.notes]
    keys = _keys(cells, moments)
    read = len(moments)
    moments, counts = _sorted(moments, counts, notes)
    if counts is not None and columns.value is not None:
        name = columns.name(columns.value)
        check_no_times(counts, name)
        moments, counts = _merged(moments, counts, [] if table.singles else notes)
        check_no_rate(name, table.interval_s or _usual_interval(moments))
        running = table.cumulative if cumulative is None else cumulative
        moments, counts, said = differences(moments, counts, name, running)
        notes += [said] if said else []
    total = len(moments) if counts is None else int(counts.sum())
    notes.append(told.extent(read, total, moments))
    usual = table.interval_s or _usual_interval(moments)
    return Trace(
        times_s=moments - moments[0],
        counts=counts,
        interval_s=None if counts is None else usual,
        first_epoch_s=float(moments[0]),
        sha256=hashlib.sha256(data).hexdigest(),
        notes=tuple(notes),
        keys=keys,
    )


def _keys(cells: list[str], moments: FloatArray) -> tuple[int, ...]:
    """The keys in order of time, numbered from 0 as they first come."""
    if not cells:
        return ()
    order = np.argsort(moments, kind="stable").tolist()
    numbers: dict[str, int] = {}
    return tuple(numbers.setdefault(cells[i].strip(), len(numbers)) for i in order)


def _read(
    rows: Iterator[Numbered], columns: Columns, limits: TraceLimits, keys: list[str]
) -> tuple[FloatArray, NDArray[np.int64] | None]:
    """All times, in seconds since 1970, and all counts; a chunk at a time, to stop early.

    Puts the cells of the key column into ``keys``.
    """
    moments: list[FloatArray] = []
    counts: list[NDArray[np.int64]] = []
    read = total = 0
    while chunk := list(islice(rows, CHUNK)):
        read += len(chunk)
        if read > limits.max_rows:
            raise TraceError(f"there are more rows than {limits.max_rows:,}, the most there may be")
        moments.append(_moments(chunk, columns))
        if columns.key is not None:
            keys += [_cell(line, row, columns.key, columns) for line, row in chunk]
        if columns.value is not None:
            counts.append(_counts(chunk, columns, columns.value, limits))
            total += int(counts[-1].sum())
            if total > limits.max_count:
                raise TraceError(f"there are more requests than {limits.max_count:,} in all")
    if not moments:
        raise TraceError("there is not one request in it")
    return np.concatenate(moments), np.concatenate(counts) if counts else None


def _moments(chunk: list[Numbered], columns: Columns) -> FloatArray:
    column = columns.time
    try:
        moments = np.array(columns.format.parse([row[column] for _, row in chunk]))
        if (np.abs(moments) <= FARTHEST_S).all():
            return moments
    except (ValueError, OverflowError, IndexError):
        pass
    for line, row in chunk:
        complaint = columns.format.complaint(_cell(line, row, column, columns))
        if complaint:
            raise TraceError(f"column {columns.name(column)}: {complaint}", line or None)
    raise EngineBug("a trace was refused without a reason")


def _counts(
    chunk: list[Numbered], columns: Columns, column: int, limits: TraceLimits
) -> NDArray[np.int64]:
    try:
        values = np.array([float(row[column]) for _, row in chunk])
        if _whole(values, limits).all():
            return values.astype(np.int64)
    except (ValueError, IndexError):
        pass
    for line, row in chunk:
        complaint = _count_complaint(_cell(line, row, column, columns), limits)
        if complaint:
            raise TraceError(f"column {columns.name(column)}: {complaint}", line or None)
    raise EngineBug("a trace was refused without a reason")


def _whole(values: FloatArray, limits: TraceLimits) -> NDArray[np.bool_]:
    within = (values >= 0.0) & (values <= limits.max_count)
    whole: NDArray[np.bool_] = within & (np.floor(values) == values)
    return whole


def _count_complaint(cell: str, limits: TraceLimits) -> str | None:
    if not cell.strip():
        return "is empty; an interval without requests has a count of 0"
    try:
        value = float(cell)
    except ValueError:
        return f"{shown(cell)} is not a number; a count of requests is wanted"
    if not isfinite(value):
        return f"{shown(cell)} is not a number of requests"
    if value < 0.0:
        return f"{shown(cell)} is negative; a count is 0 or more"
    if value > limits.max_count:
        return f"{shown(cell)} is more than {limits.max_count:,}, the most there may be"
    if value.is_integer():
        return None
    return (
        f"{shown(cell)} is not a whole number of requests; is it a rate, where counts are wanted?"
    )


def _cell(line: int, row: list[str], column: int, columns: Columns) -> str:
    if column >= len(row):
        raise TraceError(f"column {columns.name(column)} is missing: the row ends before it", line)
    return row[column]


def _sorted(
    moments: FloatArray, counts: NDArray[np.int64] | None, notes: list[str]
) -> tuple[FloatArray, NDArray[np.int64] | None]:
    if (moments[1:] >= moments[:-1]).all():
        return moments, counts
    notes.append("the rows were not in order of time and have been sorted")
    order = np.argsort(moments, kind="stable")
    return moments[order], None if counts is None else counts[order]


def _merged(
    moments: FloatArray, counts: NDArray[np.int64], notes: list[str]
) -> tuple[FloatArray, NDArray[np.int64]]:
    """Rows of the same interval (one per host, say) added up."""
    starts, first = np.unique(moments, return_index=True)
    if len(starts) == len(moments):
        return moments, counts
    notes.append(
        f"{len(moments) - len(starts)} rows with the time of another were added to it; where one "
        "of them is the total of the others, leave it out of the file"
    )
    return starts, np.add.reduceat(counts, first)


def _usual_interval(starts: FloatArray) -> float | None:
    """The commonest distance; None where there is none."""
    if len(starts) < 2:
        return None
    gaps = np.diff(starts)
    lengths, times = np.unique(np.maximum(np.round(gaps, 6), gaps.min()), return_counts=True)
    return float(lengths[np.argmax(times)])
