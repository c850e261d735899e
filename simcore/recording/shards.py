"""The shards of a stream as a mapping sees them at the end of a frame, to be drawn one by one."""

from __future__ import annotations

from typing import Any

from simcore import facts
from simcore.recording.layout import Columns, Rows, column

MOST = 64
"""So many shards are told one by one: those with the oldest records, in order of their numbers."""

_T, _SHARD = column(facts.ShardObserved, "t"), column(facts.ShardObserved, "shard")
_OLDEST = column(facts.ShardObserved, "oldest_written")


class Shards:
    """The shards of one mapping as they were observed last."""

    def __init__(self) -> None:
        self._rows: list[list[Any]] = []
        self._seen = -1.0

    def few(self, rows: Rows) -> None:
        """Take in `ShardObserved`; what is observed later replaces what was before."""
        latest = rows[-1][_T]
        if latest > self._seen:
            self._rows, self._seen = [], latest
        self._rows += [_told(row) for row in rows if row[_T] >= latest]

    def many(self, rows: Rows, columns: Columns) -> None:
        """The same."""
        self.few(rows)

    def close_bin(self) -> None:
        """Shards know no bins."""

    def payload(self) -> dict[str, Any]:
        """``{n, rows: [[shard, invoking, failing, holding, waiting, age_s], ...]}``."""
        rows = self._rows
        if len(rows) > MOST:
            rows = sorted(sorted(rows, key=_by_age)[:MOST])
        return {"n": len(self._rows), "rows": rows}


def _told(row: Any) -> list[Any]:
    age_s = round(row[_T] - row[_OLDEST], 3) if row[_OLDEST] >= 0.0 else 0.0
    return [*row[_SHARD:_OLDEST], age_s]


def _by_age(row: list[Any]) -> tuple[float, int]:
    return (-row[-1], row[0])
