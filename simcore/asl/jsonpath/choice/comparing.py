"""What the operators of a Choice rule ask of a value.

A value of another type than the operator's does not hold; it is no error. Source:
developer guide, "Choice workflow state", and https://states-language.net/spec.html#choice-state.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

__all__ = ["ASKING", "COMPARING", "is_number", "is_timestamp", "matches"]

TIMESTAMP: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII
)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def is_null(value: Any) -> bool:
    return value is None


def moment(value: Any) -> tuple[float, int] | None:
    """Seconds since 1970 and nanoseconds of an RFC 3339 time with capital T and Z, or None."""
    match = TIMESTAMP.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    fraction = match[1] or ""
    try:
        whole = datetime.fromisoformat(value.replace(fraction, "", 1) if fraction else value)
        return whole.timestamp(), int(fraction[1:].ljust(9, "0")) if fraction else 0
    except (ValueError, OverflowError):
        return None


def is_timestamp(value: Any) -> bool:
    return moment(value) is not None


def matches(value: Any, pattern: Any) -> bool:
    """StringMatches: ``*`` is any text, a backslash before it is the star itself."""
    if not isinstance(value, str) or not isinstance(pattern, str):
        return False
    first, *rest = pieces(pattern)
    if not rest:
        return value == first
    if len(value) < len(first) + len(rest[-1]) or not value.startswith(first):
        return False
    return value.endswith(rest[-1]) and _in_order(
        value[len(first) : len(value) - len(rest[-1])], rest[:-1]
    )


def _in_order(value: str, parts: list[str]) -> bool:
    at = 0
    for part in parts:
        at = value.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def pieces(pattern: str) -> list[str]:
    """The pattern between its stars."""
    parts = re.split(r"(\\.|\*)", pattern)
    found = [""]
    for part in parts:
        if part == "*":
            found.append("")
        else:
            found[-1] += part[1:] if part in ("\\*", "\\\\") else part
    return found


ASKING: Final[dict[str, Callable[[Any], bool]]] = {
    "IsNull": is_null,
    "IsString": is_text,
    "IsNumeric": is_number,
    "IsBoolean": is_boolean,
    "IsTimestamp": is_timestamp,
}
ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "GreaterThan": operator.gt,
    "LessThanEquals": operator.le,
    "GreaterThanEquals": operator.ge,
}
KINDS: Final[dict[str, tuple[Callable[[Any], bool], Callable[[Any], Any]]]] = {
    "String": (is_text, str),
    "Numeric": (is_number, lambda value: value),
    "Timestamp": (is_timestamp, moment),
}
COMPARING: Final = {
    f"{kind}{order}": (*KINDS[kind], holds) for kind in KINDS for order, holds in ORDERS.items()
} | {"BooleanEquals": (is_boolean, bool, operator.eq)}
