"""Dates in whatever order a browser writes them, told apart by all rows of a file together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from simcore.engine.trace.moments import shown
from simcore.errors import TraceError

HALF, UTC = r"(?: ?([AaPp])\.?[Mm]\.?)?", r"(?: ?(?:Z|UTC|\+00:00))?"
CLOCK = rf"(?:,?[T ]+(\d{{1,2}}):(\d\d)(?::(\d\d)(?:\.\d+)?)?{HALF}{UTC})?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d\d?)[-/.](\d\d?){CLOCK}")
YEAR_LAST = re.compile(rf"(\d\d?)[-/.](\d\d?)[-/.](\d{{4}}){CLOCK}")
ORDERS = {"year/month/day": (0, 1, 2), "day/month/year": (2, 1, 0), "month/day/year": (2, 0, 1)}
CLEARLY = 2.0  # one order is right where the other makes the file so many times as long

Parts = tuple[str, ...]


def is_date(cell: str) -> bool:
    """Whether it is a date of one of the orders."""
    return _parts(cell) is not None


def in_one_order(cells: Sequence[tuple[int, str]]) -> tuple[list[str], str]:
    """The cells, with the line of each, as ISO 8601 in UTC, and how they were read.

    Where day and month may be either, that order is taken under which the rows follow one another;
    raises TraceError where both are as good.
    """
    parts = [_split(number, cell) for number, cell in cells]
    first = {kind for kind, _ in parts}
    if len(first) > 1:
        raise TraceError("some dates have the year first and some have it last")
    if first == {"first"}:
        return _all(parts, cells, "year/month/day"), "dates as year/month/day, in UTC"
    read = {name: _tried(parts, name) for name in ("day/month/year", "month/day/year")}
    possible = {name: times for name, times in read.items() if times is not None}
    if not possible:
        _all(parts, cells, "month/day/year")
    name = _likelier(possible)
    return [_iso(moment) for moment in possible[name]], f"dates as {name}, in UTC"


def _likelier(possible: dict[str, list[datetime]]) -> str:
    """The order under which a file is clearly shorter; any, where it makes no difference."""
    spans = {name: max(times) - min(times) for name, times in possible.items()}
    best, *others = sorted(spans, key=lambda name: spans[name])
    if not others or spans[best] * CLEARLY < spans[others[0]]:
        return best
    steps = [[time - times[0] for time in times] for times in possible.values()]
    if steps[0] == steps[1]:
        return best
    raise TraceError(
        "it is not clear from the dates which is the day and which the month",
        hint="choose a time format with the year first, or take a stretch within one day",
    )


def _tried(parts: Sequence[tuple[str, Parts]], order: str) -> list[datetime] | None:
    try:
        return [_moment(part, order) for _, part in parts]
    except ValueError:
        return None


def _all(
    parts: Sequence[tuple[str, Parts]], cells: Sequence[tuple[int, str]], order: str
) -> list[str]:
    found = []
    for (_, part), (number, cell) in zip(parts, cells, strict=True):
        try:
            found.append(_iso(_moment(part, order)))
        except ValueError:
            raise TraceError(f"{shown(cell)} is no date of the calendar", number) from None
    return found


def _split(number: int, cell: str) -> tuple[str, Parts]:
    found = _parts(cell)
    if found is None:
        raise TraceError(f"{shown(cell)} is no date and time", number)
    return found


def _parts(cell: str) -> tuple[str, Parts] | None:
    for kind, form in (("first", YEAR_FIRST), ("last", YEAR_LAST)):
        if (found := form.fullmatch(cell.strip())) is not None:
            return kind, tuple(part or "" for part in found.groups())
    return None


def _moment(parts: Parts, order: str) -> datetime:
    year, month, day = (int(parts[place]) for place in ORDERS[order])
    hour, minute, second, half = parts[3:]
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError("no hour of a clock of twelve")
        hours = hours % 12 + (12 if half in "pP" else 0)
    return datetime(year, month, day, hours, int(minute or 0), int(second or 0))


def _iso(moment: datetime) -> str:
    return moment.isoformat(" ")
