"""Payload templates: Parameters, ResultSelector, ItemSelector, Assign.

A field whose name ends in ``.$`` holds a path or an intrinsic call, and what it finds stands there
without the ending. Source: https://states-language.net/spec.html#payload-template.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simcore.asl.flow import Around, Evaluated, Json, StateFault
from simcore.asl.jsonpath.path import Path
from simcore.asl.jsonpath.reference import ABSENT
from simcore.asl.size import FEW, text_of, within_limit_within

__all__ = ["ArrayTemplate", "Found", "Literal", "ObjectTemplate", "WideTemplate", "widened"]

MOST_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it is written."""

    value: Json

    def of(self, input: Json, around: Around) -> Json:
        return self.value


@dataclass(frozen=True, slots=True)
class Found:
    """What a path finds for a field of a template."""

    path: Path
    field: str

    def of(self, input: Json, around: Around) -> Json:
        value = self.path.find(input, around)
        if value is ABSENT:
            raise StateFault("States.Runtime", self.cause(input))
        return value

    def cause(self, input: Json) -> str:
        shown = text_of(input).decode()[:MOST_SHOWN]
        return (
            f"The JSONPath '{self.path.source}' specified for the field '{self.field}' could not "
            f"be found in the input '{shown}'"
        )


@dataclass(frozen=True, slots=True)
class ObjectTemplate:
    """``fields`` in the order of the document, without their endings."""

    fields: tuple[tuple[str, Evaluated], ...]

    def of(self, input: Json, around: Around) -> dict[str, Any]:
        return {name: part.of(input, around) for name, part in self.fields}


@dataclass(frozen=True, slots=True)
class WideTemplate:
    """A template with many paths: they may all find the same large part of the input."""

    template: Evaluated

    def of(self, input: Json, around: Around) -> Json:
        return within_limit_within(self.template.of(input, around), "template")


@dataclass(frozen=True, slots=True)
class ArrayTemplate:
    parts: tuple[Evaluated, ...]

    def of(self, input: Json, around: Around) -> list[Any]:
        return [part.of(input, around) for part in self.parts]


def widened(template: Evaluated) -> Evaluated:
    """The template, measured carefully where it has many parts that depend on data."""
    return WideTemplate(template) if _dynamic_parts(template) > FEW else template


def _dynamic_parts(template: Evaluated) -> int:
    if isinstance(template, Literal):
        return 0
    if isinstance(template, ObjectTemplate):
        return sum(_dynamic_parts(part) for _, part in template.fields)
    if isinstance(template, ArrayTemplate):
        return sum(map(_dynamic_parts, template.parts))
    return 1
