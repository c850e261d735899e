"""How data flows through a state whose language is JSONata: Arguments, Output, Assign.

Models: Arguments, the work, then Output and Assign side by side, from what was there when the state
was entered; an expression that returns nothing fails the state.

Ignores: what is no number, which AWS hands on as the text ``Infinity`` or ``NaN``: it fails the
state here.

Sources: developer guide, "Transforming data with JSONata", "Passing data between states with
variables".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from simcore.asl.flow import Around, Evaluated, Json, Left
from simcore.asl.jsonata.expression import States
from simcore.asl.jsonpath.flow import NOTHING
from simcore.asl.size import PROVIDED, within_limit

__all__ = ["PLAIN", "JsonataFlow", "Rule"]


@dataclass(frozen=True, slots=True)
class JsonataFlow:
    """None stands for what is not said; ``name`` is the state's, for causes."""

    name: str = ""
    arguments_made: Evaluated | None = None
    output: Evaluated | None = None
    assign: Evaluated | None = None
    is_plain: bool = False

    def enter(self, input: Json, around: Around) -> Json:
        return input

    def arguments(self, effective: Json, around: Around) -> Json:
        if self.arguments_made is None:
            return effective
        return within_limit(self.arguments_made.of(effective, around), self.name, PROVIDED)

    def leave(self, input: Json, effective: Json, result: Json, around: Around) -> Left:
        return self.left(States(input, result), result, around)

    def caught(self, input: Json, effective: Json, error_output: Json, around: Around) -> Left:
        return self.left(States(input, error_output=error_output), error_output, around)

    def left(self, states: States, otherwise: Json, around: Around) -> Left:
        assigned = self.assigned(states, around)
        if self.output is None:
            return Left(otherwise, assigned)
        return Left(within_limit(self.output.of(states, around), self.name), assigned)

    def assigned(self, states: States, around: Around) -> Mapping[str, Json]:
        if self.assign is None:
            return NOTHING
        values: Mapping[str, Json] = self.assign.of(states, around)
        within_limit(values, self.name)
        return values


PLAIN: Final = JsonataFlow(is_plain=True)


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of Choices, in JSONata; ``flow`` None where neither Output nor Assign is said."""

    next: str
    condition: Evaluated
    flow: JsonataFlow | None

    def matches(self, input: Json, around: Around) -> bool:
        return self.condition.of(input, around) is True

    def leave(self, input: Json, effective: Json, around: Around) -> Left | None:
        return None if self.flow is None else self.flow.left(States(input), input, around)
