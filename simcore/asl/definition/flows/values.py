"""Fields with one value, which may depend on data: as they are written, by a path (``...Path``) or
an expression. What comes of data is checked each time.
"""

from __future__ import annotations

from simcore.asl.checked import Checked, CheckedNumber
from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.place import Place
from simcore.asl.flow import Evaluated
from simcore.asl.intrinsics.reading import call_of, is_call
from simcore.asl.jsonata.fields import expression_in, is_expression, value_in
from simcore.asl.jsonpath.choice.comparing import is_timestamp
from simcore.asl.jsonpath.fields import path_in, template_in
from simcore.asl.jsonpath.path import Malformed
from simcore.asl.jsonpath.template import Literal
from simcore.asl.states import QueryLanguage

__all__ = ["any_in", "items_in", "number_in", "text_in", "timestamp_in"]


def number_in(
    place: Place,
    field: str,
    language: QueryLanguage,
    low: float,
    high: float,
    *,
    whole: bool = True,
) -> Evaluated | None:
    """A number in that range, a whole one; None where it is not said."""
    dynamic = _dynamic(place, field, language, "number")
    if dynamic is not None:
        return CheckedNumber(dynamic, field, low, high, whole, language == "JSONata")
    if field not in place or place.has_path(field, language):
        return None
    if whole:
        return Literal(place.whole(field, int(low), int(low), int(high)))
    return Literal(place.number(field, low, low, high))


def text_in(place: Place, field: str, language: QueryLanguage) -> Evaluated | None:
    """A text; by a path or, as Fail has it, by an intrinsic call."""
    dynamic = _dynamic(place, field, language, "string")
    if dynamic is not None:
        return Checked(dynamic, field, "a string", language == "JSONata")
    if field not in place or place.has_path(field, language):
        return None
    return Literal(place.text(field))


def timestamp_in(place: Place, field: str, language: QueryLanguage) -> Evaluated | None:
    """A time as RFC 3339 has it."""
    dynamic = _dynamic(place, field, language, "string")
    if dynamic is not None:
        return Checked(dynamic, field, "a time", language == "JSONata")
    if field not in place or place.has_path(field, language):
        return None
    if not is_timestamp(place.get(field)):
        told = f"{shortened(place.get(field))} is not a time"
        place.complain(field, told, "as 2026-11-30T12:00:00Z")
    return Literal(place.get(field))


def _dynamic(place: Place, field: str, language: QueryLanguage, kind: str) -> Evaluated | None:
    if language == "JSONata":
        expression = is_expression(place.get(field))
        return expression_in(place, field, kind) if expression else None
    path = f"{field}Path"
    if path not in place:
        return None
    source = place.get(path)
    if kind == "string" and isinstance(source, str) and is_call(source):
        return _call(place, path, source)
    return path_in(place, path, needed=True)


def _call(place: Place, field: str, source: str) -> Evaluated | None:
    try:
        return call_of(source)
    except Malformed as wrong:
        place.complain(field, str(wrong))
        return None


def any_in(place: Place, field: str, language: QueryLanguage) -> Evaluated | None:
    """Any value: a payload template, or one with expressions; None where it is not said."""
    return value_in(place, field) if language == "JSONata" else template_in(place, field)


def items_in(
    place: Place, reader: Place | None, language: QueryLanguage, *, distributed: bool
) -> Evaluated | None:
    """The items of a Map, or what their reader is asked for; only Distributed ones go through the
    fields of an object."""
    if reader is not None:
        return any_in(reader, "Arguments" if language == "JSONata" else "Parameters", language)
    if language == "JSONPath":
        return path_in(place, "ItemsPath")
    items = place.get("Items")
    if is_expression(items):
        return expression_in(place, "Items", "array or object" if distributed else "array")
    if "Items" in place and not isinstance(items, list | dict if distributed else list):
        hint = "an array, an expression" + (", an object" if distributed else "")
        place.complain("Items", f"{shortened(items)} is nothing to go through", hint)
    return value_in(place, "Items")
