"""How insights say numbers and moments."""

from __future__ import annotations

from math import ceil

__all__ = ["average", "many", "percent", "rounded_up", "seconds"]

TELLING = 1.25
"""An average that may be so many times larger than at least says nothing."""


def many(n: float, thing: str, things: str = "") -> str:
    """ "1 message", "2,000 messages"."""
    said = f"{n:,.0f}"
    return f"{said} {thing}" if said == "1" else f"{said} {things or f'{thing}s'}"


def average(n: float, fewest: float, most: float) -> str:
    """How many come to each of at least ``fewest`` and at the most ``most``: "2.9 to 3.1".

    Empty where that is not known well enough to be told.
    """
    if fewest <= 0 or most > TELLING * fewest:
        return ""
    low, high = f"{n / most:.3g}", f"{n / fewest:.3g}"
    return low if low == high else f"{low} to {high}"


def percent(part: float, whole: float) -> str:
    """A share, to a whole per cent, or to two digits where it is small."""
    share = 100 * part / whole if whole else 0.0
    return f"{share:.0f} %" if share >= 10 else f"{share:.2g} %"


def seconds(s: float) -> str:
    """A length of time, to three digits."""
    return f"{s:,.0f} s" if s >= 100 else f"{s:.3g} s" if s >= 0.9995 else f"{s * 1000:.3g} ms"


def rounded_up(n: float) -> int:
    """To two digits, as a person would choose."""
    step: int = 10 ** max(len(str(int(n))) - 2, 0)
    return ceil(n / step) * step
