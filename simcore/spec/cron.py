"""AWS's cron expressions.

Six fields: minutes, hours, day of month, month, day of week from 1, which is Sunday, and year; one
of the two days is `?`. No library in common use reads them, with their `L`, `W` and `#`. Source:
Amazon EventBridge User Guide, eb-create-rule-schedule (Feb 2023).
"""

from bisect import bisect_left
from calendar import monthrange
from datetime import date, timedelta

from simcore.frozen import frozen

__all__ = ["Cron", "cron"]

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
FIELDS = ("minutes", "hours", "day of month", "month", "day of week", "year")
DAY_OF_MONTH, DAY_OF_WEEK = 2, 4
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (1, 7), (1970, 2199))
DAY_S = 86_400
MOST_DAYS = 62
"""How far ahead is looked for the next time: a run is no longer."""


@frozen
class DayOfMonth:
    """A part of the field: numbers, or the weekday nearest to one of them; 0 is the last day."""

    numbers: frozenset[int]
    near: bool = False

    def fits(self, day: date) -> bool:
        """Is it such a day?"""
        last = monthrange(day.year, day.month)[1]
        numbers = {number or last for number in self.numbers}
        if self.near:
            return day.day in {_weekday_near(day, number, last) for number in numbers}
        return day.day in numbers


@frozen
class DayOfWeek:
    """A part of the field: days, all of them in a month or the ``nth`` one; 0 is the last one."""

    numbers: frozenset[int]
    nth: int | None = None

    def fits(self, day: date) -> bool:
        """Is it such a day?"""
        if day.isoweekday() % 7 + 1 not in self.numbers:
            return False
        if self.nth is None:
            return True
        is_last = day.day + 7 > monthrange(day.year, day.month)[1]
        return is_last if self.nth == 0 else (day.day - 1) // 7 + 1 == self.nth


def _weekday_near(day: date, wanted: int, last: int) -> int:
    """The day from Monday to Friday that is nearest, in the same month."""
    wanted = min(wanted, last)
    weekday = day.replace(day=wanted).weekday()
    if weekday == 5:
        return wanted - 1 if wanted > 1 else wanted + 2
    if weekday == 6:
        return wanted + 1 if wanted < last else wanted - 2
    return wanted


@frozen
class Cron:
    """At these ``times`` (seconds of a day, in order) of the days that fit, from ``first`` on."""

    first: date
    times: tuple[int, ...]
    days: tuple[DayOfMonth | DayOfWeek, ...]
    months: frozenset[int]
    years: frozenset[int]

    def after(self, t: float) -> float:
        """The first minute behind ``t`` of a day that fits; infinity when there is none."""
        begin = int(t // 60 + 1) * 60
        first, since = divmod(begin, DAY_S)
        for number in range(first, first + MOST_DAYS):
            if self._fits(number):
                place = bisect_left(self.times, since) if number == first else 0
                if place < len(self.times):
                    return float(number * DAY_S + self.times[place])
        return float("inf")

    def count(self, end: float) -> int:
        """How many times there are from the start to ``end``, which is not one of them."""
        whole, rest = divmod(end, DAY_S)
        days = sum([self._fits(number) for number in range(int(whole))])
        part = bisect_left(self.times, rest) if self._fits(int(whole)) else 0
        return days * len(self.times) + part

    def _fits(self, number: int) -> bool:
        day = self.first + timedelta(days=number)
        if day.year not in self.years or day.month not in self.months:
            return False
        return any(part.fits(day) for part in self.days)


# From text.


def cron(text: str, first: date) -> Cron:
    """What the six fields say, from the day ``first``; raises ValueError with what is wrong."""
    said = text.upper().split()
    if len(said) != len(FIELDS):
        raise ValueError(f"cron has six fields ({', '.join(FIELDS)}), found {len(said)}")
    if (said[DAY_OF_MONTH] == "?") == (said[DAY_OF_WEEK] == "?"):
        raise ValueError("cron: one of day of month and day of week is ?, the other is not")
    minutes, hours, months, years = [_numbers(n, said[n]) for n in (0, 1, 3, 5)]
    times = tuple(sorted(h * 3_600 + m * 60 for h in hours for m in minutes))
    return Cron(first, times, _days(said[DAY_OF_MONTH], said[DAY_OF_WEEK]), months, years)


def _days(of_month: str, of_week: str) -> tuple[DayOfMonth | DayOfWeek, ...]:
    if of_month == "?":
        return tuple(_day_of_week(part) for part in of_week.split(","))
    return tuple(_day_of_month(part) for part in of_month.split(","))


def _day_of_month(part: str) -> DayOfMonth:
    if part in ("L", "LW"):
        return DayOfMonth(frozenset([0]), near=part == "LW")
    if part.endswith("W"):
        return DayOfMonth(frozenset([_number(DAY_OF_MONTH, part[:-1])]), near=True)
    return DayOfMonth(_numbers(DAY_OF_MONTH, part))


def _day_of_week(part: str) -> DayOfWeek:
    which, sharp, nth = part.partition("#")
    if sharp and nth not in ("1", "2", "3", "4", "5"):
        raise ValueError(f"day of week: {part!r:.30}: # is followed by 1 to 5")
    if sharp:
        return DayOfWeek(frozenset([_number(DAY_OF_WEEK, which)]), int(nth))
    if part == "L":
        return DayOfWeek(frozenset([7]))
    if part.endswith("L"):
        return DayOfWeek(frozenset([_number(DAY_OF_WEEK, part[:-1])]), 0)
    return DayOfWeek(_numbers(DAY_OF_WEEK, part))


def _numbers(field: int, text: str) -> frozenset[int]:
    """What one field allows."""
    return frozenset[int]().union(*[_range(field, part) for part in text.split(",")])


def _range(field: int, part: str) -> range:
    span, slash, step = part.partition("/")
    low, high = RANGES[field]
    if span != "*":
        first, dash, last = span.partition("-")
        low = _number(field, first)
        high = _number(field, last) if dash else (high if slash else low)
    if (slash and not (_is_whole(step) and int(step))) or low > high:
        raise ValueError(f"{FIELDS[field]}: {part!r:.30} is no range")
    return range(low, high + 1, int(step or 1))


def _number(field: int, text: str) -> int:
    names = {3: MONTHS, DAY_OF_WEEK: DAYS}.get(field, [])
    number = names.index(text) + 1 if text in names else int(text) if _is_whole(text) else -1
    low, high = RANGES[field]
    if not low <= number <= high:
        raise ValueError(f"{FIELDS[field]}: {text!r:.30} is not from {low} to {high}")
    return number


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()
