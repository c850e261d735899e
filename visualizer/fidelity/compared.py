"""An assertion that held, as a person reads it: what was looked at, got, expected, and how far off.

Of an assertion its source is known and, as pytest evaluates it, its values: ``mean == approx(...)``
and ``1.20413 == 1.2045 ± 0.06``.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Compared", "compared"]

SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
WORDS = {"==": "", "!=": "not ", "<": "below ", "<=": "at most ", ">": "above ", ">=": "at least "}
DOES: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
TOLERANCE = re.compile(r"^(.*?) ± (\S+)$")
LIST = re.compile(r"^approx\((.*)\)$")
EXACT = "exact"


@dataclass(frozen=True)
class Compared:
    """One assertion; `got` and `expected` are empty where it is more than a comparison."""

    looked_at: str
    got: str
    expected: str
    off: str
    share: float
    """How far off, as a share of what was expected, or 0."""


def compared(asserted: str, seen: str) -> Compared:
    """From its source and from its values."""
    node = _parsed(asserted)
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return Compared(asserted, "", "", "", 0.0)
    sign = SIGNS.get(type(node.ops[0]), "")
    sides = seen.split(f" {sign} ") if sign else []
    if len(sides) != 2:
        return Compared(asserted, "", "", "", 0.0)
    looked_at = ast.get_source_segment(asserted, node.left) or asserted
    if _number(sides[0]) is not None and isinstance(node.left, ast.Constant):
        looked_at, sides = _turned(asserted, node, sides)
    off, share = _off(sides[0], sides[1]) if sign == "==" else ("", 0.0)
    expected = WORDS.get(sign, f"{sign} ") + LIST.sub(r"\1", sides[1])
    return Compared(looked_at, sides[0], expected, off, share)


def _turned(asserted: str, node: ast.Compare, sides: list[str]) -> tuple[str, list[str]]:
    """What is expected was written first."""
    right = ast.get_source_segment(asserted, node.comparators[0]) or asserted
    if isinstance(node.ops[0], ast.Eq):
        return right, [sides[1], sides[0]]
    return asserted, sides


def _off(got: str, expected: str) -> tuple[str, float]:
    within = TOLERANCE.match(expected)
    seen, wanted = _number(got), _number(within[1] if within else expected)
    if seen is None or wanted is None:
        return ("" if "±" in expected or "approx" in expected else EXACT), 0.0
    if seen == wanted:
        return EXACT, 0.0
    share = abs(seen - wanted) / abs(wanted) if wanted else 0.0
    return (f"{share * 100:.2g} %" if wanted else f"{abs(seen - wanted):.3g}"), share


def _number(text: str) -> float | None:
    """Of a number, or of numbers that are added and multiplied."""
    node = _parsed(text)
    return None if node is None else _value(node)


def _value(node: ast.expr) -> float | None:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _value(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.BinOp) and type(node.op) in DOES:
        return _calculated(node)
    return None


def _calculated(node: ast.BinOp) -> float | None:
    left, right = _value(node.left), _value(node.right)
    if left is None or right is None or (isinstance(node.op, ast.Div) and not right):
        return None
    return DOES[type(node.op)](left, right)


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
