"""Fields of a state that may hold expressions, read from a definition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.place import Place
from simcore.asl.flow import Evaluated
from simcore.asl.jsonata.expression import NO_ERROR_OUTPUT, USES_CONTEXT, Expression, Walk, walk_of
from simcore.asl.jsonpath.path import Malformed
from simcore.asl.jsonpath.template import ArrayTemplate, Literal, ObjectTemplate, widened

__all__ = ["expression_in", "is_expression", "value_in"]

OPENING: Final = "{%"
CLOSING: Final = "%}"


def is_expression(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(OPENING) and value.endswith(CLOSING)


def value_in(
    place: Place, field: str, prefix: str = "", *, in_catcher: bool = False
) -> Evaluated | None:
    """Any value with expressions in it, None where there is no such field.

    ``prefix`` is where the place stands in its state, for causes: ``Choices[0]/``.
    """
    if field not in place:
        return None
    return widened(_Reader(place, in_catcher).of(place.get(field), field, prefix + field))


def expression_in(place: Place, field: str, kind: str = "", prefix: str = "") -> Evaluated:
    """A field whose value is an expression (`is_expression`)."""
    return _Reader(place, False).expression(place.get(field), field, prefix + field, kind)


class _Reader:
    """``field`` is where a value stands for whoever reads a complaint, ``told`` for whoever reads
    a cause."""

    def __init__(self, place: Place, in_catcher: bool) -> None:
        self.place, self.in_catcher = place, in_catcher

    def of(self, value: Any, field: str, told: str) -> Evaluated:
        if isinstance(value, str):
            return self.text(value, field, told)
        if isinstance(value, Mapping):
            return self.object(value, field, told)
        if not isinstance(value, list):
            return Literal(value)
        parts = [self.of(one, f"{field}[{n}]", f"{told}[{n}]") for n, one in enumerate(value)]
        if all(isinstance(part, Literal) for part in parts):
            return Literal(list(value))
        return ArrayTemplate(tuple(parts))

    def object(self, value: Mapping[str, Any], field: str, told: str) -> Evaluated:
        fields = {
            name: self.of(one, f"{field}.{shortened(name)}", f"{told}/{name}")
            for name, one in value.items()
        }
        if all(isinstance(part, Literal) for part in fields.values()):
            return Literal(dict(value))
        return ObjectTemplate(tuple(fields.items()))

    def text(self, value: str, field: str, told: str) -> Evaluated:
        if is_expression(value):
            return self.expression(value, field, told)
        if value.startswith(OPENING) or value.endswith(CLOSING):
            hint = "an expression begins with {% and ends with %}, without a space around it"
            self.place.complain(field, f"{shortened(value)} is half an expression", hint)
        return Literal(value)

    def expression(self, value: str, field: str, told: str, kind: str = "") -> Evaluated:
        source = value[len(OPENING) : -len(CLOSING)].strip()
        walk = walk_of(source)
        self.checked(source, field, walk)
        return Expression(source, told, kind, walk, USES_CONTEXT.search(source) is not None)

    def checked(self, source: str, field: str, walk: Walk | None) -> None:
        """An expression that only walks needs no engine, not even to be read."""
        if walk is not None:
            if walk.root == "states.errorOutput" and not self.in_catcher:
                self.place.complain(field, NO_ERROR_OUTPUT)
            return
        from simcore.asl.jsonata.checking import checked

        try:
            checked(source, in_catcher=self.in_catcher)
        except Malformed as wrong:
            self.place.complain(field, str(wrong))
