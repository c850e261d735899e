"""One function and whoever calls it: what was stated, fact by fact."""

import pytest

import simcore
from simcore.engine.environment import Environment
from simcore.scenario.build import build


def caller(*times):
    """Clients that send one request at each of these times."""
    return {
        f"caller-{n}": {
            "type": "client",
            "target": "worker",
            "start": t,
            "arrivals": {"constant": {"rate": 1}},
            "limit": 1,
        }
        for n, t in enumerate(times)
    }


def scenario(worker, clients, duration=600, **top):
    spec = {"type": "function", "timeout": 60, "duration": 1, "init_duration": 0.5} | worker
    return {
        "format": "windtunnel.scenario/1",
        "id": "lives",
        "title": "What becomes of an environment?",
        "duration": duration,
        "components": {"worker": spec, **clients},
    } | top


@pytest.fixture
def facts_of():
    """What the function stated: kind of fact -> rows, for requests at the given times."""

    def run(worker, *times, duration=600, clients=None, **top):
        loaded = simcore.load_scenario(
            scenario(worker, clients or caller(*times), duration, **top)
        ).with_defaults()
        simulation = build(loaded, loaded.quota_profile(), loaded.seed)
        simulation.env.run(until=duration)
        simulation.observe()
        function = next(part for part in simulation.components if part.id == "worker")
        return {
            fact: [fact(*row) for row in ledger.take()] for fact, ledger in function.ledgers.items()
        }

    return run


@pytest.fixture
def env():
    return Environment()
