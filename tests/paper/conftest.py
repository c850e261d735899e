"""One small run for all tests of pages."""

import pytest

import simcore
from simcore.paper.live import Live, live
from tests.scenario.small import SMALL

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


def lived(document: dict, seed: int = 1) -> Live:
    scenario = simcore.load_scenario(document)
    return live(simcore.Run(scenario, seed=seed), scenario, "ABCDEFGHIJ")[0]


@pytest.fixture(scope="session")
def small() -> Live:
    return lived({**SMALL, "duration": "2 min"})
