"""A walk through what a scenario says: every field of a spec and of the specs within it.

Specs lie in fields, in lists and in mappings; `walk` goes through the values of a document that
was read, `fields` and `annotation_at` through the types that it may have. Everything that works
over all fields (defaults, bounds, knobs, overrides, the page of fields) walks, so that a field in
a list is like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from simcore.spec.base import Spec

__all__ = [
    "Field",
    "Place",
    "annotation",
    "annotation_at",
    "field_of",
    "fields",
    "names_of",
    "spec_within",
    "walk",
]

M = TypeVar("M")

ITEM = "*"
"""Stands for the number of an item of a list, or its key in a mapping, in paths of types."""


class Place(NamedTuple):
    """One field of a spec, with its value; `within` is the field that holds the spec, if any."""

    spec: Spec
    field: str
    value: Any
    path: str
    within: Place | None

    def says(self, kind: type[M]) -> M | None:
        """What the field says about itself, of this kind."""
        return annotation(type(self.spec), self.field, kind)


class Field(NamedTuple):
    """One field that a spec of a type may have; `path` is from the outermost spec."""

    spec: type[Spec]
    name: str
    info: FieldInfo
    path: str


def annotation(spec: type[Spec], field: str, kind: type[M]) -> M | None:
    """What `field` says about itself, of this kind."""
    metadata = spec.model_fields[field].metadata
    return next((item for item in metadata if isinstance(item, kind)), None)


def walk(spec: Spec, path: str = "", within: Place | None = None) -> Iterator[Place]:
    """Every field of the spec and of the specs in it, outer ones first, in order."""
    for name, info in type(spec).model_fields.items():
        written = info.alias or name
        place = Place(spec, name, getattr(spec, name), _join(path, written), within)
        yield place
        for key, inner in _specs_in(place.value):
            yield from walk(inner, _join(place.path, key), place)


def _specs_in(value: Any) -> Iterator[tuple[str, Spec]]:
    if isinstance(value, Spec):
        yield "", value
    elif isinstance(value, tuple):
        yield from ((str(n), item) for n, item in enumerate(value) if isinstance(item, Spec))
    elif isinstance(value, Mapping):
        yield from ((str(key), item) for key, item in value.items() if isinstance(item, Spec))


def _join(path: str, part: str) -> str:
    return ".".join(filter(None, (path, part)))


# The same by type.


def names_of(spec: type[Spec]) -> list[str]:
    """The field names a document may use, in order."""
    return [field.alias or name for name, field in spec.model_fields.items()]


def field_of(spec: type[Spec], written: str) -> tuple[str, FieldInfo] | None:
    """The field a document calls `written`: its Python name and what it says about itself."""
    for name, field in spec.model_fields.items():
        if (field.alias or name) == written:
            return name, field
    return None


def spec_within(annotation: Any) -> type[Spec] | None:
    """The one Spec that a field of this annotation holds, as it is or as items."""
    found = spec_itself(annotation)
    if found is None and (item := item_of(annotation)) is not None:
        return spec_itself(item)
    return found


def spec_itself(annotation: Any) -> type[Spec] | None:
    """The one Spec that a value of this annotation is, if it can be one."""
    for part in _alternatives(annotation):
        if isinstance(part, type) and issubclass(part, Spec):
            return part
    return None


def item_of(annotation: Any) -> Any | None:
    """The annotation of the items, of a list or mapping."""
    for part in _alternatives(annotation):
        if get_origin(part) is tuple:
            return get_args(part)[0]
        if get_origin(part) is dict:
            return get_args(part)[1]
    return None


def is_list(annotation: Any) -> bool:
    """Are the items numbered?"""
    return any(get_origin(part) is tuple for part in _alternatives(annotation))


def is_mapping(annotation: Any) -> bool:
    """Have the items names?"""
    return any(get_origin(part) is dict for part in _alternatives(annotation))


def _alternatives(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _alternatives(part)
    else:
        yield annotation


def annotation_at(annotation: Any, parts: Sequence[object]) -> Any | None:
    """The annotation of what a path leads to from a value of this one; None when it leads nowhere.

    Items of a list are whole numbers, as such or as text; those of a mapping have any name.
    """
    for part in parts:
        annotation = _step(annotation, str(part))
        if annotation is None:
            return None
    return annotation


def _step(annotation: Any, part: str) -> Any | None:
    spec = spec_itself(annotation)
    if spec is not None:
        found = field_of(spec, part)
        return found[1].annotation if found else None
    item = item_of(annotation)
    return None if is_list(annotation) and not part.isdecimal() else item


def fields(spec: type[Spec], path: str = "") -> Iterator[Field]:
    """Every field that a spec of this type may have, and those of the specs within it."""
    for name, info in spec.model_fields.items():
        here = Field(spec, name, info, _join(path, info.alias or name))
        yield here
        inner = spec_within(info.annotation)
        if inner is not None:
            is_item = spec_itself(info.annotation) is None
            yield from fields(inner, _join(here.path, ITEM) if is_item else here.path)
