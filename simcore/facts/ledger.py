"""Ledgers: where models state facts, row by row or, where facts come many at a time, in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_type_hints, overload

Row = tuple[Any, ...]


class ColumnRows(Sequence[Row]):
    """Rows kept column by column, for facts that come many at a time.

    To state a hundred facts takes one ``extend`` for each of ``columns`` instead of a hundred
    tuples. Otherwise as a list of rows.
    """

    __slots__ = ("columns",)

    def __init__(self, fact: type[Any]) -> None:
        self.columns: tuple[list[Any], ...] = tuple([] for _ in get_type_hints(fact))

    def append(self, row: Row) -> None:
        """State one fact."""
        for column, value in zip(self.columns, row, strict=True):
            column.append(value)

    def extend(self, rows: Iterable[Row]) -> None:
        """State several facts."""
        for row in rows:
            self.append(row)

    def clear(self) -> None:
        """Empty the columns in place."""
        for column in self.columns:
            column.clear()

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[Row]:
        return zip(*self.columns, strict=True)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        parts = [column[index] for column in self.columns]
        return list(zip(*parts, strict=True)) if isinstance(index, slice) else tuple(parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list


class Ledger:
    """An append-only list of facts of one kind, emptied by the recorder.

    ``append`` is the list's own method: models keep it as an attribute of theirs, so ``rows``
    is emptied in place and never replaced.
    """

    __slots__ = ("append", "rows")

    def __init__(self, rows: list[Row] | ColumnRows) -> None:
        self.rows = rows
        self.append = rows.append

    def take(self) -> list[Row]:
        """The rows since the last call, in the order in which they were stated."""
        taken = list(self.rows)
        self.rows.clear()
        return taken

    def __reduce__(self) -> tuple[Any, ...]:
        return (Ledger, (self.rows,))


Ledgers = dict[type[Any], Ledger]
"""What one component writes: a ledger per kind of fact."""


def ledgers_for(*kinds: type[Any]) -> Ledgers:
    """An empty ledger for each kind."""
    return {kind: Ledger([]) for kind in kinds}


def columns_for(*kinds: type[Any]) -> Ledgers:
    """The same for facts that come many at a time; ``rows`` are :class:`ColumnRows`."""
    return {kind: Ledger(ColumnRows(kind)) for kind in kinds}


def columns_of(ledgers: Ledgers, kind: type[Any]) -> tuple[list[Any], ...]:
    """The columns of a ledger that :func:`columns_for` made, to be extended together."""
    rows = ledgers[kind].rows
    assert isinstance(rows, ColumnRows)
    return rows.columns
