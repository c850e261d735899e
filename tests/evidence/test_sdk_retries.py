"""What the AWS SDKs do when a call is refused, fails or is not answered in time.

botocore 1.34.100 and 1.44.5 (`data/_retry.json`, `retries/standard.py`, `retries/quota.py`,
`endpoint.py`; Nov 2026) and AWS SDKs and Tools Reference Guide, feature-retry-behavior (Nov 2026);
AWS re:Post, knowledge-center/lambda-function-retry-timeout-sdk (2025), for the other SDKs' times.
"""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import simcore
from simcore.scenario.build import build
from simcore.services.clients.answers import REFUSED
from simcore.services.clients.facts import AttemptSent
from tests import store

PROVES = (
    "simcore/services/clients/caller.py",
    "simcore/services/clients/retry_mode.py",
    "simcore/services/clients/retry_quota.py",
)

FIELD = Path(__file__).parent / "field"
CLOSED = {"type": "function", "duration": "10 ms", "init_duration": 0, "reserved_concurrency": 0}
OPEN = {"type": "function", "duration": "10 ms", "init_duration": 0}
DOOR = {"type": "load_balancer", "target_groups": [{"function": "worker"}]}


def calling(target="worker", rate=1, limit=1, **sdk):
    arrivals = {"constant": {"rate": rate}}
    return {"type": "client", "target": target, "arrivals": arrivals, "limit": limit, "sdk": sdk}


# GC-26: the waits. Requests come 100 s apart to a function that refuses all of them (429), to a
# load balancer before it (502), or to one that takes longer than the client waits.

LEGACY, STANDARD = {"retry_mode": "legacy"}, {"retry_mode": "standard"}
WAITS = [
    # profile, mode, what goes wrong, the longest wait before each retry
    ("aws-2022", LEGACY, "429", [1.0, 2.0, 4.0, 8.0]),
    ("aws-2022", LEGACY, "502", [1.0, 2.0, 4.0, 8.0]),
    ("aws-2022", STANDARD, "429", [1.0, 2.0]),
    ("aws-2022", STANDARD, "timeout", [1.0, 2.0]),
    ("aws-2026", STANDARD, "429", [1.0, 2.0]),
    ("aws-2026", STANDARD, "502", [0.05, 0.1]),
    ("aws-2026", STANDARD, "timeout", [0.05, 0.1]),
    ("aws-2026", {**STANDARD, "new_retries_2026": False}, "502", [1.0, 2.0]),
    ("aws-2026", {**STANDARD, "max_attempts": 8}, "429", [1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0]),
]
GIVEN_UP_AFTER_S = 3.0


def waits(profile, sdk, wrong):
    """Column by column the waits before the retries of 200 requests."""
    parts = {"caller": calling(rate=0.01, limit=200, **sdk), "worker": CLOSED}
    if wrong == "502":
        parts |= {"caller": calling("door", rate=0.01, limit=200, **sdk), "door": DOOR}
    if wrong == "timeout":
        parts["worker"] = {**OPEN, "duration": "10 s", "timeout": 900}
        parts["caller"]["timeout"] = GIVEN_UP_AFTER_S
    document = {
        "format": "windtunnel.scenario/1",
        "id": "waits",
        "title": "How long does it wait?",
        "profile": profile,
        "duration": 20_100,
        "quotas": {"sdk.standard.retry_quota": 100_000},
        "components": parts,
    }
    scenario = simcore.load_scenario(document).with_defaults()
    simulation = build(scenario, scenario.quota_profile(), 1)
    simulation.env.run(until=scenario.duration)
    [client] = [part for part in simulation.components if part.id == "caller"]
    sent = np.array(client.ledgers[AttemptSent].rows)
    times = sent[:, 0].reshape(200, -1)
    took = GIVEN_UP_AFTER_S if wrong == "timeout" else 0.0
    return np.diff(times, axis=1).T - took


@pytest.mark.parametrize(("profile", "sdk", "wrong", "longest"), WAITS)
def test_waits_are_a_random_share_of_what_the_table_says(profile, sdk, wrong, longest):
    """Uniform between 0 and the bound: Kolmogorov and Smirnov find nothing in 200 of each."""
    found = waits(profile, sdk, wrong)
    assert len(found) == len(longest)
    for waited, bound in zip(found, longest, strict=True):
        assert waited.max() <= bound
        assert stats.kstest(waited / bound, "uniform").pvalue > 0.001


def test_the_default_mode_is_the_profiles():
    """Legacy with 5 attempts until botocore 1.43; standard with 3 since 1.44 (10 Nov 2026)."""
    assert [len(waits(p, {}, "429")) for p in ("notes-2021", "aws-2022", "aws-2026")] == [4, 4, 2]


def mode(profile, target, **sdk):
    """The retry mode of a client of a table or a stream."""
    document = {
        "format": "windtunnel.scenario/1",
        "id": "mode",
        "title": "How often?",
        "profile": profile,
        "duration": 10,
        "components": {
            "caller": calling(target, **sdk),
            "table": {"type": "table"},
            "stream": {"type": "stream"},
        },
    }
    scenario = simcore.load_scenario(document).with_defaults()
    simulation = build(scenario, scenario.quota_profile(), 1)
    return next(part for part in simulation.components if part.id == "caller").clients[0].mode


def test_dynamodb_has_settings_of_its_own():
    """2026: four attempts, 25 ms times 2^i after an error that is no throttle. Legacy: ten attempts
    and 50 ms times 2^i without jitter. Standard before 2026 knows no difference."""
    new = mode("aws-2026", "table", **STANDARD)
    assert (new.max_attempts, new.transient_base_s, new.throttled_base_s) == (4, 0.025, 1.0)
    other = mode("aws-2026", "stream", **STANDARD)
    assert (other.max_attempts, other.transient_base_s) == (3, 0.05)
    legacy = mode("aws-2022", "table")
    assert [legacy.wait_s(REFUSED, n, luck=0.1) for n in range(3)] == [0.05, 0.1, 0.2]
    assert (legacy.max_attempts, mode("aws-2022", "stream").max_attempts) == (10, 5)
    assert mode("aws-2022", "table", **STANDARD).max_attempts == 3


def test_records_that_a_shard_refuses_are_tried_again(simulate):
    """A shard takes 1,000 records a second (Kinesis, service-sizes-and-limits): of 1,500 at once
    500 are refused. Within three attempts, the last of which comes up to 3 s later, all are in."""
    at_once = {"burst": {"rate": 0, "count": 1_500, "at": 1, "for": 0}}
    caller = {**calling("stream", **STANDARD), "arrivals": at_once, "limit": 1_500}
    quotas = {"sdk.standard.retry_quota": 10_000}
    parts = {"caller": caller, "stream": {"type": "stream", "shards": 1}}
    result = simulate(parts, "20 s", "aws-2026", quotas)
    counters = result["counters"]
    assert counters["caller"]["responses"] == 1_500 == counters["stream"]["records"]
    assert counters["caller"]["answers.429"] >= 500


# GC-26: the quota. 1,000 requests, each of which would be tried again twice, and no success.


@pytest.mark.parametrize(
    ("profile", "through_a_door", "retries", "left"),
    [
        ("aws-2022", False, 100, 0),  # 500 tokens at 5 each
        ("aws-2022", True, 100, 0),
        ("aws-2026", False, 100, 0),  # throttles cost 5 still
        ("aws-2026", True, 35, 10),  # 35 x 14 = 490: ten are left, too few for another
    ],
)
def test_the_quota_ends_the_retries_of_an_outage(simulate, profile, through_a_door, retries, left):
    target = "door" if through_a_door else "worker"
    parts = {"caller": calling(target, 10, 1_000, **STANDARD), "worker": CLOSED}
    result = simulate(parts | ({"door": DOOR} if through_a_door else {}), "3 min", profile)
    counters = result["counters"]["caller"]
    assert (counters["retries"], counters["attempts"]) == (retries, 1_000 + retries)
    assert result["series"]["caller"]["RetryQuota"][-1] == left


def test_a_timeout_costs_ten_tokens_before_2026_and_fourteen_since(simulate):
    """500 / 10 = 50 retries, 500 / 14 = 35."""
    slow = {**OPEN, "duration": "10 s", "timeout": 60}
    for profile, retries in (("aws-2022", 50), ("aws-2026", 35)):
        caller = {**calling("worker", 2, 150, **STANDARD), "timeout": 1}
        result = simulate({"caller": caller, "worker": slow}, "3 min", profile)
        assert result["counters"]["caller"]["retries"] == retries


def test_legacy_mode_has_no_quota_an_outage_is_five_times_the_load(simulate):
    """1,000 requests x 5 attempts, as each of them is refused."""
    parts = {"caller": calling("worker", 10, 1_000, **LEGACY), "worker": CLOSED}
    counters = simulate(parts, "3 min", "aws-2022")["counters"]["caller"]
    assert (counters["requests"], counters["attempts"]) == (1_000, 5_000)
    assert (counters["throttles"], counters["backing_off"]) == (1_000, 0)


def test_every_sdk_client_has_a_quota_so_many_of_them_keep_on_for_longer(simulate):
    """Ten processes of 100 requests each: 10 x 100 retries instead of 100."""
    parts = {"caller": calling("worker", 10, 1_000, clients=10, **STANDARD), "worker": CLOSED}
    assert simulate(parts, "3 min", "aws-2026")["counters"]["caller"]["retries"] == 1_000


@pytest.mark.parametrize(("attempts", "times"), [(1, 1.0), (2, 1.5), (3, 1.75), (5, 1.9375)])
def test_how_far_retries_amplify_a_load_of_which_half_fails(simulate, attempts, times):
    """With p = 0.5 and m attempts: (1 - p^m) / (1 - p) attempts a request, p^m of them in vain.

    Behind a load balancer a function's error is a 502, which is tried again; the quota is out of
    the way. 2,000 requests: within four standard errors (each request's attempts vary by < 1.2).
    """
    failing = {**OPEN, "error_rate": 0.5}
    sdk = {**STANDARD, "max_attempts": attempts}
    parts = {"caller": calling("door", 50, 2_000, **sdk), "door": DOOR, "worker": failing}
    quotas = {"sdk.standard.retry_quota": 1_000_000}
    counters = simulate(parts, "60 s", "aws-2026", quotas)["counters"]["caller"]
    assert counters["attempts"] / 2_000 == pytest.approx(times, abs=4 * 1.2 / 2_000**0.5)
    assert counters["errors"] / 2_000 == pytest.approx(0.5**attempts, abs=0.045)


def test_an_error_of_the_function_is_no_error_of_the_call(simulate):
    """AWS Lambda Developer Guide, invocation-sync (12 Jul 2026): 200 with X-Amz-Function-Error."""
    parts = {"caller": calling("worker", 10, 100), "worker": {**OPEN, "error_rate": 1}}
    counters = simulate(parts, "30 s", "aws-2026")["counters"]["caller"]
    assert (counters["errors"], counters["attempts"]) == (100, 100)
    assert counters["answers.function-error"] == 100


# Field reports.


def field(name, **overrides):
    paths = {key.replace("__", "."): value for key, value in overrides.items()}
    return store.result(simcore.load_scenario(FIELD / f"{name}.yaml", overrides=paths))


RUNS = [
    # what is configured, and so many runs: as many as there are attempts
    ({"profile": "aws-2022"}, 5),  # boto3: 60 s, five attempts
    ({"profile": "aws-2026"}, 3),  # since botocore 1.44
    ({"script__timeout": 50, "script__sdk__max_attempts": 4}, 4),  # Java: 50 s, three retries
    ({"script__timeout": 100, "script__sdk__max_attempts": 5}, 5),  # .NET: four retries
    ({"script__sdk__max_attempts": 8}, 8),
    ({"script__timeout": "6 min"}, 1),  # the cure: wait longer than the function runs
    ({"script__sdk__max_attempts": 1}, 1),  # or ask once
]


@pytest.mark.parametrize(("said", "runs"), RUNS)
def test_a_read_timeout_shorter_than_the_function_runs_the_work_again(said, runs):
    """A call of 300 s that is given up after 60 s is made again while it runs: so many runs, all
    of them to their end, 300 s each and paid for, and none whose answer anybody waits for."""
    said = {(k if k == "profile" else f"components__{k}"): v for k, v in said.items()}
    result = field("client-read-timeout", **said)
    job, script = result["counters"]["job"], result["counters"]["script"]
    is_cured = runs == 1 and "components__script__timeout" in said
    assert (job["invocations"], job["successes"]) == (runs, runs)
    assert (script["responses"], script["late_answers"]) == ((1, 0) if is_cured else (0, runs))
    assert job["billed_duration_ms"] == runs * 300_000


def test_twelve_chunks_of_which_two_come():
    """Two environments start, the other ten requests find none: 429, and a browser asks once."""
    counters = field("page-load-reserved-two")["counters"]["browser"]
    assert (counters["requests"], counters["responses"], counters["throttles"]) == (12, 2, 10)
    assert (counters["pages"], counters["pages_failed"]) == (1, 1)


def test_with_the_retries_of_the_legacy_mode_all_twelve_come():
    """A retry comes too early while the environments start (715 ms): all four of one request by
    0.715^4 / (4! x 1 x 2 x 4 x 8) = 0.02 %. Then two environments take 133 a second, and the
    reserved two allow 20 a second."""
    counters = field("page-load-reserved-two", components__browser__sdk={"retry_mode": "legacy"})[
        "counters"
    ]["browser"]
    assert (counters["responses"], counters["pages_failed"]) == (12, 0)
    assert counters["retries"] >= 10
