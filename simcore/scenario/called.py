"""What a path of a document is called: in its knob's words, and of any document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from simcore.component.parts import names_of_parts, part_at
from simcore.components import SPECS
from simcore.errors import SimError
from simcore.recording.parts import Names
from simcore.scenario.knobs import ACCOUNT_CONCURRENCY, FREE_TIER, in_words
from simcore.scenario.model import LONGEST_RUN_S, Scenario
from simcore.spec.annotations import Knob
from simcore.spec.base import ComponentSpec, OneOf, Spec
from simcore.spec.quantities import Quantity, Seconds
from simcore.spec.walk import ITEM, Field, annotation, field_of, fields, is_mapping, spec_within

__all__ = ["Called", "called"]

COMPONENTS = "components"
WITHHELD = ""
"""No field has this name."""

Kind = type[Spec]


class Called(NamedTuple):
    """A knob's label, with whose it is where others have one like it; and what it measures."""

    label: str
    quantity: Quantity | None = None


OF_THE_RUN = {
    "duration": Called("Simulated time", Seconds(1, LONGEST_RUN_S)),
    f"quotas.{ACCOUNT_CONCURRENCY}": Called("Account concurrency"),
    FREE_TIER: Called("Free tier"),
}


def called(document: Mapping[str, Any], path: str) -> Called | None:
    """What the laboratory calls it; None where it has no knob for it."""
    first, _, rest = path.partition(".")
    if first != COMPONENTS:
        return OF_THE_RUN.get(path)
    components = _known(document)
    id, _, within = rest.partition(".")
    found = _within(components[id]["type"], within) if id in components else None
    if found is None:
        return None
    whole, names = _whole(json.dumps(document, default=str))
    others = (one for other, one in (whole or components).items() if other != id)
    whose = f" of {id}" if any(found.label in _labels(one) for one in others) else ""
    part = part_at(path, names)
    return found._replace(label=f"{found.label}{', ' if part else ''}{part}{whose}")


@lru_cache(maxsize=64)
def _whole(text: str) -> tuple[dict[str, Any], Names]:
    """Its components with what others imply of them, and what parts are called; nothing where it
    cannot be read. Many changes are told of one document."""
    try:
        components = Scenario.model_validate_json(text).completed()
    except (ValueError, SimError):
        return {}, {}
    whole = {id: _said_by(one) for id, one in components.items()}
    return whole, names_of_parts(components)


def _said_by(one: ComponentSpec) -> dict[str, Any]:
    """What it has, and which fields are no knobs of one as it is."""
    named = type(one).model_fields.items()
    withheld = [info.alias or name for name, info in named if not one.offers(name)]
    return {**one.model_dump(mode="json", exclude_none=True), WITHHELD: withheld}


def _known(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Its components by id, of those whose type is known."""
    components = document.get(COMPONENTS)
    said = components.items() if isinstance(components, Mapping) else ()
    mappings = {id: one for id, one in said if isinstance(one, Mapping)}
    return {id: one for id, one in mappings.items() if str(one.get("type")) in SPECS}


def _labels(component: Mapping[str, Any]) -> Iterator[str]:
    """Of what the component has; of alternatives, those that are written."""
    plain = _plain_kinds(component["type"])
    withheld = component.get(WITHHELD, ())
    for label, field, written in _all(component["type"]):
        if field not in withheld and all(_is_there(component, one, plain) for one in written):
            yield label


def _is_there(value: Any, path: str, plain: frozenset[str]) -> bool:
    """Also where a bare value stands for the kind that it means: `600 ms` for a constant."""
    for part in path.split("."):
        if part == ITEM:
            return bool(value)
        if part in plain and isinstance(value, str | int | float):
            return True
        if not isinstance(value, Mapping) or part not in value:
            return False
        value = value[part]
    return True


@cache
def _plain_kinds(type: str) -> frozenset[str]:
    """The kinds that a bare value may mean."""
    holders = {one.spec for one in fields(SPECS[type])}
    kinds = {spec.plain for spec in holders if issubclass(spec, OneOf)}
    return frozenset(kind for kind in kinds if kind is not None)


@cache
def _all(type: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """The label of each knob, its field, and what has to be written for it to be there."""
    every = list(fields(SPECS[type]))
    optional = {one.path for one in every if _may_be_left_out(one)}
    found = ((one.path, _within(type, one.path)) for one in every)
    return [
        (
            one.label,
            path.partition(".")[0],
            tuple(part for part in _prefixes(path) if part in optional),
        )
        for path, one in found
        if one
    ]


def _may_be_left_out(field: Field) -> bool:
    """With all that is in it."""
    holds_more = spec_within(field.info.annotation) is not None and field.info.default is None
    return holds_more or issubclass(field.spec, OneOf) or ITEM in field.path


def _prefixes(path: str) -> Iterator[str]:
    parts = path.split(".")
    return (".".join(parts[:n]) for n in range(1, len(parts) + 1))


@cache
def _within(type: str, path: str) -> Called | None:
    """Of a field of a component of this type; items of a list go by their place, those of
    a mapping by their names."""
    spec: Kind | None = SPECS[type]
    outer: Knob | None = None
    found: Called | None = None
    is_key = False
    for part in path.split("."):
        if is_key or part.isdigit() or part == ITEM:
            is_key = False
            continue
        field = field_of(spec, part) if spec else None
        if spec is None or field is None:
            return None
        name, info = field
        knob = annotation(spec, name, Knob)
        quantity = annotation(spec, name, Quantity)
        found = Called(in_words(knob, outer).label, quantity) if knob else None
        is_key = is_mapping(info.annotation)
        outer, spec = knob or outer, spec_within(info.annotation)
    return found if spec is None else None
