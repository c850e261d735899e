"""What a scenario's components are charged: the profile's prices for what they are."""

from __future__ import annotations

from collections.abc import Mapping

from simcore.component import Graph, Prices, Unpriced
from simcore.components import TYPES
from simcore.quotas import Profile
from simcore.recording.tariff import Charged, Tariff
from simcore.scenario.model import Scenario

__all__ = ["tariff"]

PRICED_REGION = "us-east-1"
HOLD_STEP = "price.lambda.provisioned_step_s"


def tariff(scenario: Scenario, profile: Profile) -> Tariff:
    """How the components are charged; of a scenario whose defaults are filled in."""
    prices, graph = Prices(profile, scenario.region), Graph(scenario.components)
    components: dict[str, Charged] = {}
    unpriced: dict[str, Unpriced] = {}
    for id, component in scenario.components.items():
        ask = TYPES[component.type].charged
        charged = ask(id, component, prices, graph) if ask is not None else None
        if isinstance(charged, Unpriced):
            unpriced[id] = charged
        elif charged is not None:
            components[id] = charged
    return Tariff(
        components,
        _allowances(scenario, prices),
        free_tier=scenario.free_tier,
        hold_step_s=prices.of(HOLD_STEP),
        notes=tuple(_notes(scenario, unpriced)),
        unpriced=tuple(unpriced),
    )


def _allowances(scenario: Scenario, prices: Prices) -> Mapping[str, float]:
    """Of the free tier, a month: those of the types that occur."""
    occur = dict.fromkeys(component.type for component in scenario.components.values())
    return {name: prices.of(key) for type in occur for name, key in TYPES[type].allowances.items()}


def _notes(scenario: Scenario, unpriced: Mapping[str, Unpriced]) -> list[str]:
    notes = [f"list prices of {PRICED_REGION}, profile {scenario.profile}"]
    if scenario.region != PRICED_REGION:
        notes.append(f"the prices of {scenario.region} may differ")
    for why in sorted({part.why for part in unpriced.values()}):
        names = ", ".join(id for id, part in unpriced.items() if part.why == why)
        notes.append(f"not priced, {why}: {names}")
    return notes
