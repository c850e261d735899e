"""The scaling rate is a token bucket: exact counts."""

import numpy as np
import pytest

from simcore.awslambda.facts.invocations import InvocationStarted, InvocationThrottled

PROVES = ("simcore/awslambda/account.py",)


@pytest.fixture
def flood(tell):
    """Far more than the scaling rate allows, evenly spaced, of invocations that do not end."""

    def run(profile, rate, duration, functions=1):
        parts = {}
        for n in range(functions):
            arrivals = {"burst": {"rate": rate, "count": 4_000, "at": 0, "for": 0}}
            parts[f"caller-{n}"] = {
                "type": "client",
                "target": f"worker-{n}",
                "arrivals": {**arrivals, "burst": {**arrivals["burst"], "spacing": "even"}},
            }
            parts[f"worker-{n}"] = {
                "type": "function",
                "duration": 600,
                "timeout": 900,
                "init_duration": 0,
            }
        quotas = {"lambda.account_concurrency": 1_000_000}
        return tell(parts, duration, profile=profile, quotas=quotas)

    return run


def started_by(told, function, t):
    return int((told.column(function, InvocationStarted, "t") <= t).sum())


def test_today_1000_at_once_and_100_a_second(flood):
    told = flood("aws-2026", rate=200, duration=30)
    started = [started_by(told, "worker-0", t) for t in (0, 1, 2, 10, 20)]
    assert started == [1_000, 1_100, 1_200, 2_000, 3_000]


def test_in_2022_3000_at_once_and_500_a_minute(flood):
    told = flood("aws-2022", rate=50, duration=130)
    assert [started_by(told, "worker-0", t) for t in (0, 60, 120)] == [3_000, 3_500, 4_000]


def test_today_each_function_has_its_own(flood):
    told = flood("aws-2026", rate=200, duration=11, functions=2)
    assert [started_by(told, f"worker-{n}", 10) for n in range(2)] == [2_000, 2_000]


def test_in_2022_they_shared_it(flood):
    told = flood("aws-2022", rate=50, duration=61, functions=2)
    assert sum(started_by(told, f"worker-{n}", 60) for n in range(2)) == 3_500


def test_no_window_of_time_has_more_than_the_bucket_allows(flood):
    told = flood("aws-2026", rate=200, duration=30)
    times = np.sort(told.column("worker-0", InvocationStarted, "t"))
    for window_s in (0.5, 1, 10):
        most = (
            np.searchsorted(times, times + window_s, side="right") - np.arange(len(times))
        ).max()
        assert most <= 1_000 + 100 * window_s + 1e-6


def test_the_rest_is_throttled(flood):
    told = flood("aws-2026", rate=200, duration=30)
    assert told.count("worker-0", InvocationThrottled) == 4_000 + 200 * 30 - started_by(
        told, "worker-0", 30
    )
