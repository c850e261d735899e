"""Findings about a document that does not fit the format, from what pydantic reports.

One stable id for each kind of complaint; a path as people write it; the line where it is known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from simcore.component.spoken import many
from simcore.components import SPECS
from simcore.errors import Check, nearest
from simcore.scenario.document import Path, Source, written
from simcore.scenario.goals.said import OF_COMPONENT, ONE_GOAL
from simcore.scenario.interventions import actions
from simcore.scenario.paths import spec_at
from simcore.spec.base import Spec
from simcore.spec.permissions import NAMES
from simcore.spec.walk import names_of

__all__ = ["MOST_CHECKS", "structure_checks"]

MOST_CHECKS = 50

IDS = {
    "extra_forbidden": "format.unknown-field",
    "missing": "format.missing-field",
    "unit": "format.unit",
    "range": "format.range",
    "one-kind": "format.one-kind",
    "order": "format.order",
    "weights": "format.weights",
    "union_tag_invalid": "format.component-type",
    "union_tag_not_found": "format.component-type",
    "goal": "format.goal",
    "goal-count": "format.count",
    "literal_error": "format.choice",
    "string_pattern_mismatch": "format.name",
    "string_too_long": "format.too-long",
    "string_too_short": "format.too-short",
    "string_type": "format.text",
    "bool_type": "format.true-or-false",
    "bool_parsing": "format.true-or-false",
    "too_long": "format.count",
    "too_short": "format.count",
}
SHAPES = ("model_type", "model_attributes_type", "dict_type", "tuple_type", "list_type")
COUNTS = ("too_short", "too_long", "string_too_short", "string_too_long")
SIZED = (str, list, tuple, dict)
NUMBERS = ("greater_than", "less_than", "float_", "int_", "finite_number")

GOALS = (ONE_GOAL, OF_COMPONENT)
"""What pydantic puts into the place of a goal, to say of which kind it is."""

ATTRIBUTE_HINT = "write component.attribute, as in worker.reserved_concurrency"
NAME_HINT = "a name has 1 to 40 of a-z, 0-9 and -, and begins with a letter"


SpecAt = Callable[[Any, Path], type[Spec] | None]
"""The Spec whose fields live directly under a path of a document."""


def structure_checks(
    source: Source, error: ValidationError, spec_at: SpecAt = spec_at
) -> list[Check]:
    """The findings of a failed validation, at most `MOST_CHECKS`, without repetition.

    `spec_at` knows the fields of the document; those of a scenario unless another is given.
    """
    found: dict[tuple[str, str], Check] = {}
    for item in error.errors(include_url=False, include_context=True, include_input=True):
        if item["type"] == "too_short" and _falls_short_of_itself(item):
            continue
        check = _check(source, item, spec_at)
        found.setdefault((check.path, check.id), check)
    return list(found.values())[:MOST_CHECKS]


def _check(source: Source, item: Any, spec_at: SpecAt) -> Check:
    kind, path = item["type"], _path(tuple(item["loc"]))
    id = _id(kind, path)
    message, hint = _words(source.data, kind, path, item, spec_at)
    line = source.line(path)
    where = f" (line {line})" if line else ""
    return Check(id, "error", written(path), f"{message}{where}", hint)


def _id(kind: str, path: Path) -> str:
    if path and path[0] == "quotas" and kind not in ("too_long", "string_pattern_mismatch"):
        return "format.quota"
    if kind in SHAPES:
        return "format.shape"
    if kind.startswith(NUMBERS):
        return "format.number"
    return IDS.get(kind, f"format.{kind.replace('_', '-')}")


def _path(loc: Path) -> Path:
    """The place in the document."""
    loc = tuple(part for part in loc if part != "[key]" and part not in GOALS)
    return loc[:2] if loc[:1] == ("quotas",) else loc


def _words(data: Any, kind: str, path: Path, item: Any, spec_at: SpecAt) -> tuple[str, str]:
    """The message and the hint."""
    name = str(path[-1])[:80] if path else "the document"
    if kind == "extra_forbidden":
        spec = spec_at(data, path[:-1])
        return f'there is no field "{name}"', nearest(name, names_of(spec)) if spec else ""
    if kind in ("goal", "schedule"):
        return item["ctx"]["message"][:300], item["ctx"]["hint"][:300]
    if kind == "missing":
        return f"{name} is missing", _missing_hint(spec_at(data, path[:-1]))
    if path[:1] == ("quotas",):
        return f"{name} is not a quota's key and value", "see `windtunnel quotas`"
    if kind.startswith("union_tag") and path[:1] == ("interventions",):
        given = item["input"].get("action") if isinstance(item["input"], dict) else None
        return f"there is no action {_shown(given)}", nearest(str(given)[:80], ["set", *actions()])
    if kind.startswith("union_tag"):
        types = list(SPECS)
        given = item["input"].get("type") if isinstance(item["input"], dict) else None
        return f"{name} has the unknown type {_shown(given)}", nearest(str(given)[:80], types)
    if kind == "string_pattern_mismatch" and path[:1] == ("interventions",) and len(path) > 3:
        return f"{_shown(item['input'])} is no attribute of a component", ATTRIBUTE_HINT
    if kind == "string_pattern_mismatch":
        what, hint = NAMES.get(item["ctx"]["pattern"], ("name", NAME_HINT))
        return f"{_shown(item['input'])} is not {_a(what)}", hint
    if kind == "literal_error":
        return f"{_shown(item['input'])} is not accepted", f"write {item['ctx']['expected']}"
    if kind in SHAPES:
        return f"{name} is {_shape(item['input'])}", _shape_hint(kind)
    if kind in COUNTS and isinstance(item["input"], SIZED):
        return _count(name, kind, item)
    return _sentence(str(item["msg"]))


def _count(name: str, kind: str, item: Any) -> tuple[str, str]:
    """Of a list, a mapping or a text with too few or too many in it."""
    given, least, most = (
        len(item["input"]),
        *(item["ctx"].get(f"{m}_length") for m in ("min", "max")),
    )
    of = ("character",) if isinstance(item["input"], str) else ("entry", "entries")
    there = f"{name} has {many(given, *of)}" if given else f"{name} is empty"
    return there, f"at most {many(most, *of)}" if "long" in kind else f"at least {many(least, *of)}"


def _falls_short_of_itself(item: Any) -> bool:
    """Are there enough, of which some are not accepted: each of which is told by itself?"""
    given = item["input"]
    enough = isinstance(given, SIZED) and len(given) >= item["ctx"].get("min_length", 0)
    return enough


def _a(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def _sentence(text: str) -> tuple[str, str]:
    """A complaint of `units` is two sentences: what is wrong, and what is allowed."""
    text = text.removeprefix("Value error, ")
    message, _, hint = text.partition('". ') if '". ' in text else text.partition(". ")
    quote = '"' if '". ' in text else ""
    return f"{message}{quote}"[:300], hint[:300]


def _missing_hint(spec: type[Spec] | None) -> str:
    needed = [
        field.alias or name
        for name, field in (spec.model_fields if spec else {}).items()
        if field.is_required()
    ]
    return f"needed here: {', '.join(needed)}" if needed else ""


def _shown(value: Any) -> str:
    if value is None:
        return "(none)"
    return f'"{value[:60]}"' if isinstance(value, str) else f"{value!r:.60}"


def _shape(value: Any) -> str:
    names = {dict: "a mapping", list: "a list", str: "a text", bool: "true or false"}
    if value is None:
        return "empty"
    return names.get(type(value), "a number")


def _shape_hint(kind: str) -> str:
    return "a list is expected" if kind.startswith(("tuple", "list")) else "a mapping is expected"
