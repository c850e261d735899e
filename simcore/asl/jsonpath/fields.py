"""Fields of a state that hold paths and payload templates, read from a definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.place import Place
from simcore.asl.flow import Evaluated
from simcore.asl.intrinsics.reading import call_of, is_call
from simcore.asl.jsonpath.path import Malformed, Path, path_of, reference_of
from simcore.asl.jsonpath.template import ArrayTemplate, Found, Literal, ObjectTemplate, widened

__all__ = ["path_in", "payload_of", "reference_in", "template_in"]

ENDING = ".$"


def path_in(place: Place, field: str, *, needed: bool = False) -> Path | None:
    """The path in a field; None where there is none, or null."""
    return _read(place, field, path_of, needed=needed)


def reference_in(place: Place, field: str) -> Path | None:
    return _read(place, field, reference_of, needed=False)


def _read(place: Place, field: str, reading: Callable[[str], Path], *, needed: bool) -> Path | None:
    if not needed and place.get(field) is None:
        return None
    source = place.text(field, needed=True)
    try:
        return reading(source) if source else None
    except Malformed as wrong:
        place.complain(field, str(wrong))
        return None


def template_in(place: Place, field: str) -> Evaluated | None:
    """A payload template, which is an object; None where there is no such field."""
    place.object(field)
    return widened(template_of(place, field, place.get(field))) if field in place else None


def payload_of(place: Place, field: str) -> Evaluated | None:
    """A payload template that has to be an object."""
    inner = place.object(field)
    return widened(template_of(place, field, inner.document)) if inner else None


def template_of(place: Place, field: str, value: Any) -> Evaluated:
    if isinstance(value, Mapping):
        return _object(place, field, value)
    if not isinstance(value, list | tuple):
        return Literal(value)
    parts = tuple(template_of(place, f"{field}[{n}]", one) for n, one in enumerate(value))
    if all(isinstance(part, Literal) for part in parts):
        return Literal(list(value))
    return ArrayTemplate(parts)


def _object(place: Place, field: str, value: Mapping[str, Any]) -> Evaluated:
    fields: dict[str, Evaluated] = {}
    for name, one in value.items():
        within = f"{field}.{shortened(name)}"
        bare = name.removesuffix(ENDING)
        if bare in fields:
            place.complain(within, f"{shortened(bare)} is there twice")
        fields[bare] = (
            template_of(place, within, one) if bare == name else _dynamic(place, within, name, one)
        )
    if all(isinstance(part, Literal) for part in fields.values()):
        return Literal(dict(value))
    return ObjectTemplate(tuple(fields.items()))


def _dynamic(place: Place, within: str, name: str, source: Any) -> Evaluated:
    """What a field whose name ends in .$ holds: a path, or an intrinsic call."""
    if not isinstance(source, str):
        place.complain(
            within, f"{shortened(source)} is not a path", "a name ending in .$ holds one"
        )
        return Literal(None)
    try:
        return call_of(source) if is_call(source) else Found(path_of(source), name)
    except Malformed as wrong:
        place.complain(within, str(wrong))
        return Literal(None)
