"""What an intrinsic function is given, and how it asks for its arguments."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple, TypeVar

from simcore.asl.flow import Json
from simcore.asl.size import LIMIT_BYTES

__all__ = ["MANY", "Function", "Given", "Wrong", "rounded"]

K = TypeVar("K")
MANY: Final = 1_000_000
LARGEST: Final = 2**53


class Wrong(ValueError):
    """A function cannot do what it is asked: States.IntrinsicFailure, with these words."""


class Given(NamedTuple):
    """``values`` are the arguments; ``template`` the first as it is written, where it is text."""

    values: list[Json]
    uniform: Callable[[], float]
    template: str | None

    def text(self, n: int) -> str:
        return of_kind(self.values[n], n, str, "a string")

    def array(self, n: int) -> list[Json]:
        return of_kind(self.values[n], n, list, "an array")

    def object(self, n: int) -> dict[str, Json]:
        return of_kind(self.values[n], n, dict, "an object")

    def whole(self, n: int) -> int:
        """A number, rounded to the nearest whole one."""
        value = self.values[n]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Wrong(f"argument {n + 1} is not a number.")
        if not -LARGEST <= value <= LARGEST:
            raise Wrong(f"argument {n + 1} is out of range.")
        return rounded(value)


class Function(NamedTuple):
    """``least`` and ``most`` are how many arguments it takes."""

    least: int
    most: int
    work: Callable[[Given], Json]


def rounded(value: float) -> int:
    """To the nearest whole number, halves away from zero (recorded on AWS: -2.5 gives -3)."""
    return int(Decimal(repr(value)).to_integral_value(ROUND_HALF_UP))


def of_kind(value: Any, n: int, kind: type[K], name: str) -> K:
    if not isinstance(value, kind):
        raise Wrong(f"argument {n + 1} is not {name}.")
    return value


def not_too_long(characters: int) -> None:
    """Before a text is made: it could not be handed on."""
    if characters > LIMIT_BYTES:
        raise Wrong(f"the result would be longer than {LIMIT_BYTES:,} bytes.")
