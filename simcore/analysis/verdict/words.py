"""Quantities of goals as a person reads them, to four digits unless more are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf
from typing import TYPE_CHECKING

from simcore.analysis.written import DIGITS, number

if TYPE_CHECKING:
    from simcore.analysis.verdict.verdict import Verdict

__all__ = ["quantity", "verdict_lines"]

MARKS = {"passed": "kept", "failed": "BROKEN", "no data": "NO DATA"}


def quantity(value: float | None, unit: str, digits: int = DIGITS) -> str:
    """ "1.52 s", "80 ms", "4.2 %", "never"."""
    if value is None:
        return "-"
    if isinf(value):
        return "never"
    if unit == "s" and 0 < abs(value) < 1:
        return f"{number(value * 1000, digits)} ms"
    if unit == "share":
        return f"{number(value * 100, digits)} %"
    return f"{number(value, digits)} {unit}".rstrip()


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """A line a goal, for a terminal."""
    for one in verdict.goals:
        yield f"  {MARKS[one.status]:<8} {one.words}"
