"""One entry of Choices, in JSONPath."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from simcore.asl.flow import Around, Evaluated, Json, Left, StateFault
from simcore.asl.jsonpath.choice.comparing import ASKING, COMPARING, matches
from simcore.asl.jsonpath.flow import JsonPathFlow
from simcore.asl.jsonpath.path import Path
from simcore.asl.jsonpath.reference import ABSENT

__all__ = ["And", "Asked", "Compared", "Condition", "Matched", "Not", "Or", "Present", "Rule"]


class Condition(Protocol):
    """What holds or does not; raises `StateFault`."""

    def holds(self, input: Json, around: Around) -> bool: ...


def _value(path: Path, input: Json, around: Around) -> Json:
    value = path.find(input, around)
    if value is ABSENT:
        raise StateFault(
            "States.Runtime",
            f"Invalid path '{path.source}': The choice state's condition path references an "
            "invalid value.",
        )
    return value


@dataclass(frozen=True, slots=True)
class Present:
    """IsPresent."""

    variable: Path
    expected: bool

    def holds(self, input: Json, around: Around) -> bool:
        return (self.variable.find(input, around) is not ABSENT) is self.expected


@dataclass(frozen=True, slots=True)
class Asked:
    """IsNull, IsString, IsNumeric, IsBoolean, IsTimestamp."""

    variable: Path
    operator: str
    expected: bool

    def holds(self, input: Json, around: Around) -> bool:
        return ASKING[self.operator](_value(self.variable, input, around)) is self.expected


@dataclass(frozen=True, slots=True)
class Matched:
    """StringMatches."""

    variable: Path
    pattern: str

    def holds(self, input: Json, around: Around) -> bool:
        return matches(_value(self.variable, input, around), self.pattern)


@dataclass(frozen=True, slots=True)
class Compared:
    """``operator`` without its ending Path: then ``expected`` is the path."""

    variable: Path
    operator: str
    expected: Evaluated

    def holds(self, input: Json, around: Around) -> bool:
        is_kind, key, order = COMPARING[self.operator]
        value = _value(self.variable, input, around)
        expected = (
            _value(self.expected, input, around)
            if isinstance(self.expected, Path)
            else self.expected.of(input, around)
        )
        return is_kind(value) and is_kind(expected) and bool(order(key(value), key(expected)))


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Condition, ...]

    def holds(self, input: Json, around: Around) -> bool:
        return all(part.holds(input, around) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Condition, ...]

    def holds(self, input: Json, around: Around) -> bool:
        return any(part.holds(input, around) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition

    def holds(self, input: Json, around: Around) -> bool:
        return not self.part.holds(input, around)


@dataclass(frozen=True, slots=True)
class Rule:
    """``flow`` is None where the rule and its state make nothing of the input."""

    next: str
    condition: Condition
    flow: JsonPathFlow | None

    def matches(self, input: Json, around: Around) -> bool:
        return self.condition.holds(input, around)

    def leave(self, input: Json, effective: Json, around: Around) -> Left | None:
        return None if self.flow is None else self.flow.leave(input, effective, effective, around)
