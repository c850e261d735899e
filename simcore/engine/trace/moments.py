"""Moments in time as people and logs write them, as seconds since 1970 UTC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import isfinite

from simcore.frozen import frozen

UNITS = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}
UNIT_NAMES = {"s": "seconds", "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds"}
ISO = "iso"
TIME_UNITS = (*UNITS, ISO)
NAIVE_EPOCH = datetime(1970, 1, 1)
ONE_SECOND = timedelta(seconds=1)
FARTHEST_S = 1e15  # from 1970: what counts milliseconds and is read as seconds is nearer
YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[T ] *(\d{1,2})(:.*))?")
YEAR_LAST = re.compile(r"\s*\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})\b")


@frozen
class MomentFormat:
    """How the times of a file are written: a unit of :data:`TIME_UNITS`, with a zone or not."""

    unit: str
    zoned: bool = False
    slashed: bool = False  # 2014/4/9 7:05 where ISO has 2014-04-09 07:05

    @property
    def described(self) -> str:
        """In words."""
        if self.unit == ISO:
            written = "dates and times" + (" as year/month/day" if self.slashed else "")
            return f"{written} {'with a time zone' if self.zoned else 'taken as UTC'}"
        return f"numbers, in {UNIT_NAMES[self.unit]}"

    def parse(self, cells: Sequence[str]) -> list[float]:
        """All of ``cells`` in seconds, or ValueError if any is not of this format."""
        if self.unit != ISO:
            scale = UNITS[self.unit]
            return [float(cell) / scale for cell in cells]
        parse = _zoned if self.zoned else _naive
        return [parse(_hyphenated(cell) if self.slashed else cell) for cell in cells]

    def accepts(self, cell: str) -> bool:
        """Whether the cell is written so."""
        try:
            self.parse([cell])
        except (ValueError, OverflowError):
            return False
        return True

    def complaint(self, cell: str) -> str | None:
        """What is wrong with one cell, or None."""
        if not cell.strip():
            return "is empty"
        try:
            moment = self.parse([cell])[0]
        except (ValueError, OverflowError):
            return f"{shown(cell)} {self._expectation(cell)}"
        return None if abs(moment) <= FARTHEST_S else f"{shown(cell)} is not a moment in time"

    def _expectation(self, cell: str) -> str:
        if self.unit != ISO:
            return f"is not a number of {UNIT_NAMES[self.unit]}, as the rows before are"
        if YEAR_LAST.match(cell):
            return DAY_OR_MONTH
        if replace(self, zoned=not self.zoned).accepts(cell):
            return f"has {'no' if self.zoned else 'a'} time zone, unlike the rows before"
        return "is not a date and time such as 2014-04-10 00:04:00 or 2014-04-10T00:04:00Z"


def detect(cell: str) -> MomentFormat | None:
    """The format of a cell, if it can be a moment at all. Bare numbers count as seconds up to
    year 5138; bigger ones are milliseconds, microseconds and nanoseconds by their size."""
    try:
        size = abs(float(cell))
    except ValueError:
        return _detect_date(cell)
    if not isfinite(size):
        return None
    for unit, bound in (("s", 1e11), ("ms", 1e14), ("us", 1e17)):
        if size < bound:
            return MomentFormat(unit)
    return MomentFormat("ns")


def _detect_date(cell: str) -> MomentFormat | None:
    for slashed in (False, True):
        for zoned in (False, True):
            written = MomentFormat(ISO, zoned, slashed)
            if written.accepts(cell):
                return written
    return None


DAY_OR_MONTH = (
    "does not say which is the day and which the month; write dates with the year first, "
    "such as 2014-04-09 07:05"
)


def _hyphenated(cell: str) -> str:
    """A date written 2014/4/9 7:05, or with points, as ISO writes it; ValueError if it is none."""
    found = YEAR_FIRST.fullmatch(cell.strip())
    if found is None:
        raise ValueError("not a date of this form")
    year, month, day, hour, rest = found.groups()
    clock = "" if hour is None else f" {hour:0>2}{rest}"
    return f"{year}-{month:0>2}-{day:0>2}{clock}"


def shown(cell: str) -> str:
    """A cell for a message: quoted, and cut if it is long."""
    return repr(cell if len(cell) <= 40 else cell[:37] + "...")


def _naive(cell: str) -> float:
    moment = datetime.fromisoformat(cell.strip())
    if moment.tzinfo is not None:
        raise ValueError("a time zone")
    return (moment - NAIVE_EPOCH) / ONE_SECOND


def _zoned(cell: str) -> float:
    moment = datetime.fromisoformat(cell.strip())
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment.timestamp()
