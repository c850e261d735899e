"""What a goal asks of a number: `< 2 s`, `at least 100`, `between 4 % and 6 %`, or just `0`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from simcore.frozen import frozen
from simcore.scenario.goals.complaint import GoalError

__all__ = ["LONGEST_BOUND", "Bound", "Op", "holds", "parse_bound"]

LONGEST_BOUND = 80

Op = Literal["<", "<=", ">", ">=", "==", "!=", "between"]

WORDS: dict[str, Op] = {
    "<": "<", "below": "<", "<=": "<=", "at most": "<=",
    ">": ">", "above": ">", ">=": ">=", "at least": ">=",
    "==": "==", "exactly": "==", "!=": "!=", "not": "!=",
}  # fmt: skip
BEGINS = re.compile(
    r"(<=|>=|==|!=|<|>|below\b|at most\b|above\b|at least\b|exactly\b|not\b)\s*(.*)"
)
BETWEEN = re.compile(r"between\s+(.+?)\s+and\s+(.+)")
HINT = 'write "< 2 s", "<= 5", "== 0", "at least 100" or "between 4 % and 6 %"'
COMPARING = "<>=!"


@frozen
class Bound:
    """A comparison with one number, or with two: their texts, which the unit makes numbers."""

    op: Op
    texts: tuple[str, ...]
    bare: bool = False
    """Whether no word said how to compare."""

    def __str__(self) -> str:
        return f"{self.op} {' and '.join(self.texts)}"


def parse_bound(said: object) -> Bound:
    """The bound that a value of the document means; raises `GoalError`."""
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        raise GoalError("this is no bound", HINT)
    text = " ".join(said.split()) if isinstance(said, str) else f"{said!r:.{LONGEST_BOUND}}"
    if len(text) > LONGEST_BOUND:
        raise GoalError(f"a bound has at most {LONGEST_BOUND} characters", HINT)
    if found := BETWEEN.fullmatch(text):
        return Bound("between", tuple(_quantity(part) for part in found.groups()))
    if found := BEGINS.fullmatch(text):
        return Bound(WORDS[found[1]], (_quantity(found[2]),))
    return Bound("==", (_quantity(text),), bare=True)


def _quantity(text: str) -> str:
    if not text or any(mark in text for mark in COMPARING):
        raise GoalError(f'"{text}" is no quantity', HINT)
    return text


def holds(op: Op, value: float, numbers: Sequence[float]) -> bool:
    """Does the value keep to the bound?"""
    first, last = numbers[0], numbers[-1]
    return {
        "<": value < first,
        "<=": value <= first,
        ">": value > first,
        ">=": value >= first,
        "==": value == first,
        "!=": value != first,
        "between": first <= value <= last,
    }[op]
