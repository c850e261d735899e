"""Runs of a function on its own, and of a queue, as plain lists of facts."""

import gc
from dataclasses import dataclass

import numpy as np
import pytest

import simcore
from simcore.scenario.build import build


@dataclass
class Told:
    """What the components stated, by component and fact, as columns by field."""

    ledgers: dict

    def column(self, component, fact, field):
        index = fact._fields.index(field)
        return np.array([row[index] for row in self.ledgers[component, fact]], dtype=float)

    def count(self, component, fact):
        return len(self.ledgers[component, fact])


@pytest.fixture(autouse=True)
def no_collector():
    """All facts of a run are kept, by the hundred thousand, and none of them is in a cycle."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def tell():
    """Simulate components for so many seconds; the facts."""

    def run(components, duration, *, seed=1, profile="aws-2026", quotas=None, look_every=None):
        document = {
            "format": "windtunnel.scenario/1",
            "id": "theory",
            "title": "Does it agree with the textbook?",
            "seed": seed,
            "profile": profile,
            "duration": duration,
            "components": components,
            "quotas": quotas or {},
        }
        scenario = simcore.load_scenario(document).with_defaults()
        simulation = build(scenario, scenario.quota_profile(), seed)
        step = look_every or duration
        for n in range(1, int(duration / step) + 1):
            simulation.env.run(until=n * step)
            simulation.observe()
        return Told(
            {
                (part.id, fact): ledger.rows
                for part in simulation.components
                for fact, ledger in part.ledgers.items()
            }
        )

    return run


@pytest.fixture
def poisson_calls(tell):
    """A function called by independent clients, without cold starts."""

    def run(rate, service, duration, **more):
        function = {"type": "function", "duration": service, "init_duration": 0, "timeout": 900}
        arrivals = {"poisson": {"rate": rate}}
        components = {
            "caller": {"type": "client", "target": "worker", "arrivals": arrivals},
            "worker": {**function, "idle_timeout": 86_400, **more.pop("function", {})},
        }
        return tell(components, duration, **more)

    return run
