"""Values of fields that come of data, checked each time they are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from simcore.asl.flow import Around, Evaluated, Json, StateFault
from simcore.asl.jsonpath.choice.comparing import is_number, is_timestamp

__all__ = ["CheckedNumber", "CheckedText", "CheckedTime"]


def _fault(field: str, in_jsonata: bool, said: str) -> StateFault:
    error = "States.QueryEvaluationError" if in_jsonata else "States.Runtime"
    return StateFault(error, f"The value of the field '{field}' {said}")


def _shown(value: Json) -> str:
    return repr(value)[:100]


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
            kind = "a whole number" if self.whole else "a number"
            raise _fault(self.field, self.in_jsonata, f"is not {kind}: {_shown(value)}")
        if not self.low <= value <= self.high:
            said = f"is out of range, {self.low:,} to {self.high:,}: {_shown(value)}"
            raise _fault(self.field, self.in_jsonata, said)
        return int(value) if self.whole else value


@dataclass(frozen=True, slots=True)
class CheckedText:
    value: Evaluated
    field: str
    in_jsonata: bool

    def of(self, input: Json, around: Around) -> Json:
        value = self.value.of(input, around)
        if not isinstance(value, str):
            raise _fault(self.field, self.in_jsonata, f"is not a string: {_shown(value)}")
        return value


@dataclass(frozen=True, slots=True)
class CheckedTime:
    value: Evaluated
    field: str
    in_jsonata: bool

    def of(self, input: Json, around: Around) -> Json:
        value = self.value.of(input, around)
        if not is_timestamp(value):
            raise _fault(self.field, self.in_jsonata, f"is not a time: {_shown(value)}")
        return value
