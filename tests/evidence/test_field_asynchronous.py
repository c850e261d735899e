"""What people saw of asynchronous events and provisioned concurrency: field reports, as scenarios.

A flood against little concurrency drains at the rate of the concurrency and not in waves (reports
of 2019 to 2026; AWS says only that throttled events are tried again with growing waits).
"""

from itertools import accumulate
from pathlib import Path

import pytest

import simcore
from simcore.awslambda.reading.views.limited_by import NAMES
from tests import store

PROVES = (
    "simcore/awslambda/async_invoke/queue.py",
    "simcore/awslambda/lifecycle.py",
    "simcore/awslambda/provisioned.py",
    "simcore/awslambda/scaling.py",
    "simcore/services/eventbridge/rules.py",
)

FIELD = Path(__file__).parent / "field"
ONCE = {"burst": {"rate": 0, "count": 1, "at": 1, "for": 0}}


def field(name, seed=None, **quotas):
    """What a report's scenario gives."""
    overrides = {f"quotas.{key}": value for key, value in quotas.items()}
    path = FIELD / f"{name}.yaml"
    return store.result(simcore.load_scenario(path, seed=seed, overrides=overrides))


def limiters(result, function):
    """What limited the function, bin by bin: when, and what it was."""
    values = result["series"][function]["LimitedBy"]
    names = [None if value is None else NAMES[value] for value in values]
    return list(zip(result["time_s"], names, strict=True))


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


def test_a_flood_names_what_holds_it_back():
    """The environments while they are full; while events wait and some are free, the waits; and
    nothing before and after. Ten of ten are in use whenever reserved concurrency is named."""
    result = field("async-backoff-in-step")
    named = limiters(result, "f")
    waiting = dict(zip(result["time_s"], result["series"]["f"]["AsyncEventsWaiting"], strict=True))
    peaks = zip(result["time_s"], result["series"]["f"]["ConcurrentExecutions"], strict=True)
    for (t, name), (_, peak) in zip(named, peaks, strict=True):
        assert name in (None, "reserved concurrency", "retry waits")
        assert bool(waiting[t]) <= (name is not None)
        assert name != "reserved concurrency" or peak == 10
    assert {name for t, name in named if 20 <= t < 400} == {"reserved concurrency"}
    assert "retry waits" in {name for t, name in named if t > 600}


def test_five_provisioned_and_a_free_account_throttle_nobody():
    """The sixth at once runs on the rest of the account, after a cold start: facts 1.B3. In the
    burst, 60/s of 0.4 s, 24 at a time: about 19 of them elsewhere."""
    result = field("provisioned-five-throttles")
    counters = result["counters"]["f"]
    assert counters["throttles"] == result["counters"]["c"]["throttles"] == 0
    assert counters["spilled_over"] + counters["provisioned_invocations"] == counters["invocations"]
    assert 2_300 < counters["spilled_over"] < 3_200
    (flag,) = [flag for flag in result["flags"] if flag["kind"] == "first_spillover"]
    assert flag["component"] == "f"
    burst = {name for t, name in limiters(result, "f") if 182 <= t < 239}
    assert burst == {"provisioned concurrency"}
    spilled = result["series"]["f"]["ProvisionedConcurrencySpilloverInvocations"]
    for (_, name), n in zip(limiters(result, "f"), spilled, strict=True):
        assert name == ("provisioned concurrency" if n else None)


def test_an_event_of_a_rule_is_tried_three_times_by_lambda_and_once_by_the_rule(simulate):
    """aws/aws-cdk, issue 25423 (May 2023): three invocations of a function that fails, whatever
    the rule's retries: the event was delivered, the two others are Lambda's own. serverless/
    serverless, issue 4647 (13 Mar 2022): nor does such an event go to the rule's dead-letter queue;
    without `destinations.onFailure` it is dropped."""
    target = {"target": "f", "maximum_retry_attempts": 10, "dead_letter_queue": "undelivered"}
    parts = {
        "site": {"type": "client", "target": "bus", "arrivals": ONCE},
        "bus": {"type": "bus", "rules": [{"targets": [target]}]},
        "f": {"type": "function", "duration": "100 ms", "error_rate": 1},
        "undelivered": {"type": "queue"},
    }
    found = simulate(parts, "5 min", "aws-2026")["counters"]
    assert (found["f"]["invocations"], found["f"]["async_retries"]) == (3, 2)
    assert found["f"]["async_dropped.RetriesExhausted"] == 1
    assert (found["bus"]["targets_invoked"], found["undelivered"]["sent"]) == (1, 0)


def test_an_init_of_twenty_seconds_is_begun_twice(simulate):
    """cloudworkmates.com, on Lambda SnapStart, with the log of a cold start: an init of 20 s and 30
    s of work; begun at 08:09:11, the init is given up at 08:09:21 and run again in the invocation,
    done at 08:09:42, the work at 08:10:12: 61 s."""
    parts = {
        "site": {"type": "client", "target": "f", "arrivals": ONCE, "timeout": "2 min"},
        "f": {"type": "function", "timeout": "2 min", "init_duration": "20 s", "duration": "30 s"},
    }
    result = simulate(parts, "90 s", "aws-2026")
    assert result["percentiles"]["site"]["Latency"]["max"] / 1_000 == pytest.approx(61, abs=1)
    assert result["counters"]["f"]["suppressed_inits"] == 1


def test_provisioned_concurrency_grows_in_three_minutes_and_stays_when_nobody_comes(simulate):
    """George Mao (then AWS), "Understanding Lambda Provisioned Concurrency AutoScaling" (3 Sep
    2020): the high alarm takes three points of a minute. neiman-marcus/
    serverless-provisioned-concurrency-autoscaling, issues 22 (25 May 2021: usage 0.75, 33 stay for
    hours without traffic) and 36 (15 Feb 2022: INSUFFICIENT_DATA at night, "so nothing happens");
    pesh.dev, "Automatically Scaling Down Lambda Provisioned Concurrency": about 100, noticed 48
    hours later."""
    tracking = {"target": 0.75, "maximum": 100, "minimum": 1}
    parts = {
        "site": {
            "type": "client",
            "target": "f",
            "arrivals": {"constant": {"rate": "24/s"}},
            "stop": "10 min",
        },
        "f": {
            "type": "function",
            "duration": "1 s",
            "provisioned_concurrency": 20,
            "provisioned_tracking": tracking,
        },
    }
    series = simulate(parts, "25 min", "aws-2026")["series"]["f"]
    requested = series["Provisioned.requested"]
    assert (set(requested[:180]), requested[180]) == ({20}, 27)
    at_the_end = requested[600]
    assert 24 / 0.75 <= at_the_end <= 40
    assert set(requested[600:]) == {at_the_end}
