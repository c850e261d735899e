"""Quantities as people write them, read strictly, and their inverse.

Inside the core a quantity is a plain number whose unit is in its name (`timeout_s`,
`memory_mb`, `rate_per_s`); only here does it have a spelling. `parse_x(format_x(v)) == v` holds
for every value that parses. Everything that does not parse raises `ValueError` with a text that
says what is allowed and gives an example.

Kilobytes and up are powers of 1,024, as AWS counts them (10 GB of memory is 10,240 MB).
"""

from __future__ import annotations

import math
import re
from difflib import get_close_matches

from simcore.frozen import frozen

__all__ = [
    "format_clock_s",
    "format_duration_s",
    "format_fraction",
    "format_rate_per_s",
    "format_size_bytes",
    "format_size_mb",
    "parse_count",
    "parse_duration_s",
    "parse_fraction",
    "parse_rate_per_s",
    "parse_ratio",
    "parse_size_bytes",
    "parse_size_mb",
    "parse_usd",
]

Quantity = str | int | float

LONGEST_TEXT = 64
NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
WRITTEN = re.compile(rf"({NUMBER})\s*((?:[a-zµ%/][^0-9]*)?)", re.IGNORECASE)


@frozen
class _Kind:
    """A sort of quantity: its units as (multiplier, divisor) to the base unit, and its help.

    Two whole numbers rather than one factor: 200 ms is 200/1000, correctly rounded, where
    200 * 0.001 need not be.
    """

    noun: str
    units: dict[str, tuple[int, int]]
    allowed: str

    def complaint(self, value: object, why: str) -> ValueError:
        return ValueError(f"{_shown(value)} {why}. {self.allowed}")

    def parse(self, value: object, *, allow_negative: bool = False) -> float:
        if isinstance(value, str):
            number = self._parse_text(value)
        else:
            number = self._from_number(value)
        if not math.isfinite(number):
            raise self.complaint(value, "is not a finite number")
        if number < 0 and not allow_negative:
            raise self.complaint(value, "is negative")
        return number + 0.0  # no negative zero

    def _from_number(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.complaint(value, f"is not {self.noun}")
        try:
            return float(value)
        except OverflowError:
            raise self.complaint(value, "is not a finite number") from None

    def _parse_text(self, text: str) -> float:
        match = WRITTEN.fullmatch(text.strip()) if len(text) <= LONGEST_TEXT else None
        if match is None:
            raise self.complaint(text, f"is not {self.noun}")
        number, unit = float(match[1]), match[2].strip()
        multiplier, divisor = self._unit(text, unit) if unit else (1, 1)
        return number * multiplier / divisor

    def _unit(self, text: str, unit: str) -> tuple[int, int]:
        spelling = " ".join(unit.lower().split())
        try:
            return self.units[spelling]
        except KeyError:
            pass
        near = (
            ["min"]
            if spelling == "m" and "min" in self.units
            else get_close_matches(spelling, self.units, n=1)
        )
        guess = f' (did you mean "{near[0]}"?)' if near else ""
        raise self.complaint(text, f'has the unknown unit "{unit}"{guess}') from None


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= LONGEST_TEXT else f'"{value[:LONGEST_TEXT]}..."'
    if value is None:
        return "nothing"
    if isinstance(value, list | tuple | dict | set):
        return f"a {type(value).__name__}"
    if isinstance(value, int) and value.bit_length() > 200:
        return "a number of more than 60 digits"
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _ratio(unit: int, base: int) -> tuple[int, int]:
    """In lowest terms, so that the base unit itself changes nothing, however large the number."""
    common = math.gcd(unit, base)
    return unit // common, base // common


_TIME: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), (1, 1000)),
    **dict.fromkeys(("s", "sec", "second", "seconds"), (1, 1)),
    **dict.fromkeys(("min", "minute", "minutes"), (60, 1)),
    **dict.fromkeys(("h", "hour", "hours"), (3600, 1)),
    **dict.fromkeys(("d", "day", "days"), (86400, 1)),
}
_BYTES = {
    **dict.fromkeys(("b", "byte", "bytes"), 1),
    **dict.fromkeys(("kb", "kib"), 1024),
    **dict.fromkeys(("mb", "mib"), 1024**2),
    **dict.fromkeys(("gb", "gib"), 1024**3),
}
_DURATION = _Kind(
    "a duration",
    _TIME,
    'A duration is a number with ms, s, min, h or d, such as "90 s", "15 min" or "200 ms";'
    " a bare number means seconds",
)
_RATE = _Kind(
    "a rate",
    {
        f"{per}{name}": (divisor, multiplier)
        for name, (multiplier, divisor) in _TIME.items()
        for per in ("/", "/ ", "per ")
    },
    'A rate is a number with /s, /min, /h or /d, such as "10/s" or "600/min";'
    " a bare number means per second",
)
_SIZE_MB = _Kind(
    "a size",
    {name: _ratio(size, 1024**2) for name, size in _BYTES.items()},
    'A size is a number with bytes, KB, MB or GB, such as "512 MB"; a bare number means megabytes',
)
_SIZE_BYTES = _Kind(
    "a size",
    {name: _ratio(size, 1) for name, size in _BYTES.items()},
    'A size is a number with bytes, KB, MB or GB, such as "256 KB"; a bare number means bytes',
)
_FRACTION = _Kind(
    "a share",
    {"%": (1, 100), "percent": (1, 100)},
    'A share is written "1.5 %" or 0.015 and lies between 0 and 100 %',
)
_RATIO = _Kind(
    "a share",
    _FRACTION.units,
    'A share is written "1.5 %" or 0.015; of what comes several times it may be above 100 %',
)
_COUNT = _Kind("a count", {}, "A count is a number without a unit, such as 20")
_USD = _Kind(
    "an amount of money",
    dict.fromkeys(("usd", "us dollars", "dollars"), (1, 1)),
    'Money is a number of US dollars, such as "12 USD"',
)


def parse_duration_s(value: Quantity, *, allow_negative: bool = False) -> float:
    """Seconds from "90 s", "15min", "1.5 h", "2 days", "200 ms", "90" or 90."""
    return _DURATION.parse(value, allow_negative=allow_negative)


def parse_rate_per_s(value: Quantity, *, allow_negative: bool = False) -> float:
    """Events per second from "10/s", "600/min", "3 per hour" or 10."""
    return _RATE.parse(value, allow_negative=allow_negative)


def parse_size_mb(value: Quantity) -> float:
    """Megabytes (of 1,024 * 1,024 bytes) from "512 MB", "10 GB" or 512."""
    return _SIZE_MB.parse(value)


def parse_size_bytes(value: Quantity) -> int:
    """Whole bytes from "256 KB", "6 MB", "100 bytes" or 262144."""
    size = _SIZE_BYTES.parse(value)
    if not size.is_integer():
        raise _SIZE_BYTES.complaint(value, "is not a whole number of bytes")
    return int(size)


def parse_fraction(value: Quantity) -> float:
    """A share between 0 and 1 from "1.5 %", "0.015" or 0.015."""
    share = _FRACTION.parse(value)
    if share > 1:
        raise _FRACTION.complaint(value, "is more than 100 %")
    return share


def parse_ratio(value: Quantity) -> float:
    """A share from "1.5 %", "0.015" or 0.015; also above 100 %."""
    return _RATIO.parse(value)


def parse_count(value: Quantity) -> float:
    """A number of things from "20" or 20; an average may be broken."""
    return _COUNT.parse(value)


def parse_usd(value: Quantity) -> float:
    """US dollars from "12 USD", "12" or 12."""
    return _USD.parse(value)


def _number(value: float) -> str:
    """The shortest decimal that reads back as the same float; whole numbers without a point."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _exact(kind: _Kind, value: float, scaled: float, unit: str) -> str | None:
    """`scaled` with its unit, if that text reads back as exactly `value`."""
    text = f"{scaled:.15g}{unit}"
    return text if kind.parse(text, allow_negative=True) == value else None


def _in_whole(kind: _Kind, value: float, units: tuple[tuple[str, float], ...]) -> str | None:
    """The value in the first unit in which it is a whole number (and not zero)."""
    for unit, factor in units:
        scaled = value / factor
        if scaled and scaled.is_integer() and abs(scaled) < 1e15:
            return _exact(kind, value, scaled, unit)
    return None


def format_clock_s(seconds: float) -> str:
    """A moment of a run: "3:00", "1:02:03"; with a fraction where there is one."""
    minutes, rest = divmod(round(seconds, 3), 60)
    hours, minutes = divmod(int(minutes), 60)
    tail = f"{rest:02.0f}" if rest == int(rest) else f"{rest:06.3f}".rstrip("0")
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"


def format_duration_s(value: float) -> str:
    """ "4 d", "15 min", "90 s", "1.5 s" or "200 ms": whole in the largest unit, else seconds."""
    value = float(value)
    text = _in_whole(_DURATION, value, ((" d", 86400), (" h", 3600), (" min", 60)))
    if text is None and 0 < abs(value) < 1:
        text = _exact(_DURATION, value, value * 1000, " ms")
    return text or f"{_number(value)} s"


def format_rate_per_s(value: float) -> str:
    """ "10/s"; slower than one a second, "6/min", "3/h" or "1/d" where that is whole."""
    value = float(value)
    text = None
    if abs(value) < 1:
        text = _in_whole(_RATE, value, (("/min", 1 / 60), ("/h", 1 / 3600), ("/d", 1 / 86400)))
    return text or f"{_number(value)}/s"


def format_size_mb(value: float) -> str:
    """ "512 MB"; always megabytes, the unit in which AWS states memory."""
    return f"{_number(float(value))} MB"


def format_size_bytes(value: int) -> str:
    """ "6 MB", "256 KB" or "100 bytes": whole in the largest unit."""
    text = _in_whole(_SIZE_BYTES, value, ((" GB", 1024**3), (" MB", 1024**2), (" KB", 1024)))
    return text or f"{value} bytes"


def format_fraction(value: float) -> str:
    """ "1.5 %"."""
    value = float(value)
    return _exact(_FRACTION, value, value * 100, " %") or repr(value)
