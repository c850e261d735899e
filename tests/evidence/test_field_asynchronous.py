"""What people saw of asynchronous events and provisioned concurrency: field reports, as scenarios.

A flood against little concurrency drains at the rate of the concurrency and not in waves (reports
of 2019 to 2026; AWS says only that throttled events are tried again with growing waits).
"""

from itertools import accumulate
from pathlib import Path

import pytest

import simcore
from tests import store

FIELD = Path(__file__).parent / "field"


def field(name, seed=None, **quotas):
    """What a report's scenario gives."""
    overrides = {f"quotas.{key}": value for key, value in quotas.items()}
    path = FIELD / f"{name}.yaml"
    return store.result(simcore.load_scenario(path, seed=seed, overrides=overrides))


def done_by(result, function, share):
    """When so much of the function's invocations had begun."""
    begun = list(accumulate(result["series"][function]["Invocations"]))
    return next(t for t, n in zip(result["time_s"], begun, strict=True) if n >= share * begun[-1])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_flood_drains_at_the_rate_of_the_concurrency(seed):
    """3,000 events x 2 s / 10 environments = 600 s. When so few still wait that less than one
    environment's worth comes back in its 2 s each (N / 150 s < 5/s: 750 of them), hardly any is
    refused again: they are through within the 300 s of the longest wait. So nine in ten at about
    600 s, and all within 450 s + 300 s and what is lost while they collide."""
    result = field("async-backoff-in-step", seed=seed)
    counters = result["counters"]["f"]
    assert counters["async_succeeded"] == 3_000
    assert 540 < done_by(result, "f", 0.9) < 660
    assert done_by(result, "f", 1) < 1_000
    busy = zip(result["time_s"], result["series"]["f"]["Environments.busy"], strict=True)
    flood = [n for t, n in busy if 40 <= t < 400]
    assert sum(flood) / len(flood) > 9.2


def test_a_flood_in_step_is_mostly_idle():
    """Without jitter all that was refused together comes back together: the old error, as a
    measure of the new."""
    result = field("async-backoff-in-step", **{"lambda.async.backoff_jitter": 0})
    assert done_by(result, "f", 1) > 5_000


def test_a_flood_through_a_topic_loses_nothing():
    """10,000 x 2 s / 10 = 2,000 s and a tail; six hours are enough, so nothing is dropped."""
    result = field("async-flood-reserved")
    counters = result["counters"]["indexer"]
    assert (counters["async_received"], counters["async_succeeded"]) == (10_000, 10_000)
    assert result["counters"]["dropped"]["sent"] == counters["async_dropped"] == 0
    assert 1_800 < done_by(result, "indexer", 0.9) < 2_000
    assert 2_000 < done_by(result, "indexer", 1) < 2_500


def test_with_nothing_reserved_events_go_straight_to_the_dead_letter_queue():
    """Lambda guide, invocation-async-retain-records (12 Jul 2026): no attempt, no retry."""
    result = field("reserved-zero-async")
    counters, queue = result["counters"]["f"], result["counters"]["dlq"]
    assert (counters["async_received"], queue["sent"]) == (50, 50)
    assert counters["async_dropped.ZeroReservedConcurrency"] == counters["async_dropped"] == 50
    assert counters["invocations"] == counters["async_refused"] == counters["async_retries"] == 0
    assert counters["async_attempts"] == counters["throttles"] == 0
    assert result["percentiles"]["f"]["AsyncEventLatency"]["max"] == 0
    assert result["counters"]["c"]["responses"] == 50
