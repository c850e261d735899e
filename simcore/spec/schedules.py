"""When something happens by the clock: AWS's `rate(...)`, `cron(...)` and `at(...)`.

Second 0 of a run is `EPOCH`, in UTC. AWS's cron has six fields (minutes, hours, day of month,
month, day of week from 1, which is Sunday, year), and one of the two days is `?`; no library in
common use reads it, with its `L`, `W` and `#`. Sources: Amazon EventBridge User Guide,
eb-create-rule-schedule (Feb 2023); EventBridge Scheduler User Guide, schedule-types (2026).
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from simcore.frozen import frozen

__all__ = ["EPOCH", "Expression", "Schedule", "parsed"]

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
UNITS = {"minute": 60, "hour": 3_600, "day": 86_400}
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
FIELDS = ("minutes", "hours", "day of month", "month", "day of week", "year")
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (1, 7), (1970, 2199))
MOST_DAYS = 62
"""How far ahead is looked for the next time: a run is no longer."""


class Schedule:
    """What an expression comes to."""

    def after(self, t: float) -> float:
        """The next time behind ``t``, in seconds of the run; infinity when there is none."""
        raise NotImplementedError

    def until(self, end: float) -> Iterator[float]:
        """All times from the start of the run to ``end``, which is not one of them."""
        t = self.after(-1.0)
        while t < end:
            yield t
            t = self.after(t)


@frozen
class Rate(Schedule):
    """Every so many seconds, for the first time when they are over."""

    every_s: int

    def after(self, t: float) -> float:
        """The next multiple."""
        return float(max(int(t // self.every_s) + 1, 1) * self.every_s)


@frozen
class Once(Schedule):
    """At one time."""

    at_s: float

    def after(self, t: float) -> float:
        """That time, unless it is over."""
        return self.at_s if self.at_s > t else float("inf")


@frozen
class Cron(Schedule):
    """At these minutes and hours of the days that fit; both kinds of days as they are said."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: str
    months: frozenset[int]
    weekdays: str
    years: frozenset[int]

    def after(self, t: float) -> float:
        """The first minute of a day that fits."""
        start = EPOCH + timedelta(seconds=int(t // 60 + 1) * 60)
        for n in range(MOST_DAYS):
            day = start.date() + timedelta(days=n)
            if self._fits(day):
                for hour, minute in self._times():
                    found = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
                    if found >= start:
                        return (found - EPOCH).total_seconds()
        return float("inf")

    def _times(self) -> list[tuple[int, int]]:
        return [(hour, minute) for hour in sorted(self.hours) for minute in sorted(self.minutes)]

    def _fits(self, day: date) -> bool:
        if day.year not in self.years or day.month not in self.months:
            return False
        if self.days != "?":
            return any(_is_day(part, day) for part in self.days.split(","))
        return any(_is_weekday(part, day) for part in self.weekdays.split(","))


def _is_day(part: str, day: date) -> bool:
    last = monthrange(day.year, day.month)[1]
    if part == "L":
        return day.day == last
    if part.endswith("W"):
        return day.day == _weekday_near(day, last if part == "LW" else int(part[:-1]), last)
    return day.day in _numbers(2, part)


def _weekday_near(day: date, wanted: int, last: int) -> int:
    """The day from Monday to Friday that is nearest, in the same month."""
    wanted = min(wanted, last)
    weekday = day.replace(day=wanted).weekday()
    if weekday == 5:
        return wanted - 1 if wanted > 1 else wanted + 2
    if weekday == 6:
        return wanted + 1 if wanted < last else wanted - 2
    return wanted


def _is_weekday(part: str, day: date) -> bool:
    weekday = day.isoweekday() % 7 + 1
    if "#" in part:
        which, nth = part.split("#")
        return weekday in _numbers(4, which) and (day.day - 1) // 7 + 1 == int(nth)
    if part.endswith("L"):
        is_last = day.day + 7 > monthrange(day.year, day.month)[1]
        return weekday in _numbers(4, part[:-1] or "7") and (is_last or part == "L")
    return weekday in _numbers(4, part)


def _numbers(field: int, text: str) -> frozenset[int]:
    """What one field allows; raises ValueError with what is wrong."""
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        low, high = RANGES[field]
        if span != "*":
            first, _, last = span.partition("-")
            low = _number(field, first)
            high = _number(field, last) if last else (high if step else low)
        if (step and not step.isdigit()) or step == "0" or low > high:
            raise ValueError(f"{FIELDS[field]}: {part!r:.30} is no range")
        found |= set(range(low, high + 1, int(step or 1)))
    return frozenset(found)


def _number(field: int, text: str) -> int:
    names = {3: MONTHS, 4: DAYS}.get(field, [])
    number = names.index(text) + 1 if text in names else int(text) if text.isdigit() else -1
    low, high = RANGES[field]
    if not low <= number <= high:
        raise ValueError(f"{FIELDS[field]}: {text!r:.30} is not from {low} to {high}")
    return number


# From text.


def parsed(text: str) -> Schedule:
    """What an expression says; raises ValueError with what is expected."""
    said = re.fullmatch(r"(rate|cron|at)\((.*)\)", text.strip())
    if said is None:
        raise ValueError("rate(5 minutes), cron(0 12 * * ? *) or at(2026-01-01T00:10:00)")
    return {"rate": _rate, "cron": _cron, "at": _once}[said[1]](said[2].strip())


def _rate(text: str) -> Rate:
    said = re.fullmatch(r"([1-9][0-9]{0,5}) (minute|hour|day)(s?)", text)
    if said is None or (said[1] == "1") == (said[3] == "s"):
        raise ValueError("rate(1 minute), rate(5 minutes), rate(1 hour), rate(7 days): 1 has no s")
    return Rate(int(said[1]) * UNITS[said[2]])


def _once(text: str) -> Once:
    try:
        at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError("at(yyyy-mm-ddThh:mm:ss), in UTC") from None
    return Once((at - EPOCH).total_seconds())


def _cron(text: str) -> Cron:
    said = text.upper().split()
    if len(said) != len(FIELDS):
        raise ValueError(f"cron has six fields ({', '.join(FIELDS)}), found {len(said)}")
    if (said[2] == "?") == (said[4] == "?"):
        raise ValueError("cron: one of day of month and day of week is ?, the other is not")
    _check_days(said[2], said[4])
    numbers = [_numbers(n, said[n]) for n in (0, 1, 3, 5)]
    return Cron(numbers[0], numbers[1], said[2], numbers[2], said[4], numbers[3])


def _check_days(days: str, weekdays: str) -> None:
    for part in () if days == "?" else days.split(","):
        if part not in ("L", "LW"):
            _numbers(2, part.removesuffix("W"))
    for part in () if weekdays == "?" else weekdays.split(","):
        which, _, nth = part.partition("#")
        if nth not in ("", "1", "2", "3", "4", "5") or part.endswith("#"):
            raise ValueError(f"day of week: {part!r:.30}: # is followed by 1 to 5")
        if which != "L":
            _numbers(4, which.removesuffix("L"))


def _checked(text: str) -> str:
    try:
        parsed(text)
    except ValueError as error:
        raise PydanticCustomError("schedule", "{reason}", {"reason": str(error)}) from None
    return text


Expression = Annotated[str, AfterValidator(_checked)]
"""A schedule as AWS writes it."""
