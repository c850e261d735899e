"""A cited number, and a profile: all the numbers of one vintage.

A row says what the value is, who shares it, where it was read and how sure that is. A number
that AWS does not publish is a row too: `assumed`, with a note that says why this value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, model_validator

from simcore.errors import QuotaError
from simcore.frozen import frozen
from simcore.quotas.rows import Rows
from simcore.units import parse_duration_s, parse_size_bytes, parse_size_mb

__all__ = ["Profile", "Quota", "Value"]

Value = bool | int | FiniteFloat | str
Text = Annotated[str, Field(min_length=1)]

# Nothing in a quota table is larger; what is, is a slip of the keyboard.
LARGEST = 1e12

SPELLINGS = {"s": parse_duration_s, "MB": parse_size_mb, "bytes": parse_size_bytes}
SORTS = {bool: "true or false", int: "a whole number", float: "a number", str: "a name"}


class Quota(BaseModel):
    """One row of a profile.

    `value` is in `unit`; `scope` says who shares it (a function, a queue, the account in a
    Region, ...); `date` is that of the text named by `source`. `confidence`: H read in AWS's own
    text, model or data; M seen in part, or several independent witnesses agree; L one witness, or
    our choice; R common knowledge, not verified. `by_region` holds the Regions whose value is
    another than `value`.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")]
    title: Text
    value: Value
    unit: Text
    scope: Text
    source: Text
    date: Annotated[str, Field(pattern=r"^20\d\d(-\d\d(-\d\d)?)?$")]
    confidence: Literal["H", "M", "L", "R"]
    assumed: bool = False
    note: str = ""
    history: str = ""
    by_region: dict[str, Value] | None = None
    choices: Annotated[tuple[str, ...], Field(strict=False)] = ()
    minimum: FiniteFloat = 0.0
    maximum: FiniteFloat = LARGEST
    overridden: bool = False
    original: Value | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.assumed and not self.note:
            raise ValueError("an assumed value needs a note that says why this value")
        for value in (self.value, *(self.by_region or {}).values()):
            if type(value) is not type(self.value):
                raise ValueError(f"by_region mixes sorts of values: {value!r}")
            complaint = self._complaint(value)
            if complaint:
                raise ValueError(complaint)
        return self

    def in_region(self, region: str | None) -> Any:
        """The value there; `value` for a Region without one of its own, or for None."""
        if self.by_region is None or region is None:
            return self.value
        return self.by_region.get(region, self.value)

    def overriding(self, value: object) -> Quota:
        """The same row with another value, in every Region; remembers what it was."""
        accepted = self._accepted(value)
        complaint = self._complaint(accepted)
        if complaint:
            raise QuotaError(f"quota {self.key}: {complaint}")
        original = self.original if self.overridden else self.value
        changes = {"value": accepted, "by_region": None, "overridden": True, "original": original}
        return self.model_copy(update=changes)

    def _accepted(self, value: object) -> Value:
        """`value` as the sort of value this row holds; numbers may come spelled ("15 min")."""
        if isinstance(value, str) and not isinstance(self.value, bool | str):
            value = self._read(value)
        sort = type(self.value)
        if sort is float and type(value) is int and abs(value) <= LARGEST:
            return float(value)
        if sort is int and type(value) is float and value.is_integer():
            return int(value)
        if type(value) is not sort:
            raise QuotaError(
                f"quota {self.key}: {value!r:.60} is not {SORTS[sort]} ({self.unit}),"
                f" such as {self.value!r}"
            )
        return value

    def _read(self, text: str) -> float:
        try:
            return SPELLINGS.get(self.unit, float)(text)
        except ValueError as error:
            if self.unit in SPELLINGS:
                raise QuotaError(f"quota {self.key}: {error}") from None
            raise QuotaError(
                f"quota {self.key}: {text!r:.60} is not a number ({self.unit}),"
                f" such as {self.value!r}"
            ) from None

    def _complaint(self, value: Value) -> str | None:
        if isinstance(value, str):
            allowed = self.choices or (value,)
            return None if value in allowed else f"{value!r:.60} is not one of {', '.join(allowed)}"
        if self.minimum <= value <= self.maximum:
            return None
        return (
            f"{value!r:.60} is out of range: {self.title} lies"
            f" between {self.minimum:.15g} and {self.maximum:.15g} {self.unit}"
        )


@frozen
class Profile:
    """The quotas, prices and assumptions of one vintage.

    `absent` names what this vintage does not have, with the reason. Asking for a key that no
    profile knows raises `QuotaError` with the nearest names, whichever method asks.
    """

    name: str
    title: str
    description: str
    quotas: Rows[Quota]
    absent: Mapping[str, str]

    def __reduce__(self) -> tuple[Any, ...]:
        texts = (self.name, self.title, self.description)
        return _profile, (*texts, self.quotas, dict(self.absent))

    def rows(self) -> tuple[Quota, ...]:
        """Every row, in the order of the profile's file."""
        return tuple(self.quotas.values())

    def row(self, key: str) -> Quota:
        """The row; raises QuotaError when this profile has no such thing."""
        try:
            return self.quotas[key]
        except KeyError:
            raise QuotaError(self._missing(key)) from None

    def has(self, key: str) -> bool:
        """Whether this vintage has the behaviour (a row whose value is not false)."""
        row = self._known(key)
        return row is not None and row.value is not False

    def value(self, key: str, region: str | None = None) -> Any:
        """The value, in the row's unit: int, float, str or bool as the profile's file has it."""
        return self.row(key).in_region(region)

    def get(self, key: str, region: str | None = None, default: Any = None) -> Any:
        """The value, or `default` where this vintage has no such thing."""
        row = self._known(key)
        return default if row is None else row.in_region(region)

    def override(self, key: str, value: object) -> Profile:
        """A copy in which the row has another value and is marked overridden.

        Numbers may be spelled with their unit ("15 min", "6 MB"). Raises QuotaError for an
        unknown key, another sort of value, or a value out of the row's range.
        """
        row = self.row(key).overriding(value)
        return replace(self, quotas=self.quotas.replaced(key, row))

    def _known(self, key: str) -> Quota | None:
        if key not in self.quotas and key not in self.absent:
            raise QuotaError(self._missing(key))
        return self.quotas.get(key)

    def _missing(self, key: str) -> str:
        if key in self.absent:
            return f"profile {self.name} has no {key}: {self.absent[key]}"
        near = get_close_matches(key, [*self.quotas, *self.absent], n=3, cutoff=0.6)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"there is no quota {key!r:.80}{hint}"


def _profile(
    name: str,
    title: str,
    description: str,
    quotas: Rows[Quota],
    absent: dict[str, str],
) -> Profile:
    """A profile over a read-only view, which does not pickle itself."""
    return Profile(name, title, description, quotas, MappingProxyType(absent))
