"""Intrinsic calls of a definition, read once and made for each input.

Models: the 18 functions, at most ten in a field, with their limits.

Ignores: which number AWS draws for a seed of States.MathRandom: it is another one here.

Sources: https://states-language.net/spec.html#intrinsic-functions; developer guide, "Intrinsic
functions for JSONPath states"; results recorded on AWS.
"""

from __future__ import annotations

from dataclasses import dataclass

from simcore.asl.flow import Around, Evaluated, Json, StateFault
from simcore.asl.intrinsics.functions import FUNCTIONS, Given, Wrong
from simcore.asl.jsonpath.path import Path
from simcore.asl.jsonpath.reference import ABSENT
from simcore.asl.jsonpath.template import MOST_SHOWN
from simcore.asl.size import text_of

__all__ = ["Argument", "Call", "Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text between quotes; ``raw`` still has its backslashes, for what is a template."""

    value: str
    raw: str

    def of(self, input: Json, around: Around) -> Json:
        return self.value


@dataclass(frozen=True, slots=True)
class Argument:
    """A path among the arguments."""

    path: Path

    def of(self, input: Json, around: Around) -> Json:
        value = self.path.find(input, around)
        if value is ABSENT:
            shown = text_of(input).decode()[:MOST_SHOWN]
            raise StateFault(
                "States.Runtime",
                f"The JsonPath argument for the field '{self.path.source}' could not be found in "
                f"the input '{shown}'",
            )
        return value


@dataclass(frozen=True, slots=True)
class Call:
    """``source`` as it is written; ``name`` without ``States.``."""

    source: str
    name: str
    arguments: tuple[Evaluated, ...]

    def of(self, input: Json, around: Around) -> Json:
        values = [one.of(input, around) for one in self.arguments]
        first = self.arguments[0] if self.arguments else None
        given = Given(values, around.uniform, first.raw if isinstance(first, Text) else None)
        try:
            return FUNCTIONS[self.name].work(given)
        except Wrong as wrong:
            raise StateFault(
                "States.IntrinsicFailure",
                f"The function '{self.source}' had the following error: {wrong}",
            ) from wrong
