"""Concurrency of a function that waits for another one: Little's law, for either."""

import numpy as np
import pytest
from scipy import stats

from simcore.awslambda.facts.invocations import FunctionObserved, InvocationEnded
from tests.theory.intervals import CONFIDENCE

PROVES = ("simcore/awslambda/calls.py",)

RATE = 50.0


@pytest.fixture
def told(tell):
    """50 a second, at random; 100 ms of its own and 300 ms of waiting; a look every 3 s."""
    function = {"type": "function", "init_duration": 0, "idle_timeout": 86_400}
    arrivals = {"poisson": {"rate": RATE}}
    components = {
        "client": {"type": "client", "target": "up", "arrivals": arrivals},
        "up": {**function, "duration": "100 ms", "calls": [{"target": "down"}]},
        "down": {**function, "duration": "300 ms"},
    }
    return tell(components, 1_800, look_every=3)


@pytest.mark.parametrize(("id", "concurrency"), [("up", 20.0), ("down", 15.0)])
def test_concurrency_is_the_rate_times_the_duration(told, id, concurrency):
    """50/s of 0.4 s are 20 at a time, of 0.3 s 15; numbers of M/G/infinity are Poisson, and
    looks that are 3 s apart independent; an interval of 99 %."""
    seen = told.column(id, FunctionObserved, "busy")[2:]
    z = stats.norm.ppf(0.5 + CONFIDENCE / 2)
    assert seen.mean() == pytest.approx(concurrency, abs=z * np.sqrt(concurrency / len(seen)))


@pytest.mark.parametrize(("id", "duration_s"), [("up", 0.4), ("down", 0.3)])
def test_every_duration_is_the_sum_of_its_parts(told, id, duration_s):
    durations = told.column(id, InvocationEnded, "duration_s")
    assert len(durations) > 80_000
    assert durations == pytest.approx(duration_s)
