"""AWS's worked examples, run through the front door only: a document in, a result out."""

import pytest

import simcore
from tests import store
from tests.evidence.front_doors import FAST, client


@pytest.fixture
def simulate():
    """Run components under a profile and give the result as plain data."""

    def run(components, duration, profile, quotas=None, seed=1, **fields):
        document = {
            "format": "windtunnel.scenario/1",
            "id": "evidence",
            "title": "Does it do what AWS says?",
            "seed": seed,
            "profile": profile,
            "region": "us-east-1",
            "duration": duration,
            "quotas": quotas or {},
            "components": components,
            **fields,
        }
        return store.result(simcore.load_scenario(document))

    return run


@pytest.fixture
def total_from():
    """The sum of a series over the bins that start in [first, last) seconds."""

    def total(result, component, metric, first, last):
        series = zip(result["time_s"], result["series"][component][metric], strict=True)
        return sum(value or 0 for t, value in series if first <= t < last)

    return total


@pytest.fixture
def at():
    """The value of a series in the bin that starts at t seconds."""

    def value(result, component, metric, t):
        return result["series"][component][metric][result["time_s"].index(t)]

    return value


@pytest.fixture
def answered(simulate):
    """(what everybody counts, the result) of one client, a front door and a function."""

    def run(arrivals, duration, front, worker=FAST, profile="aws-2026", **more):
        parts = {"site": client(arrivals), "front": front, "worker": worker, **more}
        result = simulate(parts, duration, profile)
        return result["counters"], result

    return run
