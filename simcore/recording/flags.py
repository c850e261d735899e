"""Flags: the first time that something worth looking at happened, per component."""

from __future__ import annotations

from typing import Any

from simcore.facts import Row
from simcore.recording.layout import Columns, Rows, column
from simcore.recording.parts import Parts
from simcore.recording.reading import Flagged


class Flags:
    """All flags of a run, in the order in which they were raised."""

    def __init__(self) -> None:
        self._raised: list[dict[str, Any]] = []
        self._sent = 0

    def add(self, t: float, kind: str, component: str, detail: str) -> None:
        """Raise a flag at ``t`` seconds."""
        flag = {"t_s": t, "kind": kind, "component": component, "detail": detail}
        self._raised.append(flag)

    def all(self) -> list[dict[str, Any]]:
        """All flags by time."""
        return sorted(self._raised, key=_order)

    def new(self) -> list[dict[str, Any]]:
        """Those raised since the last call, by time."""
        flags, self._sent = self._raised[self._sent :], len(self._raised)
        return sorted(flags, key=_order)


def _order(flag: dict[str, Any]) -> tuple[float, str, str, str]:
    return (flag["t_s"], flag["component"], flag["kind"], flag["detail"])


class FlagFold:
    """Raises flags from the rows of one ledger: once, or once for each value of a column."""

    def __init__(self, flagged: Flagged, component: str, flags: Flags, parts: Parts) -> None:
        self.flagged, self.component = flagged, component
        self.flags, self.parts = flags, parts
        self._only = flagged.only
        self._index = 0 if self._only is None else column(flagged.fact, self._only)
        self._each = None if flagged.each is None else column(flagged.fact, flagged.each)
        self._seen: set[int] = set()

    def few(self, rows: Rows) -> None:
        """Look for what has not been seen."""
        if self._each is None and self._seen:
            return
        if self._only is not None:
            rows = [row for row in rows if row[self._index] > 0]
        self._look_at(rows)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Look for what has not been seen."""
        if self._each is None and self._seen:
            return
        if self._only is not None:
            rows = [rows[index] for index in columns.positive(self._only).tolist()]
        self._look_at(rows)

    def _look_at(self, rows: Rows) -> None:
        if self._each is None:
            rows = rows[:1]
        for row in rows:
            key = 0 if self._each is None else row[self._each]
            if key not in self._seen:
                self._raise(key, row)

    def _raise(self, key: int, row: Row) -> None:
        self._seen.add(key)
        detail, part = self.flagged.detail(row), self.flagged.part
        if part is not None:
            detail = self.parts.put_in(detail, self.component, part(row))
        self.flags.add(row[0], self.flagged.kind, self.component, detail)
