"""Concurrency is requests per second times seconds."""

import pytest

from simcore.quotas import PROFILES

PROVES = (
    "simcore/awslambda/function.py",
    "simcore/awslambda/account.py",
)


@pytest.mark.parametrize("profile", PROFILES)
def test_100_requests_a_second_of_half_a_second_are_50_at_a_time(simulate, profile):
    """AWS Lambda Developer Guide, lambda-concurrency (12 July 2026): 100 requests per second of
    500 ms each have a concurrency of 50."""
    result = simulate(
        {
            "caller": {
                "type": "client",
                "target": "worker",
                "arrivals": {"constant": {"rate": "100/s"}},
            },
            "worker": {"type": "function", "duration": "500 ms", "init_duration": 0},
        },
        "60 s",
        profile,
    )
    series = result["series"]["worker"]
    settled = series["ConcurrentExecutions"][1:]
    # One more at the instant at which a request comes and another one ends.
    assert set(settled) <= {50, 51}
    assert series["Duration"][1:] == pytest.approx([500.0] * len(settled))
    assert series["Invocations"][1:] == [100] * len(settled)
    assert sum(series["Throttles"]) == 0


@pytest.mark.parametrize("profile", PROFILES)
def test_random_arrivals_have_the_same_concurrency_on_average(simulate, profile):
    """The same example with independent callers: Little's law, within four standard errors."""
    result = simulate(
        {
            "caller": {
                "type": "client",
                "target": "worker",
                "arrivals": {"poisson": {"rate": "100/s"}},
            },
            "worker": {"type": "function", "duration": "500 ms", "init_duration": 0},
        },
        "200 s",
        profile,
    )
    series = result["series"]["worker"]
    invocations = sum(series["Invocations"])
    assert invocations * 0.5 / 200 == pytest.approx(50, abs=4 * (20_000**0.5) * 0.5 / 200)
