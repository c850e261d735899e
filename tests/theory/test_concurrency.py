"""Concurrency without a limit: M/G/infinity, and requests per second times seconds."""

import numpy as np
import pytest
from scipy import stats

from simcore.awslambda.facts.invocations import FunctionObserved, InvocationEnded, InvocationStarted
from tests.theory.intervals import CONFIDENCE, lognormal, variance_interval

PROVES = (
    "simcore/awslambda/function.py",
    "simcore/awslambda/environments.py",
)

SERVICES = {
    "exponential": {"exponential": {"mean": 0.35}},
    "lognormal": lognormal(mean=0.35, sigma=0.8),
    "uniform": {"uniform": {"low": 0, "high": 0.7}},
}


@pytest.mark.parametrize("service", SERVICES)
def test_concurrency_is_poisson_with_mean_rate_times_duration(poisson_calls, service):
    """200 a second of 0.35 s on average: mean 70 and variance 70, whatever the distribution.

    A look every 3 s, so far apart that the samples are independent; intervals of 99 %.
    """
    told = poisson_calls(200, SERVICES[service], 1_800, look_every=3)
    seen = told.column("worker", FunctionObserved, "busy")[2:]
    z = stats.norm.ppf(0.5 + CONFIDENCE / 2)
    assert seen.mean() == pytest.approx(70, abs=z * np.sqrt(70 / len(seen)))
    low, high = variance_interval(seen)
    assert low < 70 < high


def test_100_requests_a_second_of_half_a_second_are_50_at_a_time(tell):
    """GC-4; evenly spaced, so exact: a request comes when another one ends."""
    told = tell(
        {
            "caller": {
                "type": "client",
                "target": "worker",
                "arrivals": {"constant": {"rate": 100}},
            },
            "worker": {"type": "function", "duration": 0.5, "init_duration": 0},
        },
        60,
    )
    concurrency = told.column("worker", InvocationStarted, "concurrency")
    assert list(concurrency[:50]) == list(range(1, 51))
    assert set(concurrency[50:]) <= {50, 51}
    busy_s = told.column("worker", InvocationEnded, "duration_s").sum()
    assert busy_s == pytest.approx(50 * 60, rel=0.01)
