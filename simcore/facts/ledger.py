"""Ledgers: where facts are written."""

from __future__ import annotations

from typing import Any


class Ledger:
    """An append-only list of facts of one kind, emptied by the recorder.

    ``append`` is the list's own method: models keep it as an attribute of theirs, so ``rows``
    is emptied in place and never replaced.
    """

    __slots__ = ("append", "rows")

    def __init__(self) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self.append = self.rows.append

    def take(self) -> list[tuple[Any, ...]]:
        """The rows since the last call, in the order in which they were stated."""
        taken = self.rows.copy()
        self.rows.clear()
        return taken

    def __getstate__(self) -> list[tuple[Any, ...]]:
        return self.rows

    def __setstate__(self, rows: list[tuple[Any, ...]]) -> None:
        self.rows = rows
        self.append = rows.append

    def __reduce__(self) -> tuple[Any, ...]:
        return (Ledger, (), self.rows)


Ledgers = dict[type[Any], Ledger]
"""What one component writes: a ledger per kind of fact."""


def ledgers_for(*kinds: type[Any]) -> Ledgers:
    """An empty ledger for each kind."""
    return {kind: Ledger() for kind in kinds}
