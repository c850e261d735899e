"""How insights say numbers and moments."""

from __future__ import annotations

from math import ceil

__all__ = ["percent", "rounded_up", "seconds"]


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
