"""From a scenario to live components: who talks to whom, with which numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simcore.component import Construction, Graph, Live, Load, Site
from simcore.components import IMPLIED, TYPES
from simcore.engine.environment import Environment
from simcore.quotas import Profile
from simcore.scenario.model import Scenario

__all__ = ["Simulation", "build", "construction_of", "in_order", "load_of"]


@dataclass
class Simulation:
    """The environment and the components of one run, in a fixed order; pickles as a whole."""

    env: Environment
    components: list[Live]

    def observe(self) -> None:
        """All components state their levels."""
        now = self.env.now
        for component in self.components:
            component.observe(now)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        for component in self.components:
            component.bind()
        self.env.bind()


def load_of(scenario: Scenario, graph: Graph) -> Load:
    """What each component is expected to send of its own accord in the whole run."""
    sent = {
        id: expected(component, scenario.duration, scenario.traces.get(id))
        for id, component in sorted(scenario.components.items())
        if (expected := TYPES[component.type].expected) is not None
    }
    return Load(graph, sent)


def build(scenario: Scenario, profile: Profile, seed: int) -> Simulation:
    """The simulation of a scenario that has all its defaults filled in.

    Types of lower rank are built, connected and started first, each in order of the ids.
    """
    env = Environment()
    construction = construction_of(scenario, profile, seed, env)
    sites = [Site(construction, id) for id in (*IMPLIED, *scenario.components)]
    sites.sort(key=lambda site: (TYPES[site.type].rank, site.id))
    for site in sites:
        construction.build(site.id)
    for site in sites:
        if (connect := TYPES[site.type].connect) is not None:
            connect(site.live(site.id), site.spec, site)
    for site in sites:
        if (start := TYPES[site.type].start) is not None:
            start(site.live(site.id), site.spec, site)
    ids = in_order(scenario)
    beside = [live for id in ids for live in construction.beside.get(id, ())]
    components = [construction.live[id] for id in ids] + beside
    return Simulation(env, components)


def construction_of(
    scenario: Scenario, profile: Profile, seed: int, env: Environment
) -> Construction:
    """Of the scenario's components, none of which is built yet."""
    graph = Graph(scenario.components)
    about = (profile, scenario.region, scenario.duration, scenario.traces, seed)
    return Construction(TYPES, graph, load_of(scenario, graph), *about, env)


def in_order(scenario: Scenario) -> list[str]:
    """The ids of all components that a run has, as `Simulation.components` begins."""
    return [*IMPLIED, *sorted(scenario.components)]
