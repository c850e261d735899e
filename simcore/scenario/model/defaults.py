"""Fill in what a document leaves out: from the quota profile, and the hashes of traces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from simcore.quotas import Profile, load_profile
from simcore.scenario.model.annotations import FromProfile
from simcore.scenario.model.asynchronous import Asynchronous, asynchronously_invoked
from simcore.scenario.model.base import Spec
from simcore.scenario.model.client import Client
from simcore.scenario.model.event_source_mapping import EventSourceMapping
from simcore.scenario.model.fifo import FifoBatches
from simcore.scenario.model.function import Function
from simcore.scenario.model.quantities import Quantity, Whole
from simcore.scenario.model.queue import Queue

if TYPE_CHECKING:
    from simcore.scenario.model.scenario import Scenario

__all__ = ["annotation", "default_of", "effective_profile", "filled_in"]

M = TypeVar("M")
T = TypeVar("T", bound=Spec)
S = TypeVar("S", bound="Scenario")


def annotation(spec: type[Spec], field: str, kind: type[M]) -> M | None:
    """What `field` says about itself, of this kind."""
    metadata = spec.model_fields[field].metadata
    return next((item for item in metadata if isinstance(item, kind)), None)


def effective_profile(name: str, overrides: Mapping[str, bool | float | str]) -> Profile:
    """The named profile with rows overridden; raises `QuotaError`."""
    profile = load_profile(name)
    for key in sorted(overrides):
        profile = profile.override(key, overrides[key])
    return profile


def default_of(spec: type[Spec], field: str, profile: Profile, region: str) -> float | None:
    """The field's value from the profile, or None if the profile does not give it one."""
    row = annotation(spec, field, FromProfile)
    value = profile.get(row.key, region) if row is not None else None
    if value is None or isinstance(value, bool):
        return value
    return int(value) if isinstance(annotation(spec, field, Quantity), Whole) else float(value)


def _filled_in(spec: T, profile: Profile, region: str) -> T:
    update: dict[str, Any] = {}
    for field, value in spec:
        if value is None and annotation(type(spec), field, FromProfile) is not None:
            update[field] = default_of(type(spec), field, profile, region)
        elif isinstance(value, Spec):
            update[field] = _filled_in(value, profile, region)
    return spec.model_copy(update=update).derived(profile, region)


def _with_hash(client: Client, sha256: str) -> Client:
    trace = client.arrivals.given.model_copy(update={"sha256": sha256})
    return client.model_copy(
        update={"arrivals": client.arrivals.model_copy(update={"trace": trace})}
    )


def _reads_fifo(scenario: Scenario, mapping: EventSourceMapping) -> bool:
    source = scenario.components.get(mapping.source)
    return isinstance(source, Queue) and source.fifo is not None


def filled_in(scenario: S, profile: Profile) -> S:
    """The scenario with every default given its value; components in order of their ids."""
    components: dict[str, Any] = {}
    with_events = asynchronously_invoked(scenario.components)
    for id, component in sorted(scenario.components.items()):
        if isinstance(component, Function) and id in with_events and not component.asynchronous:
            component = component.model_copy(update={"asynchronous": Asynchronous()})
        if isinstance(component, EventSourceMapping) and _reads_fifo(scenario, component):
            component = component.model_copy(update={"fifo": component.fifo or FifoBatches()})
        filled = _filled_in(component, profile, scenario.region)
        if isinstance(filled, Client) and id in scenario.traces:
            filled = _with_hash(filled, scenario.traces[id].sha256)
        components[id] = filled
    return scenario.model_copy(update={"components": components})
