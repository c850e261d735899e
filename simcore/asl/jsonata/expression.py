"""Expressions of a definition, ``{% $states.input.order.id %}``, and templates that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from simcore.asl.flow import Around, Json, StateFault
from simcore.asl.jsonpath.reference import ABSENT, found
from simcore.asl.shown import shown

__all__ = ["NOTHING", "Expression", "States", "Walk", "fault", "walk_of"]

WALK: Final = re.compile(r"\$(states\.(?:input|result|errorOutput)|[^\W\d]\w*)((?:\.[^\W\d]\w*)*)")
USES_CONTEXT: Final = re.compile(r"context|\$states\s*(?![\s.])")
WORDS: Final = frozenset(("and", "or", "in", "null", "true", "false", "function"))
NOTHING: Final = ABSENT
NO_ERROR_OUTPUT: Final = "$states.errorOutput is only there in the Output and Assign of a catcher"


class States:
    """What stands in ``$states`` beside the context."""

    __slots__ = ("error_output", "input", "result")

    def __init__(self, input: Json, result: Any = NOTHING, error_output: Any = NOTHING) -> None:
        self.input, self.result, self.error_output = input, result, error_output

    def as_dict(self) -> dict[str, Json]:
        said = {"input": self.input, "result": self.result, "errorOutput": self.error_output}
        return {name: one for name, one in said.items() if one is not NOTHING}


@dataclass(frozen=True, slots=True)
class Walk:
    """An expression that only walks from name to name: no engine is needed where all are there."""

    root: str
    names: tuple[str, ...]

    def find(self, states: States, around: Around) -> Any:
        """What is there; `NOTHING` where the engine has to say what it comes to."""
        if self.root == "states.input":
            begin = states.input
        elif self.root == "states.result":
            begin = states.result
        elif self.root == "states.errorOutput":
            begin = states.error_output
        else:
            begin = around.variables.get(self.root, NOTHING)
        return found(begin, self.names)


def walk_of(source: str) -> Walk | None:
    match = WALK.fullmatch(source)
    names = tuple(match[2].split(".")[1:]) if match else ()
    if match is None or match[1] == "states" or not WORDS.isdisjoint(names):
        return None
    return Walk(match[1], names)


@dataclass(frozen=True, slots=True)
class Expression:
    """``source`` without its braces; ``field`` as AWS's causes name it: ``Output/total``.

    ``kind`` is what it has to come to: ``boolean``, ``number``, ``string``, ``array``, or nothing
    in particular.
    """

    source: str
    field: str
    kind: str = ""
    walk: Walk | None = None
    sees_context: bool = True

    def of(self, input: Json, around: Around) -> Json:
        """``input`` is that of the state, or `States` where there is more."""
        states = input if isinstance(input, States) else States(input)
        value = self.walk.find(states, around) if self.walk else NOTHING
        if value is NOTHING:
            value = self.computed(states, around)
        return value if not self.kind or is_of(value, self.kind) else self.refused(value)

    def computed(self, states: States, around: Around) -> Json:
        from simcore.asl.jsonata.engine import UNDEFINED, Failed, evaluated

        seen = states.as_dict()
        if self.sees_context:
            seen["context"] = around.context
        try:
            value = evaluated(self.source, {**around.variables, "states": seen}, around)
        except Failed as wrong:
            raise self.fault(f"threw an error during evaluation. {wrong}") from wrong
        if value is UNDEFINED:
            raise self.fault("returned nothing (undefined).")
        return value

    def refused(self, value: Json) -> Json:
        said = value[:200] if isinstance(value, str) else shown(value, 200)
        raise self.fault(
            f"returned an unexpected result type. Expected '{self.kind}', but was "
            f"'{kind_of(value)}' for value: {said}"
        )

    def fault(self, said: str) -> StateFault:
        return fault(self.source, self.field, said)


def fault(source: str, field: str, said: str) -> StateFault:
    cause = f"The JSONata expression '{source}' specified for the field '{field}' {said}"
    return StateFault("States.QueryEvaluationError", cause)


def is_of(value: Json, kind: str) -> bool:
    wanted = kind.split(" or ")
    return kind_of(value) in wanted


def kind_of(value: Json) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "null" if value is None else "array" if isinstance(value, list) else "object"
