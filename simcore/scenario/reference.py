"""The page of all fields: `python -m simcore.scenario.reference`.

Its place is docs/reference/scenario-fields.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

from simcore.scenario.fields import COMPONENT_TYPES, spec_within
from simcore.scenario.model import (
    AdditionalVersion,
    Arrivals,
    Asynchronous,
    Call,
    Destination,
    DurationDistribution,
    Fifo,
    FifoBatches,
    FilterCriteria,
    Keys,
    ManagedInstances,
    MessageMoveTask,
    Poison,
    ProvisionedPollers,
    Redrive,
    Scenario,
    ScheduledAction,
    SentAgain,
    ShardCount,
    TargetTracking,
)
from simcore.scenario.model.annotations import Assumed, FromProfile, Knob, Meaning, WithinProfile
from simcore.scenario.model.base import OneOf, Spec
from simcore.scenario.model.defaults import annotation
from simcore.scenario.model.quantities import Quantity

__all__ = ["reference"]

INTRODUCTION = """\
# Every field of a scenario file

<!-- Written from simcore/scenario/model by `python -m simcore.scenario.reference`; not by hand. -->

What the fields mean together is in [the scenario format](scenario-format.md). A default written
as `lambda.timeout_default_s` is the value of that row of the [quota profile](quotas.md); a range
in parentheses is narrower where the profile's rows say so.
"""


KINDS: dict[type[Spec], str] = {
    DurationDistribution: "[distribution](#distributions)",
    Arrivals: "[arrivals](#arrivals)",
    Keys: "[keys](#keys)",
    FilterCriteria: "[filter criteria](#filter-criteria)",
}
"""What is written as a mapping with one key, and where it is explained."""


PARTS: dict[str, tuple[tuple[str, type[Spec]], ...]] = {
    "client": (("`poison` of a client", Poison), ("`sent_again` of a client", SentAgain)),
    "queue": (
        ("`fifo` of a queue", Fifo),
        ("`redrive` of a queue", Redrive),
        ("`message_move_task` of a queue", MessageMoveTask),
    ),
    "event_source_mapping": (
        ("`fifo` of a mapping", FifoBatches),
        ("`provisioned_pollers` of a mapping", ProvisionedPollers),
    ),
    "stream": (("An action in `resharding` of a stream", ShardCount),),
    "function": (
        ("`asynchronous` of a function", Asynchronous),
        ("`dead_letter_queue`, `on_success`, `on_failure`", Destination),
        ("`provisioned_tracking` of a function", TargetTracking),
        ("`additional_version` of a function", AdditionalVersion),
        ("`capacity: {managed_instances}` of a function", ManagedInstances),
        ("An action in `provisioned_schedule` of a function", ScheduledAction),
        ("A call in `calls` of a function", Call),
    ),
}
"""Type of component -> the mappings within it, which follow its own fields."""


def reference() -> str:
    """The whole page, as Markdown."""
    parts = [INTRODUCTION, *_section("The scenario", Scenario)]
    for name, spec in COMPONENT_TYPES.items():
        parts += _section(f"`type: {name}`", spec)
        for title, inner in PARTS.get(name, ()):
            parts += _section(title, inner)
    parts += _kinds("Distributions", DurationDistribution)
    parts += _kinds("Arrivals", Arrivals)
    parts += _kinds("Keys", Keys)
    parts += _kinds("Filter criteria", FilterCriteria)
    return "\n".join(parts)


def _section(title: str, spec: type[Spec], level: str = "##") -> Iterator[str]:
    yield f"{level} {title}\n\n{_first_line(spec)}\n"
    yield "| Field | Value | Default | AWS name | Meaning |\n| --- | --- | --- | --- | --- |"
    for name, field in spec.model_fields.items():
        yield _row(spec, name, field)
    yield ""


def _kinds(title: str, one_of: type[OneOf]) -> Iterator[str]:
    yield f"## {title}\n\n{_first_line(one_of)}\n"
    for name, field in one_of.model_fields.items():
        inner = _inner(field)
        if inner is not None:
            yield from _section(f"`{field.alias or name}`", inner, "###")
        else:
            yield f"### `{name}`\n\n{_value(one_of, name, field)}\n"


def _inner(field: FieldInfo) -> type[Spec] | None:
    return spec_within(field.annotation)


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
    inner = _inner(field)
    if inner is not None:
        return KINDS.get(inner, "mapping")
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
