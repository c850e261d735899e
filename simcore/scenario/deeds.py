"""What can be done to components in the course of a run, and what is done, as data for a screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from inspect import getdoc
from typing import Annotated, Any

from pydantic import ConfigDict, TypeAdapter

from simcore.component import Action
from simcore.components import TYPES
from simcore.scenario.interventions import BY_ACTION, Intervention, SetAttributes
from simcore.spec.actions import ActionSpec, LastingSpec
from simcore.spec.annotations import Meaning
from simcore.spec.quantities import Quantity
from simcore.spec.walk import annotation
from simcore.units import format_clock_s

__all__ = ["as_header", "impossible", "interventions_of", "offered", "parting_s"]

COMMON = ("action", "at", "component")
"""Fields that a menu knows without being told: which, when, and to what."""

_LIST: TypeAdapter[tuple[Intervention, ...]] = TypeAdapter(
    tuple[Annotated[Intervention, BY_ACTION], ...], config=ConfigDict(defer_build=True)
)


def interventions_of(given: Any) -> tuple[Intervention, ...]:
    """Those of a document that has been checked, whatever it looks like."""
    return _LIST.validate_python(given or ())


def as_header(interventions: Iterable[Intervention]) -> list[dict[str, Any]]:
    """`{at, until?, component, action, label, words}` each, in order of time.

    `words` are the label with its time: all that lists, flags and comparisons say of it.
    """
    return [_flag(said) for said in sorted(interventions, key=lambda said: said.at)]


def _flag(said: Intervention) -> dict[str, Any]:
    flag = {"at": said.at, "component": _about(said), "action": said.action, "label": said.said()}
    lasts_s = None if isinstance(said, SetAttributes) else said.lasts_s
    until = {} if lasts_s is None else {"until": said.at + lasts_s}
    return {**flag, **until, "words": f"{flag['label']} {_when(said, lasts_s)}"}


def _when(said: Intervention, lasts_s: float | None) -> str:
    """ "at 3:00", or "from 3:00" what goes on, to its end where it has one."""
    goes_on = isinstance(said, SetAttributes | LastingSpec)
    begins = f"{'from' if goes_on else 'at'} {format_clock_s(said.at)}"
    return begins if lasts_s is None else f"{begins} to {format_clock_s(said.at + lasts_s)}"


def _about(said: Intervention) -> str:
    """The component; of attributes of several, the first that is named."""
    if not isinstance(said, SetAttributes):
        return said.component
    return next(iter(said.values)).removeprefix("components.").partition(".")[0]


def parting_s(was: Sequence[Intervention], now: Sequence[Intervention]) -> float | None:
    """The first moment at which two runs are told different things; None when they never are."""
    for at in sorted({said.at for said in (*was, *now)}):
        if [s for s in was if s.at <= at] != [s for s in now if s.at <= at]:
            return at
    return None


def offered(types: Iterable[str] = TYPES) -> dict[str, dict[str, Any]]:
    """By type: its `actions` with their fields, and whether its attributes can be `set`.

    `keeps` are the attributes that stay as they were at the start.
    """
    return {
        name: {
            "actions": [_action(action) for action in TYPES[name].actions],
            "set": TYPES[name].retune is not None,
            "keeps": list(TYPES[name].keeps),
        }
        for name in sorted(types)
    }


def impossible(components: Mapping[str, Any]) -> dict[str, list[str]]:
    """By component the actions of its type that cannot work as it is configured; of some only."""
    found = {id: _impossible(component) for id, component in components.items()}
    return {id: names for id, names in found.items() if names}


def _impossible(component: Any) -> list[str]:
    actions = TYPES[component.type].actions
    return [one.name for one in actions if one.possible and not one.possible(component)]


def _action(action: Action[Any]) -> dict[str, Any]:
    spec: type[ActionSpec] = action.spec
    fields = [name for name in spec.model_fields if name not in COMMON]
    return {
        "name": action.name,
        "label": spec.label,
        "meaning": getdoc(spec) or "",
        "fields": [_field(spec, name) for name in fields],
    }


def _field(spec: type[ActionSpec], name: str) -> dict[str, Any]:
    info = spec.model_fields[name]
    quantity: Quantity | None = annotation(spec, name, Quantity)
    meaning: Meaning | None = annotation(spec, name, Meaning)
    written = info.alias or name
    return {
        "name": written,
        "label": written.replace("_", " ").capitalize(),
        "meaning": meaning.text if meaning else "",
        "kind": quantity.kind if quantity else "text",
        "unit": quantity.unit if quantity else "",
        "min": quantity.low if quantity else None,
        "max": quantity.high if quantity else None,
        "required": info.is_required(),
        "default": None if info.is_required() else info.default,
    }
