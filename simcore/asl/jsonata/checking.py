"""What an expression may not name: there is no data around it but ``$states`` and variables.

AWS refuses a definition for it, when it is created.
"""

from __future__ import annotations

from typing import Any, Final

from simcore.asl.jsonata.calls import calls_checked
from simcore.asl.jsonata.engine import compiled
from simcore.asl.jsonata.expression import NO_ERROR_OUTPUT
from simcore.asl.jsonpath.path import Malformed

__all__ = ["checked"]

AROUND: Final = ("lhs", "rhs", "expression", "expressions", "procedure", "arguments", "body")
ALSO_AROUND: Final = ("condition", "then", "_else", "lhs_object")
ERROR_OUTPUT: Final = [("variable", "states"), ("name", "errorOutput")]
HINT: Final = "$states.input is the input of the state, $name a variable"


def checked(source: str, *, in_catcher: bool) -> None:
    """Raises `Malformed`: it cannot be read, or names or calls what is not there."""
    expression = compiled(source)
    waiting = [expression.ast]
    while waiting:
        waiting += _looked_at(waiting.pop(), in_catcher)
    calls_checked(expression.ast)


def _looked_at(node: Any, in_catcher: bool) -> list[Any]:
    """Complains about the node itself; what of it stands in the same surroundings."""
    kind = getattr(node, "type", None)
    if kind == "name":
        raise Malformed(f"{node.value!r} names nothing here: {HINT}")
    if kind == "variable":
        _variable(node.value)
    if kind == "path":
        _error_output(node.steps, in_catcher)
        return [node.steps[0]]
    if kind == "transform":
        return []
    return _parts(node, kind)


def _variable(name: str) -> None:
    if name in ("", "$"):
        raise Malformed(f"${name} is nothing here: {HINT}")


def _error_output(steps: list[Any], in_catcher: bool) -> None:
    if in_catcher or len(steps) < 2:
        return
    if [(step.type, step.value) for step in steps[:2]] == ERROR_OUTPUT:
        raise Malformed(NO_ERROR_OUTPUT)


def _parts(node: Any, kind: str | None) -> list[Any]:
    found: list[Any] = []
    names = AROUND[:-2] if kind == "lambda" else AROUND
    for name in (*names, *ALSO_AROUND):
        part = getattr(node, name, None)
        found += part if isinstance(part, list) else [part] if hasattr(part, "type") else []
    if kind == "lambda":
        found.append(node.body)
    return [part for part in found if hasattr(part, "type")]
