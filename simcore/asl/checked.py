"""Values of fields that come of data, checked each time they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simcore.asl.flow import Around, Evaluated, Json, StateFault
from simcore.asl.jsonpath.choice.comparing import is_number, is_timestamp
from simcore.asl.shown import shown

__all__ = ["Checked", "CheckedNumber"]


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


KINDS: Mapping[str, Callable[[Json], bool]] = {"a string": _is_text, "a time": is_timestamp}
"""By what is said of what is not one."""


def _fault(source: Evaluated, field: str, in_jsonata: bool, said: str, value: Json) -> StateFault:
    """In the words that are recorded of a Wait's SecondsPath, of all such fields."""
    if in_jsonata:
        told = f"The value of the field '{field}' {said}: {shown(value)}"
        return StateFault("States.QueryEvaluationError", told)
    where = getattr(source, "source", "")
    told = f"The {field}Path parameter {said}: {where} == {shown(value)}"
    return StateFault("States.Runtime", told)


@dataclass(frozen=True, slots=True)
class CheckedNumber:
    value: Evaluated
    field: str
    low: float
    high: float
    whole: bool
    in_jsonata: bool

    def of(self, input: Json, around: Around) -> Json:
        value = self.value.of(input, around)
        if not is_number(value) or (self.whole and value != int(value)):
            kind = "a long value" if self.whole else "a number"
            raise self._fault(f"cannot be parsed as {kind}", value)
        if value < 0 <= self.low:
            raise self._fault("references a negative value", value)
        if not self.low <= value <= self.high:
            raise self._fault(f"is out of range, {self.low:,} to {self.high:,}", value)
        return int(value) if self.whole else value

    def _fault(self, said: str, value: Json) -> StateFault:
        return _fault(self.value, self.field, self.in_jsonata, said, value)


@dataclass(frozen=True, slots=True)
class Checked:
    """A value of a kind in `KINDS`."""

    value: Evaluated
    field: str
    kind: str
    in_jsonata: bool

    def of(self, input: Json, around: Around) -> Json:
        value = self.value.of(input, around)
        if not KINDS[self.kind](value):
            raise _fault(self.value, self.field, self.in_jsonata, f"is not {self.kind}", value)
        return value
