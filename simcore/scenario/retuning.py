"""Attributes of components that change in the middle of a run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simcore.component import Construction, Graph, Site
from simcore.components import TYPES
from simcore.errors import RetuneError
from simcore.scenario.build import Simulation, construction_of, in_order
from simcore.scenario.model import Scenario

__all__ = ["Retuning", "retune", "sites_of"]

FIXED = ("duration", "seed", "profile", "region", "quotas", "free_tier")
"""What holds for a whole run, whatever its components are told."""


class Retuning:
    """Has live components take what a scenario says of them now; all defaults are filled in.

    What holds for the scenarios as a whole is found once, however many components are told.
    """

    def __init__(self, simulation: Simulation, before: Scenario, after: Scenario) -> None:
        self._before, self._construction = before, _built(simulation, after)
        _check_same_run(before, after, self._construction.graph)

    def tell(self, id: str) -> None:
        """Raises `RetuneError` where AWS, or this simulator, does not let that change in a run."""
        site = Site(self._construction, id)
        kind = TYPES[site.type]
        if kind.retune is None:
            raise RetuneError(id, "nothing of it", f"{kind.article} stays as it is")
        for name in kind.keeps:
            if getattr(self._before.components[id], name) != getattr(site.spec, name):
                raise RetuneError(id, name, "it stays as it was at the start")
        kind.retune(site.live(id), site.spec, site)


def retune(simulation: Simulation, before: Scenario, after: Scenario, id: str) -> None:
    """Tell a single component."""
    Retuning(simulation, before, after).tell(id)


def sites_of(simulation: Simulation, scenario: Scenario) -> Callable[[str], Site]:
    """What live components are built and told with, as if the scenario had just been built."""
    return partial(Site, _built(simulation, scenario))


def _check_same_run(before: Scenario, after: Scenario, graph: Graph) -> None:
    for name in FIXED:
        if getattr(before, name) != getattr(after, name):
            raise RetuneError(after.id, name, "it holds for the whole run")
    types = [{id: c.type for id, c in s.components.items()} for s in (before, after)]
    if types[0] != types[1]:
        raise RetuneError(after.id, "components", "none comes, goes or becomes another")
    queues = [g.invoked_asynchronously() for g in (Graph(before.components), graph)]
    for id in sorted(set(queues[0]) ^ set(queues[1])):
        why = "its internal queue of events is there from the start, or not at all"
        raise RetuneError(id, "asynchronous invocation", why)


def _built(simulation: Simulation, scenario: Scenario) -> Construction:
    """As if the live components had just been built from the scenario."""
    seed, env = scenario.seed, simulation.env
    construction = construction_of(scenario, scenario.quota_profile(), seed, env)
    ids = in_order(scenario)
    construction.live.update((live.id, live) for live in simulation.components[: len(ids)])
    for live in simulation.components[len(ids) :]:
        construction.beside[live.id] = (*construction.beside.get(live.id, ()), live)
    return construction
