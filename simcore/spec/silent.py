"""What a spec says nothing of, in fields that came later: it is as if there were no such fields.

So a scenario that says nothing of something new stays what it was, to the byte: in its resolved
document, and in the fingerprint that stored runs are named by.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from simcore.spec.annotations import Silent
from simcore.spec.base import Spec
from simcore.spec.walk import annotation

__all__ = ["silent_fields"]


def silent_fields(spec: Spec) -> dict[Any, Any]:
    """The fields of the spec and of those within it to be left out: `exclude` of pydantic's."""
    later = _later(type(spec))
    found: dict[Any, Any] = {name: True for name, said in later if getattr(spec, name) == said}
    for name, value in spec:
        if name not in found and (within := _within(value)):
            found[name] = within
    return found


@cache
def _later(kind: type[Spec]) -> tuple[tuple[str, Any], ...]:
    """The fields that may be silent, with what they say then."""
    fields = kind.model_fields.items()
    silent = [(name, info) for name, info in fields if annotation(kind, name, Silent)]
    return tuple((name, info.get_default(call_default_factory=True)) for name, info in silent)


def _within(value: Any) -> dict[Any, Any]:
    if isinstance(value, Spec):
        return silent_fields(value)
    items: Any = ()
    if isinstance(value, tuple):
        items = enumerate(value)
    elif isinstance(value, Mapping):
        items = value.items()
    return {key: found for key, item in items if (found := _within(item))}
