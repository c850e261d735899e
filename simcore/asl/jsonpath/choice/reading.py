"""Choice rules, read from a definition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.place import Place
from simcore.asl.jsonpath.choice.comparing import ASKING, COMPARING
from simcore.asl.jsonpath.choice.rule import And, Asked, Compared, Condition, Matched, Not, Or
from simcore.asl.jsonpath.choice.rule import Present as Presence
from simcore.asl.jsonpath.fields import path_in
from simcore.asl.jsonpath.path import Path
from simcore.asl.jsonpath.template import Literal

__all__ = ["OPERATORS", "condition_of"]

JOINING: Final = ("And", "Or", "Not")
OPERATORS: Final = (
    "IsPresent",
    *ASKING,
    "StringMatches",
    *COMPARING,
    *(f"{name}Path" for name in COMPARING),
)
AROUND: Final = ("Comment", "Next", "Assign")


def condition_of(place: Place, *, is_outer: bool = True) -> Condition | None:
    """The condition of a rule, or of a rule within one; None where it cannot be read."""
    joining = [name for name in JOINING if name in place]
    operators = [name for name in OPERATORS if name in place]
    known = (*JOINING, "Variable", *OPERATORS, *(AROUND if is_outer else ("Comment",)))
    place.knows_only(known, "a choice rule" if is_outer else "a rule within another")
    if not is_outer:
        place.text("Comment")
    if len(joining) + len(operators) != 1:
        named = ", ".join(joining + operators) or "none"
        place.complain("", f"a rule has exactly one operator, this has {named}")
        return None
    return _joined(place, joining[0]) if joining else _compared(place, operators[0])


def _joined(place: Place, operator: str) -> Condition | None:
    if "Variable" in place:
        place.complain("Variable", f"a rule with {operator} has no variable of its own")
    if operator == "Not":
        inner = place.object("Not")
        part = condition_of(inner, is_outer=False) if inner else None
        return Not(part) if part else None
    parts = [condition_of(one, is_outer=False) for one in place.objects(operator, needed=True)]
    kept = tuple(part for part in parts if part is not None)
    return And(kept) if operator == "And" else Or(kept)


def _compared(place: Place, operator: str) -> Condition | None:
    variable = path_in(place, "Variable", needed=True)
    if variable is None:
        return None
    if operator == "IsPresent":
        return Presence(variable, _yes(place, operator))
    if operator in ASKING:
        return Asked(variable, operator, _yes(place, operator))
    if operator == "StringMatches":
        return Matched(variable, place.text(operator))
    return _ordered(place, operator, variable)


def _yes(place: Place, operator: str) -> bool:
    return place.flag(operator)


def _ordered(place: Place, operator: str, variable: Path) -> Condition | None:
    if operator in COMPARING:
        value = place.get(operator)
        _fits(place, operator, value, COMPARING[operator][0])
        return Compared(variable, operator, Literal(value))
    other = path_in(place, operator, needed=True)
    return Compared(variable, operator.removesuffix("Path"), other) if other else None


def _fits(place: Place, operator: str, value: Any, is_kind: Callable[[Any], bool]) -> None:
    if not is_kind(value):
        hint = "RFC 3339 with capital T and Z" if operator.startswith("Timestamp") else ""
        place.complain(operator, f"{shortened(value)} is not what it compares with", hint)
