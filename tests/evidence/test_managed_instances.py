"""Lambda Managed Instances: what AWS says of their scaling, and what follows by arithmetic.

AWS Lambda Developer Guide, lambda-managed-instances-scaling (12 Jul 2026): many invocations in an
environment; scaling is asynchronous; no cold starts; traffic that doubles within 5 minutes is
absorbed, faster growth may throttle; three environments by default. What AWS does not publish is
assumed and said where it is used: a look every 10 s, half of the room kept free, 60 s until a new
environment begins its init, scale-in after 300 s by a tenth a minute.
"""

import pytest

from simcore.awslambda.reading.views.limited_by import NAMES

PROVES = (
    "simcore/awslambda/managed_instances/function.py",
    "simcore/awslambda/managed_instances/scaler.py",
    "simcore/awslambda/managed_instances/environments.py",
)


def managed(**capacity):
    return {
        "type": "function",
        "memory": "2048 MB",
        "timeout": "60 s",
        "duration": "1 s",
        "init_duration": "2 s",
        "capacity": {"managed_instances": {"concurrency_per_environment": 10, **capacity}},
    }


def client(arrivals, **more):
    return {"type": "client", "target": "worker", "arrivals": arrivals, **more}


def least(environments):
    return {"minimum_execution_environments": environments}


class TestDoubling:
    """50 a second of 1 s need 5 environments of 10; with half of the room free there are 10."""

    @pytest.mark.parametrize(("spacing", "seed"), [("even", 1), ("random", 1), ("random", 2)])
    def test_within_five_minutes_is_absorbed_again_and_again(self, simulate, spacing, seed):
        """50/s, in five minutes 100/s, in five more 200/s, in five more 400/s."""
        ramp = {"from": 0, "over": "5 min", "spacing": spacing}
        first = {"step": {"from": 50, "to": 50, "at": 1, "spacing": spacing}}
        parts = {
            "always": client(first),
            "second": client({"ramp": {**ramp, "to": 50}}, start="2 min"),
            "third": client({"ramp": {**ramp, "to": 100}}, start="7 min"),
            "fourth": client({"ramp": {**ramp, "to": 200}}, start="12 min"),
            "worker": managed(**least(10)),
        }
        result = simulate(parts, "19 min", "aws-2026", seed=seed)
        found = result["counters"]["worker"]
        assert found["throttles"] == found["concurrency_throttles"] == 0
        assert found["cold_starts"] == 0
        assert max(result["series"]["worker"]["ConcurrentExecutions"]) >= 395
        assert result["series"]["worker"]["Managed.serving"][-1] >= 80  # 400 in half of the room

    def test_at_once_it_finds_the_free_half(self, simulate):
        """49 run, there is room for 100; 98 at once fit before any environment is added."""
        step = {"from": 49, "to": 98, "at": "2 min", "spacing": "even"}
        parts = {"caller": client({"step": step}), "worker": managed(**least(10))}
        result = simulate(parts, "3 min", "aws-2026")
        assert result["counters"]["worker"]["throttles"] == 0
        assert result["series"]["worker"]["Managed.serving"][122] == 10
        assert max(result["series"]["worker"]["ConcurrentExecutions"]) >= 98


class TestFasterGrowth:
    """From 20 a second of 1 s to 200, at 125 s, with 4 environments of 10.

    The looks at 130, 200 and 270 s find all full, and ask for as much again: 8, 16 and 32
    environments, which take 60 s and no init. So there is room for 40 until 190 s, 80 until 260 s,
    160 until 330 s and 320 then; of 200 a second that are 160 refused for 65 s, 120 for 70 s and 40
    for 70 s.
    """

    @pytest.fixture
    def step(self, simulate):
        arrivals = {"step": {"from": 20, "to": 200, "at": 125, "spacing": "even"}}
        worker = managed(**least(4)) | {"init_duration": 0}
        return simulate({"caller": client(arrivals), "worker": worker}, "10 min", "aws-2026")

    def test_throttles(self, step):
        expected = 160 * 65 + 120 * 70 + 40 * 70
        assert expected == 21_600
        # A second's worth of those that run at a change of the room may be counted either way.
        assert step["counters"]["worker"]["throttles"] == pytest.approx(expected, abs=200)
        caller = step["counters"]["caller"]
        assert caller["throttles"] == step["counters"]["worker"]["throttles"]

    def test_room(self, step, at):
        moments = (129, 189, 191, 259, 261, 329, 331)
        found = [at(step, "worker", "Managed.room", t) for t in moments]
        assert found == [40, 40, 80, 80, 160, 160, 320]
        assert at(step, "worker", "Managed.preparing", 150) == 4

    def test_the_reason_is_concurrency(self, step, at):
        """AWS's metric for managed instances, and the limiter of every second in between."""
        series = step["series"]["worker"]
        assert series["ConcurrencyThrottles"] == series["Throttles"]
        limiters = {at(step, "worker", "LimitedBy", t) for t in range(127, 325)}
        assert limiters == {NAMES.index("managed environments")}
        assert at(step, "worker", "LimitedBy", 100) is None
        assert at(step, "worker", "LimitedBy", 400) is None

    def test_an_init_makes_it_later(self, simulate, at):
        """60 s of preparation and 30 s of init, neither of which an invocation waits for."""
        arrivals = {"step": {"from": 20, "to": 200, "at": 125, "spacing": "even"}}
        worker = managed(**least(4)) | {"init_duration": "30 s"}
        parts = {"caller": client(arrivals), "worker": worker}
        result = simulate(parts, "5 min", "aws-2026")
        found = [at(result, "worker", "Managed.room", t) for t in (219, 221)]
        assert found == [40, 80]
        assert result["percentiles"]["caller"]["Latency"]["p99"] == pytest.approx(1000, rel=0.02)

    def test_nothing_is_lost_and_nothing_starts_cold(self, step):
        caller, worker = step["counters"]["caller"], step["counters"]["worker"]
        running = worker["invocations"] - worker["successes"]
        assert caller["requests"] == worker["invocations"] + worker["throttles"]
        assert caller["responses"] == worker["successes"]
        assert 0 <= running <= worker["managed_room"]
        assert worker["cold_starts"] == worker["billed_init_ms"] == 0

    def test_never_more_than_there_is_room(self, step):
        series = step["series"]["worker"]
        both = zip(series["ConcurrentExecutions"], series["Managed.room"], strict=True)
        assert all(running <= room for running, room in both)

    def test_a_maximum_ends_it(self, simulate):
        arrivals = {"step": {"from": 20, "to": 200, "at": 125, "spacing": "even"}}
        bounds = {**least(4), "maximum_execution_environments": 6}
        parts = {"caller": client(arrivals), "worker": managed(**bounds)}
        result = simulate(parts, "10 min", "aws-2026")
        assert max(result["series"]["worker"]["Managed.serving"]) == 6
        assert max(result["series"]["worker"]["ConcurrentExecutions"]) == 60


def test_three_environments_of_64_for_each_vcpu_by_default(simulate):
    """2 GB with 2 GiB for each vCPU is one vCPU: of 200 at once 3 x 64 run, 8 are refused."""
    worker = managed()
    worker["capacity"] = {"managed_instances": {}}
    at_once = {"count": 200, "at": 5, "for": "1 ms", "spacing": "even"}
    result = simulate({"caller": client({"burst": at_once}), "worker": worker}, 8, "aws-2026")
    found = result["counters"]["worker"]
    assert (found["invocations"], found["throttles"]) == (192, 8)
    assert found["environments_started"] == 3


def test_scale_in_waits_and_goes_by_a_tenth_a_minute(simulate, at):
    """100 a second until 2 min: 20 environments. The last look that finds any is that of 130 s; at
    430 s the 300 s before are empty, and a tenth, 2, go; then int(1.8), int(1.7), ... = 1 a
    minute, down to the minimum of 10 at 430 + 8 x 60 = 910 s, and no further."""
    always = {"step": {"from": 100, "to": 100, "at": 1, "spacing": "even"}}
    parts = {"caller": client(always, stop="2 min"), "worker": managed(**least(10))}
    result = simulate(parts, "20 min", "aws-2026")
    found = [at(result, "worker", "Managed.serving", t) for t in (429, 431, 491, 909, 911, 1199)]
    assert found == [20, 18, 17, 11, 10, 10]
    assert min(result["series"]["worker"]["Managed.serving"]) == 10
    assert result["counters"]["worker"]["environments_reclaimed"] == 10


def test_without_a_minimum_the_first_are_refused_until_there_is_one(simulate):
    """MinExecutionEnvironments may be 0. A look that finds a refusal asks for one."""
    parts = {
        "caller": client({"constant": {"rate": 1}}),
        "worker": managed(**least(0)) | {"init_duration": 0},
    }
    result = simulate(parts, "3 min", "aws-2026")
    found = result["counters"]["worker"]
    assert 68 <= found["throttles"] <= 72  # of one a second, until the look at 10 s and 60 s more
    assert found["invocations"] + found["throttles"] == result["counters"]["caller"]["requests"]


def test_the_accounts_concurrency_is_not_used(simulate):
    """Assumed: AWS does not say that it is. 150 at once in an account of 100, whose other function
    goes on as ever."""
    parts = {
        "caller": client({"burst": {"count": 150, "at": 5, "for": "1 ms", "spacing": "even"}}),
        "worker": managed(**least(20)),
        "others": client({"constant": {"rate": 5}}) | {"target": "other"},
        "other": {"type": "function", "duration": "1 s", "timeout": 10, "init_duration": 0},
    }
    quotas = {"lambda.account_concurrency": 100}
    result = simulate(parts, "20 s", "aws-2026", quotas=quotas)
    assert result["counters"]["worker"]["throttles"] == 0
    assert result["counters"]["other"]["throttles"] == 0
    account = result["series"]["account"]
    assert 155 <= max(account["ConcurrentExecutions"]) <= 156
    assert max(account["UnreservedConcurrentExecutions"]) <= 6
    assert max(account["ClaimedAccountConcurrency"]) <= 6


def test_a_queue_is_worked_off(simulate):
    """2,000 messages in batches of 10, with an error in twenty: pollers are refused while the five
    that begin meet 2 environments of 2, keep their batch, and lose nothing."""
    worker = managed(**least(2), concurrency_per_environment=2)
    parts = {
        "jobs": {"type": "queue", "visibility_timeout": "6 min", "initial_messages": 2_000},
        "poll": {"type": "event_source_mapping", "source": "jobs", "function": "worker"},
        "worker": worker | {"item_error_rate": 0.05},
    }
    parts["poll"]["report_batch_item_failures"] = True
    result = simulate(parts, "30 min", "aws-2026")
    jobs, poll = result["counters"]["jobs"], result["counters"]["poll"]
    assert jobs["deleted"] == 2_000
    assert poll["throttled_events"] > 0
    assert poll["batches_invoked"] == result["counters"]["worker"]["invocations"]


def test_asynchronous_events_wait_and_come_again(simulate):
    """25 events at once, of 1 s, on 2 environments of 10: 20 run, 5 are refused and come again
    after 1 s, without jitter, when there is room again; none is dropped."""
    at_once = {"count": 25, "at": 5, "for": "1 ms", "spacing": "even"}
    parts = {
        "caller": client({"burst": at_once}, invocation="Event"),
        "worker": managed(**least(2), maximum_execution_environments=2),
    }
    in_step = {"lambda.async.backoff_jitter": 0}
    result = simulate(parts, "20 s", "aws-2026", in_step)
    found = result["counters"]["worker"]
    assert found["async_succeeded"] == found["async_received"] == 25
    assert found["async_refused"] == found["throttles"] == 5


def test_a_timeout_of_90_minutes_for_events(simulate):
    """AWS Lambda Developer Guide, configuration-timeout (12 Jul 2026): up to 5,400 s."""
    worker = managed() | {"timeout": "90 min", "duration": "80 min"}
    one = {"burst": {"count": 1, "at": 5, "for": "1 ms"}}
    parts = {"caller": client(one, invocation="Event"), "worker": worker}
    found = simulate(parts, "90 min", "aws-2026")["counters"]["worker"]
    assert (found["successes"], found["billed_duration_ms"]) == (1, 4_800_000)


def test_it_is_not_priced_and_says_so(simulate):
    parts = {"caller": client({"constant": {"rate": 10}}), "worker": managed()}
    result = simulate(parts, "1 min", "aws-2026")
    assert result["cost"]["usd"] == 0
    assert result["cost"]["per_million"] == {"invocations": None, "requests": None}
    assert "not priced, managed instances: worker" in result["cost"]["notes"]
    assert "EstimatedCharges" not in result["series"]["worker"]
