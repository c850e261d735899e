"""States.Array and its relatives."""

from __future__ import annotations

from typing import Final

from simcore.asl.flow import Json
from simcore.asl.intrinsics.functions.given import Given, Wrong
from simcore.asl.size import FEW, text_of, within_limit_within

__all__ = ["array", "contains", "get_item", "length", "partition", "ranged", "unique"]

MOST_ITEMS: Final = 1_000
"""Of States.ArrayRange. Source: developer guide, "Intrinsic functions for JSONPath states"."""


def array(given: Given) -> Json:
    values = list(given.values)
    return within_limit_within(values, "States.Array") if len(values) > FEW else values


def partition(given: Given) -> Json:
    items, size = given.array(0), given.whole(1)
    if size < 1:
        raise Wrong("a chunk has at least one item.")
    return [items[at : at + size] for at in range(0, len(items), size)]


def contains(given: Given) -> Json:
    wanted = key_of(given.values[1])
    return any(key_of(one) == wanted for one in given.array(0))


def ranged(given: Given) -> Json:
    """Both ends belong to it."""
    first, last, step = given.whole(0), given.whole(1), given.whole(2)
    if step == 0:
        raise Wrong("a step of zero leads nowhere.")
    numbers = range(first, last + (1 if step > 0 else -1), step)
    if len(numbers) > MOST_ITEMS:
        raise Wrong(f"the array would have more than {MOST_ITEMS:,} items.")
    return list(numbers)


def get_item(given: Given) -> Json:
    items, index = given.array(0), given.whole(1)
    if not 0 <= index < len(items):
        raise Wrong(f"there is no item {index} in an array of {len(items)}.")
    return items[index]


def length(given: Given) -> Json:
    return len(given.array(0))


def unique(given: Given) -> Json:
    found: dict[object, Json] = {}
    for one in given.array(0):
        found.setdefault(key_of(one), one)
    return list(found.values())


def key_of(value: Json) -> object:
    """The same for equal values; true is not 1, and 1.0 is 1."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return (value,)
    if isinstance(value, int | float):
        return ("number", value)
    return _ordered(value)


def _ordered(value: Json) -> object:
    if isinstance(value, dict):
        return ("object", frozenset((name, key_of(one)) for name, one in value.items()))
    return ("array", *map(key_of, value)) if text_of(value) else None
