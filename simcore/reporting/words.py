"""Numbers as a report writes them, by the formats that pictures declare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import floor, isfinite, log10
from typing import Any

from simcore.units import (
    format_clock_s,
    format_duration_s,
    format_fraction,
    format_rate_per_s,
    format_size_mb,
)

__all__ = ["clock", "figure", "listed", "many", "ordinal", "setting", "short_s", "times"]

NO_VALUE = "–"


def number(value: float) -> str:
    """Three digits of a small number, none after the point of a large one."""
    size = abs(value)
    if size >= 100 or value == int(value):
        return f"{value:,.0f}"
    places = min(8, 2 - floor(log10(size)))
    return f"{value:,.{places}f}".rstrip("0").rstrip(".")


def milliseconds(value: float) -> str:
    """In the unit in which it is best read."""
    return f"{number(value)} ms" if abs(value) < 1000 else f"{number(value / 1000)} s"


def dollars(value: float) -> str:
    """Cents, and more digits of less than that."""
    return f"{value:,.2f} USD" if abs(value) >= 1 or not value else f"{number(value)} USD"


FORMATS: Mapping[str, Callable[[float], str]] = {
    "count": lambda value: f"{value:,.0f}",
    "number": number,
    "rate": lambda value: f"{number(value)}/s",
    "seconds": lambda value: f"{number(value)} s",
    "milliseconds": milliseconds,
    "moment": lambda value: clock(value),
    "dollars": dollars,
    "percent": lambda value: f"{number(value * 100)} %",
    "plural": lambda value: f"{value:,.0f}",
}


def figure(value: float | None, format: str = "number") -> str:
    """A value in a format of `simcore.component.words`; a dash where there is none."""
    if value is None or not isfinite(value):
        return NO_VALUE
    return FORMATS[format](value)


def clock(t_s: float) -> str:
    """A moment of the run, to a tenth of a second."""
    return format_clock_s(round(t_s, 1))


def short_s(seconds: float) -> str:
    """How long something took, to three digits."""
    if seconds >= 100:
        return format_duration_s(round(seconds))
    return milliseconds(seconds * 1000)


def many(n: float, what: str) -> str:
    """ "1 message", "2,400 messages"."""
    return f"{n:,.0f} {what}{'' if n == 1 else 's'}"


def times(n: int) -> str:
    """ "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")


def ordinal(n: int) -> str:
    """ "1st", "2nd", "11th"."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{'th' if 10 < n % 100 < 14 else ending}"


def listed(parts: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


KINDS: Mapping[str, Callable[[Any], str]] = {
    "duration": format_duration_s,
    "rate": format_rate_per_s,
    "size": format_size_mb,
    "percent": format_fraction,
    "name": str,
}


def setting(value: Any, kind: str = "") -> str:
    """The value of an input, by the kind of its knob."""
    if value is None or isinstance(value, bool):
        return {None: "off", True: "on", False: "off"}[value]
    if isinstance(value, int | float):
        return KINDS.get(kind, lambda plain: f"{plain:,.10g}")(value)
    return str(value)
