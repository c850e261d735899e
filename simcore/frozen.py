"""Frozen data classes that are there at once.

`dataclass(frozen=True)` writes and compiles six functions for each class. A run loads some hundred
and fifty such classes, and their functions were a fifth of its start. Only `__init__` differs from
class to class; the others are here, once.
"""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform

__all__ = ["frozen"]

C = TypeVar("C")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[C]) -> type[C]:
    """As ``dataclass(frozen=True)``; for classes with ``__slots__`` use that one."""
    made: Any = dataclass(eq=False, repr=False)(cls)
    made._compared = tuple(part.name for part in fields(made) if part.compare)
    for shared in (__setattr__, __delattr__, __eq__, __hash__, __repr__):
        if shared.__name__ not in cls.__dict__:
            setattr(made, shared.__name__, shared)
    return cls


def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807
    """Only `__init__` finds a field that has no value yet."""
    if name in vars(self) or name not in self.__dataclass_fields__:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")
    vars(self)[name] = value


def __delattr__(self: Any, name: str) -> None:  # noqa: N807
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _values(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name in one._compared])


def __eq__(self: Any, other: object) -> bool:  # noqa: N807
    if other.__class__ is not self.__class__:
        return NotImplemented
    return _values(self) == _values(other)


def __hash__(self: Any) -> int:  # noqa: N807
    return hash(_values(self))


def __repr__(self: Any) -> str:  # noqa: N807
    shown = [f"{part.name}={getattr(self, part.name)!r}" for part in fields(self) if part.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"
