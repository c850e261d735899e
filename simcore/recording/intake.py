"""Intakes: what happens to the rows of one ledger between the model and the folds."""

from __future__ import annotations

from collections.abc import Callable, Sized
from itertools import compress
from typing import Any

import numpy as np

from simcore.facts import ColumnRows, Ledger, StoryStep, Usual
from simcore.recording.fingerprint import Trails
from simcore.recording.fold import Fold
from simcore.recording.layout import Columns, Rows, pack, unpack
from simcore.recording.timebase import Timebase

FEW = 24
"""Up to so many rows are folded in plain Python: numpy breaks even at about 32 (measured)."""

Part = tuple[int, Rows, Columns | None]
"""(bin, rows, their columns or None when they are few)"""


class Intake:
    """One ledger of one component: empties it, signs its bytes, cuts its rows into bins.

    What is ``observed`` belongs to the bin that ends with it.
    """

    def __init__(
        self,
        component: str,
        fact: type[Any],
        ledger: Ledger,
        folds: list[Fold],
        *,
        observed: bool = False,
    ) -> None:
        self.component, self.fact, self.ledger, self.folds = component, fact, ledger, folds
        rows = ledger.rows
        self.trails = Trails(len(rows.columns) if isinstance(rows, ColumnRows) else 1)
        self.observed = observed
        self.counted = not observed and fact is not StoryStep
        self.bin_of: Callable[[Timebase, float], int] = (
            Timebase.bin_before if self.observed else Timebase.bin_of
        )

    def measure(self) -> Sized:
        """What is as long as there are rows in the ledger, and stays in its place."""
        rows = self.ledger.rows
        if not isinstance(rows, ColumnRows):
            return rows
        first = rows.columns[0]
        assert not isinstance(first, Usual)
        return first

    def take(self, timebase: Timebase, open_bin: int, edge: float) -> list[Part]:
        """The ledger's rows by bin, none before ``open_bin``, which ends at ``edge`` seconds.

        Where one part has all rows, these are the ledger's own, to be cleared by the caller.
        """
        rows = self.ledger.rows
        data = pack(self.fact, rows)
        self.trails.add(data, len(rows))
        columns = unpack(self.fact, rows, data) if len(rows) > FEW else None
        if self.observed:
            if len(rows) == 1 and rows[0][0] == edge:
                return [(open_bin, rows, columns)]
        elif self._last(rows, columns) < edge:
            return [(open_bin, rows, columns)]
        return self._cut(timebase, open_bin, rows, columns)

    def _last(self, rows: Rows, columns: Columns | None) -> float:
        if columns is not None:
            return float(columns["t"].max())
        latest: float = max([row[0] for row in rows])
        return latest

    def _cut(
        self, timebase: Timebase, open_bin: int, rows: Rows, columns: Columns | None
    ) -> list[Part]:
        if len(rows) == 1:
            return [(max(self.bin_of(timebase, rows[0][0]), open_bin), rows, columns)]
        bins = [max(self.bin_of(timebase, row[0]), open_bin) for row in rows]
        found = sorted(set(bins))
        if len(found) == 1:
            return [(found[0], rows, columns)]
        return [_part(number, bins, rows, columns) for number in found]


def _part(number: int, bins: list[int], rows: Rows, columns: Columns | None) -> Part:
    inside = [one == number for one in bins]
    chosen = list(compress(rows, inside))
    return number, chosen, None if columns is None else columns.chosen(np.array(inside))
