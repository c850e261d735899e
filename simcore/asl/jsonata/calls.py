"""Which functions an expression calls: a variable of a state machine is data, and never one.

AWS may take a definition that calls what is not there, and fails when it comes to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from simcore.asl.jsonata.engine import FUNCTIONS
from simcore.asl.jsonpath.path import Malformed
from simcore.errors import nearest

__all__ = ["calls_checked"]

EVAL: Final = "$parse reads JSON"


def calls_checked(ast: Any) -> None:
    """Raises `Malformed` for the first call of what is no function."""
    nodes = list(_all(ast))
    known = FUNCTIONS | {name for node in nodes for name in _bound(node)}
    for node in nodes:
        name = _called(node)
        if name and name not in known:
            hint = EVAL if name == "eval" else nearest(name[:80], sorted(FUNCTIONS))
            raise Malformed(f"there is no function ${name[:80]}" + (f": {hint}" if hint else ""))


def _all(ast: Any) -> Iterator[Any]:
    """All nodes, in no order that is told."""
    waiting, seen = [ast], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, list | tuple):
            waiting += part
        elif hasattr(part, "type") and id(part) not in seen:
            seen.add(id(part))
            yield part
            waiting += vars(part).values()


def _bound(node: Any) -> Iterator[str]:
    """The names that it gives to values within the expression."""
    if node.type == "bind":
        yield node.lhs.value
    elif node.type == "lambda":
        yield from (argument.value for argument in node.arguments or ())
    for name in (getattr(node, "focus", None), getattr(node, "index", None)):
        if isinstance(name, str):
            yield name


def _called(node: Any) -> str:
    """The variable that it calls, or ""."""
    called: Any = None
    if node.type in ("function", "partial"):
        called = node.procedure
    elif node.type == "apply":
        called = node.rhs
    return str(called.value) if getattr(called, "type", "") == "variable" else ""
