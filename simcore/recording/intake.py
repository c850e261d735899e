"""Intakes: what happens to the rows of one ledger between the model and the folds."""

from __future__ import annotations

from collections.abc import Callable, Sized
from itertools import compress
from typing import Any

import numpy as np

from simcore.facts import ColumnRows, Ledger, RequestStep, Row, StoryStep, Usual
from simcore.recording.fingerprint import Trails
from simcore.recording.fold import Fold
from simcore.recording.fold.levels import AgeFold, LastFold
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

    signed = True

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
        self.counted = not observed and fact not in (StoryStep, RequestStep)
        self._shows_levels_alone = observed and all(isinstance(fold, LastFold) for fold in folds)
        self._ages = [fold.index for fold in folds if isinstance(fold, AgeFold)]
        self._observed_last: Row | None = None  # but for its time; None where that is not all
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

    def take_unchanged(self, edge: float) -> bool:
        """Sign the only row, where it says at the bin's end what the one before it said.

        Then there is nothing to fold: the levels are what they were. False where it is to be taken.
        """
        if not self._shows_levels_alone:
            return False
        rows, before = self.ledger.rows, self._observed_last
        row = rows[0]
        if len(rows) > 1 or row[0] != edge or self._has_age(row):
            self._observed_last = None
            return False
        self._observed_last = said = row[1:]
        if said != before:
            return False
        self.trails.add(pack(self.fact, rows), 1)
        return True

    def _has_age(self, row: Row) -> bool:
        for age in self._ages:  # noqa: SIM110 (a third of the time of `any`)
            if row[age] >= 0:
                return True
        return False

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


class UnsignedIntake(Intake):
    """Of what is told beside all that happened, and is no part of the fingerprint."""

    signed = False

    def take(self, timebase: Timebase, open_bin: int, edge: float) -> list[Part]:
        """The ledger's rows by bin, never as columns: they may have words in them."""
        rows = self.ledger.rows
        if self._last(rows, None) < edge:
            return [(open_bin, rows, None)]
        return self._cut(timebase, open_bin, rows, None)


def _part(number: int, bins: list[int], rows: Rows, columns: Columns | None) -> Part:
    inside = [one == number for one in bins]
    chosen = list(compress(rows, inside))
    return number, chosen, None if columns is None else columns.chosen(np.array(inside))
