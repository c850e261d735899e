"""Ledgers: where models state facts, row by row or, where facts come many at a time, in columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from simcore.facts.columns import ColumnRows, Row


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


def columns_for(
    *kinds: type[Any],
    blocks: Collection[str] = (),
    usual: Mapping[str, int] | None = None,
    zero: Collection[str] = (),
) -> Ledgers:
    """The same for facts that come many at a time; ``rows`` are :class:`ColumnRows`.

    ``blocks`` names the columns that take many values at once from an `array`, ``usual`` those
    that nearly always say the same, and what, ``zero`` those that are nearly always 0 and signed
    whole.
    """
    return {kind: Ledger(ColumnRows(kind, blocks, usual, zero)) for kind in kinds}


def rows_of(ledgers: Ledgers, kind: type[Any]) -> list[Row]:
    """The rows of a ledger that :func:`ledgers_for` made, to be appended to."""
    rows = ledgers[kind].rows
    assert isinstance(rows, list)
    return rows


def columns_of(ledgers: Ledgers, kind: type[Any]) -> tuple[Any, ...]:
    """The columns of a ledger that :func:`columns_for` made, to be extended together."""
    rows = ledgers[kind].rows
    assert isinstance(rows, ColumnRows)
    return rows.columns
