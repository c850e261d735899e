"""What a snapshot keeps of an object."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

State = dict[str, Any] | tuple[None, dict[str, Any]]
"""As `pickle` restores it: into an object's ``__dict__``, or attribute by attribute."""


def state_of(
    whole: object, without: Collection[str] = (), instead: Mapping[str, Any] | None = None
) -> State:
    """Its attributes by name, but for those ``without`` which it is kept: for ``__getstate__``.

    ``instead`` holds values that are kept for others. Objects of compiled classes have no
    ``__dict__``: mypyc leaves a list of their attributes, and a ``__setstate__`` that takes a
    dictionary where a class or one of its bases has no method here. Those of a class with slots
    have neither.
    """
    names = getattr(whole, "__mypyc_attrs__", None) or getattr(whole, "__slots__", None)
    if names is None:
        state = {name: value for name, value in whole.__dict__.items() if name not in without}
        return {**state, **(instead or {})}
    kept = [name for name in names if name not in without and hasattr(whole, name)]
    state = {name: getattr(whole, name) for name in kept}
    state.update(instead or {})
    return state if hasattr(whole, "__setstate__") else (None, state)
