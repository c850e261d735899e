"""The page of all fields: `python -m simcore.scenario.reference`.

Its place is docs/reference/scenario-fields.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

from simcore.components import SPECS, TYPES
from simcore.scenario.model import Scenario
from simcore.spec.annotations import Assumed, FromProfile, Knob, Meaning, WithinProfile
from simcore.spec.base import OneOf, Spec
from simcore.spec.distributions import DurationDistribution
from simcore.spec.quantities import Quantity
from simcore.spec.walk import ITEM, Field, annotation, fields, is_list, spec_itself, spec_within

__all__ = ["reference"]

INTRODUCTION = """\
# Every field of a scenario file

<!-- Written from the specifications by `python -m simcore.scenario.reference`; not by hand. -->

What the fields mean together is in [the scenario format](scenario-format.md). A default written
as `lambda.timeout_default_s` is the value of that row of the [quota profile](quotas.md); a range
in parentheses is narrower where the profile's rows say so.
"""


def reference() -> str:
    """The whole page, as Markdown."""
    parts = [INTRODUCTION, *_section("The scenario", Scenario)]
    told: set[type[Spec]] = set()
    for name, spec in SPECS.items():
        parts += _section(f"`type: {name}`", spec)
        for title, inner in _parts(spec, TYPES[name].article, told):
            parts += _section(title, inner)
    for kind in _kinds_of_values():
        parts += _kinds(kind.heading, kind)
    return "\n".join(parts)


def _parts(
    spec: type[Spec], article: str, told: set[type[Spec]]
) -> Iterator[tuple[str, type[Spec]]]:
    """What lies within a component and was not told before, with a title by its fields."""
    found: dict[type[Spec], list[str]] = {}
    for field in _without_kinds(spec):
        inner = spec_within(field.info.annotation)
        if inner is not None and inner not in told and not issubclass(inner, OneOf):
            found.setdefault(inner, []).append(_titled(field))
    for inner, names in found.items():
        told.add(inner)
        beside = [name for name in names if name.rpartition(".")[0] == names[0].rpartition(".")[0]]
        yield f"{', '.join(f'`{name}`' for name in beside)} of {article}", inner


def _titled(field: Field) -> str:
    path = field.path.replace(f".{ITEM}", "[]")
    return f"{path}[]" if is_list(field.info.annotation) else path


def _without_kinds(spec: type[Spec]) -> Iterator[Field]:
    """The fields within a spec, but for those of kinds of values, which are explained once."""
    kinds = tuple(
        field.path
        for field in fields(spec)
        if (inner := spec_within(field.info.annotation)) and _heading(inner)
    )
    for field in fields(spec):
        if not field.path.startswith(tuple(f"{path}." for path in kinds)):
            yield field


def _kinds_of_values() -> list[type[OneOf]]:
    """What is written as a mapping with one key, wherever it is used, in order of its use."""
    found: dict[type[OneOf], None] = {}
    for spec in SPECS.values():
        for field in fields(spec):
            inner = spec_within(field.info.annotation)
            if inner is not None and issubclass(inner, OneOf) and inner.heading:
                found[inner] = None
    return list(found)


def _heading(spec: type[Spec]) -> str:
    return spec.heading if issubclass(spec, OneOf) else ""


def _section(title: str, spec: type[Spec], level: str = "##") -> Iterator[str]:
    yield f"{level} {title}\n\n{_first_line(spec)}\n"
    yield "| Field | Value | Default | AWS name | Meaning |\n| --- | --- | --- | --- | --- |"
    for name, field in spec.model_fields.items():
        yield _row(spec, name, field)
    yield ""


def _kinds(title: str, one_of: type[OneOf]) -> Iterator[str]:
    yield f"## {title}\n\n{_first_line(one_of)}\n"
    for name, field in one_of.model_fields.items():
        inner = spec_itself(field.annotation)
        if inner is not None:
            yield from _section(f"`{field.alias or name}`", inner, "###")
        else:
            yield f"### `{name}`\n\n{_value(one_of, name, field)}\n"


def _first_line(spec: type[Spec]) -> str:
    return (spec.__doc__ or "").split("\n\n")[0].replace("\n", " ").strip()


def _row(spec: type[Spec], name: str, field: FieldInfo) -> str:
    knob = annotation(spec, name, Knob)
    cells = [
        f"`{field.alias or name}`",
        _value(spec, name, field),
        _default(spec, name, field),
        f"`{knob.aws_name}`" if knob and knob.aws_name else "",
        _meaning(spec, name, knob),
    ]
    return f"| {' | '.join(cells)} |"


def _value(spec: type[Spec], name: str, field: FieldInfo) -> str:
    quantity = annotation(spec, name, Quantity)
    if quantity is None:
        return _plain_value(field)
    within = annotation(spec, name, WithinProfile)
    rows = [f"`{key}`" for key in (within.low, within.high) if key] if within else []
    narrower = f" ({', '.join(rows)})" if rows else ""
    kind = "whole number" if quantity.kind == "integer" else quantity.kind
    return f"{kind}, {quantity.text(quantity.low)} to {quantity.text(quantity.high)}{narrower}"


def _plain_value(field: FieldInfo) -> str:
    inner = spec_itself(field.annotation)
    if inner is not None:
        heading = _heading(inner).lower()
        return f"[{heading}](#{heading.replace(' ', '-')})" if heading else "mapping"
    text = str(field.annotation)
    if "Literal" in text:
        names = text.split("Literal[")[1].split("]")[0].replace("'", "`")
        return names
    words = {"dict": "mapping", "tuple": "list", "bool": "true or false", "str": "text"}
    return next((word for sort, word in words.items() if sort in text), "text")


def _default(spec: type[Spec], name: str, field: FieldInfo) -> str:
    row = annotation(spec, name, FromProfile)
    if row is not None:
        return f"`{row.key}`"
    if field.is_required():
        return "required"
    return _shown(annotation(spec, name, Quantity), field.get_default(call_default_factory=True))


def _shown(quantity: Quantity | None, value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, DurationDistribution) and value.constant is not None:
        return f"{value.constant * 1000:g} ms"
    if quantity is not None:
        return quantity.text(value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"`{value}`" if value else "empty"


def _meaning(spec: type[Spec], name: str, knob: Knob | None) -> str:
    assumed = annotation(spec, name, Assumed)
    meaning = annotation(spec, name, Meaning)
    said = knob.meaning if knob else meaning.text if meaning else ""
    return f"{said} (assumed: {assumed.why})".strip() if assumed else said


if __name__ == "__main__":
    sys.stdout.write(reference())
