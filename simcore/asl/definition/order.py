"""The order of states: that in which an execution may come to them.

JSON says nothing by the order of an object's keys, and a document may have been written anew with
another one. So states are numbered by where they lead: from the first on, always by `Next` as far
as that goes, then by the ways of a Choice, `Default` and `Catch`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["in_order"]


def in_order(states: Mapping[str, Any], start_at: str) -> list[str]:
    """The names of a machine's states; last, by name, those that nobody goes to."""
    found: dict[str, None] = {}
    waiting = [start_at]
    while waiting:
        name = waiting.pop()
        if name in states and name not in found:
            found[name] = None
            waiting += reversed(list(_ways(states[name])))
    return [*found, *sorted(name for name in states if name not in found)]


def _ways(state: object) -> Iterator[str]:
    """Of a state that nobody has read yet: anything may stand in it."""
    for part in (state, *_listed(state, "Choices")):
        yield from _texts(part, "Next")
    yield from _texts(state, "Default")
    for part in _listed(state, "Catch"):
        yield from _texts(part, "Next")


def _texts(part: object, field: str) -> Iterator[str]:
    found = part.get(field) if isinstance(part, Mapping) else None
    if isinstance(found, str):
        yield found


def _listed(part: object, field: str) -> list[object]:
    found = part.get(field) if isinstance(part, Mapping) else None
    return found if isinstance(found, list) else []
