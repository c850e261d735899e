"""The knobs of a scenario: every field that says how it is offered, with its value and limits.

Values, defaults and bounds are in base units (s, 1/s, MB, share). `min` and `max` are the
slider's ends; what may be typed lies between `hard_min` and `hard_max`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from simcore.component.parts import names_of_parts, part_at
from simcore.frozen import frozen
from simcore.quotas import Profile, Quota
from simcore.scenario.interest import in_full
from simcore.scenario.model import Scenario
from simcore.spec.annotations import Assumed, Choices, FromProfile, Knob, Needs, WithinProfile
from simcore.spec.base import ComponentSpec, OneOf, Spec
from simcore.spec.defaults import default_of
from simcore.spec.quantities import Quantity
from simcore.spec.walk import Place, annotation, spec_itself, walk

__all__ = ["GROUPS", "in_words", "knobs", "of_interest", "without_default"]

GROUPS = ("Load", "Function", "Concurrency", "Event source", "Queue", "Failure", "Cost")
"""The groups, along the path of a request; what it costs at the end."""

DECADES = 100
"""From this ratio of its ends on a slider is logarithmic."""

ACCOUNT_CONCURRENCY = "lambda.account_concurrency"
FREE_TIER, FREE_REQUESTS = "free_tier", "price.lambda.free_requests"


@frozen
class _Leaf:
    """One field with a knob, found in a component."""

    path: str
    component: str
    spec: Spec
    field: str
    knob: Knob

    @property
    def info(self) -> FieldInfo:
        return type(self.spec).model_fields[self.field]

    @property
    def value(self) -> Any:
        return getattr(self.spec, self.field)

    def says(self, kind: type[Any]) -> Any:
        return annotation(type(self.spec), self.field, kind)


def knobs(scenario: Scenario, baseline: Scenario | None = None) -> list[dict[str, Any]]:
    """The knobs, group by group; `changed` is told against `baseline` (default: the scenario).

    Raises `QuotaError` when the scenario's profile or quota overrides are not valid.
    """
    profile = scenario.quota_profile()
    filled = scenario.with_defaults()
    before = _values(baseline.with_defaults() if baseline else filled)
    names = names_of_parts(filled.components)
    rows = [
        _row(leaf, profile, scenario.region, before) | {"part": part_at(leaf.path, names)}
        for leaf in _leaves(filled, profile)
    ]
    rows.append(_account_row(scenario, profile, baseline or scenario))
    rows.append(_free_tier_row(scenario, profile, baseline or scenario))
    return sorted(rows, key=lambda row: GROUPS.index(row["group"]))


def of_interest(scenario: Scenario) -> list[dict[str, str]]:
    """The knobs that the scenario names for its question, by their full paths, in its order."""
    return [{**said.model_dump(), "path": in_full(said.path)} for said in scenario.knobs]


def without_default(scenario: Scenario) -> frozenset[str]:
    """Paths of the knobs that a scenario has to state: neither AWS nor we have a value for them."""
    found = (leaf for id, one in scenario.components.items() for leaf in _within(one, id))
    return frozenset(leaf.path for leaf in found if _is_stated(leaf))


def _is_stated(leaf: _Leaf) -> bool:
    return not leaf.says(FromProfile) and (leaf.info.is_required() or isinstance(leaf.spec, OneOf))


def _leaves(scenario: Scenario, profile: Profile) -> Iterator[_Leaf]:
    for id, component in scenario.components.items():
        for leaf in _within(component, id):
            needed = leaf.says(Needs)
            if needed is None or profile.has(needed.key):
                yield leaf


def _within(component: ComponentSpec, id: str) -> Iterator[_Leaf]:
    for place in walk(component, f"components.{id}"):
        knob = place.says(Knob)
        if knob is None or spec_itself(type(place.spec).model_fields[place.field].annotation):
            continue
        if place.spec.offers(place.field) and not (
            isinstance(place.spec, OneOf) and place.value is None
        ):
            yield _Leaf(place.path, id, place.spec, place.field, in_words(knob, _outer(place)))


def _outer(place: Place) -> Knob | None:
    """The knob of the innermost field around it that has one."""
    within = place.within
    while within is not None:
        if (knob := within.says(Knob)) is not None:
            return knob
        within = within.within
    return None


def in_words(knob: Knob, outer: Knob | None) -> Knob:
    """A part of a distribution takes its group, range and name from the whole."""
    if outer is None:
        return knob
    label = f"{outer.label}, {knob.label}" if knob.label else outer.label
    return replace(outer, label=label, meaning=f"{outer.meaning}: {knob.meaning}")


def _values(scenario: Scenario) -> dict[str, Any]:
    found = {}
    for id, component in scenario.components.items():
        found.update({leaf.path: leaf.value for leaf in _within(component, id)})
    return found


def _row(leaf: _Leaf, profile: Profile, region: str, before: dict[str, Any]) -> dict[str, Any]:
    knob, quantity, choices = leaf.knob, leaf.says(Quantity), _choices(leaf)
    cited, assumed, note = _source(leaf, profile)
    hard_low, hard_high = _hard_range(leaf, profile, region)
    low, high = _slider(knob, hard_low, hard_high, leaf.value)
    return {
        "path": leaf.path,
        "component": leaf.component,
        "group": knob.group,
        "label": knob.label,
        "aws_name": knob.aws_name,
        "kind": quantity.kind if quantity else "choice" if choices else "toggle",
        "unit": quantity.unit if quantity else "",
        "value": leaf.value,
        "default": _default(leaf, profile, region, before),
        "min": low,
        "max": high,
        "hard_min": hard_low,
        "hard_max": hard_high,
        "step": knob.step,
        "scale": knob.scale or _scale(low, high, knob.step),
        "nullable": _may_be_off(leaf),
        "choices": choices,
        "meaning": knob.meaning,
        "assumed": assumed,
        "source": cited,
        "note": note,
        "changed": leaf.value != before.get(leaf.path, leaf.value),
    }


def _choices(leaf: _Leaf) -> list[str] | None:
    """The words that may be chosen: those of the field's type, or those it offers."""
    offered: Choices | None = leaf.says(Choices)
    if offered is not None:
        return list(offered.values)
    annotation = leaf.info.annotation
    return list(get_args(annotation)) if get_origin(annotation) is Literal else None


def _may_be_off(leaf: _Leaf) -> bool:
    return NoneType in get_args(leaf.info.annotation) and not (
        leaf.says(FromProfile) or isinstance(leaf.spec, OneOf)
    )


def _default(leaf: _Leaf, profile: Profile, region: str, before: dict[str, Any]) -> Any:
    """The tick on the slider: AWS's default, else the field's, else the scenario's own value."""
    if leaf.says(FromProfile):
        return default_of(type(leaf.spec), leaf.field, profile, region)
    if _is_stated(leaf):
        return before.get(leaf.path, leaf.value)
    return leaf.info.default


def _source(leaf: _Leaf, profile: Profile) -> tuple[str, bool, str]:
    """Where the default was read, whether it is assumed, what its row notes."""
    assumed: Assumed | None = leaf.says(Assumed)
    row: FromProfile | None = leaf.says(FromProfile)
    if row is not None and profile.get(row.key) is not None:
        quota = profile.row(row.key)
        return _cited(quota), quota.assumed, quota.note
    return (assumed.why, True, "") if assumed else ("", False, "")


def _cited(quota: Quota) -> str:
    return f"{quota.source} ({quota.date})"


def _hard_range(leaf: _Leaf, profile: Profile, region: str) -> tuple[float | None, float | None]:
    quantity: Quantity | None = leaf.says(Quantity)
    if quantity is None:
        return None, None
    low, high = quantity.low, quantity.high
    within: WithinProfile | None = leaf.says(WithinProfile)
    within = within and leaf.spec.bounds(leaf.field, within)
    if within and within.low and profile.has(within.low):
        low = max(low, profile.value(within.low, region))
    if within and within.high and profile.has(within.high):
        high = min(high, profile.value(within.high, region))
    return low, high


def _slider(
    knob: Knob, hard_low: float | None, hard_high: float | None, value: Any
) -> tuple[float | None, float | None]:
    """The slider's ends: the knob's, inside the hard range, wide enough for the value."""
    if hard_low is None or hard_high is None:
        return None, None
    low = hard_low if knob.low is None else max(knob.low, hard_low)
    high = hard_high if knob.high is None else min(knob.high, hard_high)
    if value is None:
        return low, high
    return min(low, value), max(high, value)


def _scale(low: float | None, high: float | None, step: float | None) -> str:
    """Logarithmic where the slider's range spans decades: what is small can be reached, too."""
    if low is None or high is None:
        return "linear"
    least = low or step or high
    return "log" if high / least >= DECADES else "linear"


def _account_row(scenario: Scenario, profile: Profile, baseline: Scenario) -> dict[str, Any]:
    quota = profile.row(ACCOUNT_CONCURRENCY)
    value = profile.value(ACCOUNT_CONCURRENCY, scenario.region)
    before = baseline.quota_profile().value(ACCOUNT_CONCURRENCY, baseline.region)
    original = quota.original if quota.overridden else value
    return {
        "path": f"quotas.{ACCOUNT_CONCURRENCY}",
        "component": "",
        "group": "Concurrency",
        "label": "Account concurrency",
        "part": "",
        "aws_name": "Concurrent executions",
        "kind": "integer",
        "unit": "",
        "value": value,
        "default": original,
        "min": min(quota.minimum, value),
        "max": max(10_000, value),
        "hard_min": quota.minimum,
        "hard_max": quota.maximum,
        "step": 1,
        "scale": "log",
        "nullable": False,
        "choices": None,
        "meaning": "environments of all functions of the account in the Region together",
        "assumed": quota.assumed,
        "source": _cited(quota),
        "note": quota.note,
        "changed": value != before,
    }


def _free_tier_row(scenario: Scenario, profile: Profile, baseline: Scenario) -> dict[str, Any]:
    quota = profile.row(FREE_REQUESTS)
    nothing = dict.fromkeys(("min", "max", "hard_min", "hard_max", "step", "choices"))
    return {
        "path": FREE_TIER,
        "component": "",
        "group": "Cost",
        "label": "Free tier",
        "part": "",
        "aws_name": "AWS Free Tier",
        "kind": "toggle",
        "unit": "",
        "value": scenario.free_tier,
        "default": Scenario.model_fields[FREE_TIER].default,
        **nothing,
        "scale": "linear",
        "nullable": False,
        "meaning": "takes what AWS's free tier covers off a month's cost; "
        "never off the cost so far",
        "assumed": quota.assumed,
        "source": _cited(quota),
        "note": quota.note,
        "changed": scenario.free_tier != baseline.free_tier,
    }
