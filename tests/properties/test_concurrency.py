"""Functions that share an account, with all that sets concurrency apart: at every frame of
scenarios made at random, no limit is passed and every unit of concurrency is claimed once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from tests.properties.strategies import arrivals, distributions, examples, one_of

SCENARIOS = 240  # over all profiles
SLACK = 1e-6


@st.composite
def scaled(draw):
    """What is asked for beforehand, by schedule and by utilization."""
    times = draw(st.lists(st.integers(0, 40), max_size=3, unique=True))
    schedule = [{"at": at, "value": draw(st.integers(0, 5))} for at in sorted(times)]
    tracking = {"target": 0.5, "minimum": draw(st.integers(0, 2)), "maximum": 5}
    return {
        "provisioned_concurrency": draw(st.none() | st.integers(0, 5)),
        "provisioned_schedule": schedule,
        "provisioned_tracking": draw(one_of(None, None, tracking)),
    }


@st.composite
def versions(draw):
    version = {"weight": draw(one_of(0, 0.3, 1)), "duration": draw(distributions(0.0, 4.0))}
    return version | {"error_rate": draw(one_of(0, 1)), **draw(st.just({}) | scaled())}


@st.composite
def functions(draw):
    return {
        "type": "function",
        "timeout": draw(st.integers(1, 12)),
        "duration": draw(distributions(0.0, 4.0)),
        "init_duration": draw(distributions(0.0, 3.0)),
        "error_rate": draw(one_of(0, 0.3)),
        "crash_rate": draw(one_of(0, 0.3)),
        "idle_timeout": draw(one_of(1, 5, 600)),
        "environment_maximum_age": draw(one_of(5, 3600)),
        "reserved_concurrency": draw(st.none() | st.integers(10, 12)),
        "additional_version": draw(st.none() | versions()),
        **draw(st.just({}) | scaled()),
    }


@st.composite
def documents(draw, profile):
    parts = {f"f{n}": draw(functions()) for n in range(draw(st.integers(1, 3)))}
    for id in list(parts):
        parts[f"calls-{id}"] = {"type": "client", "target": id, "arrivals": draw(arrivals(8))}
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Is any limit passed?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": draw(one_of(30, 60, 240)),
        "quotas": {
            "lambda.unreserved_minimum": 0,
            "lambda.account_concurrency": draw(one_of(40, 1000)),
            "lambda.scaling_burst": draw(one_of(1, 4, 1000)),
            "lambda.scaling_refill_per_min": draw(one_of(6, 60, 6000)),
            "lambda.requests_per_concurrency": draw(one_of(1, 10)),
            "lambda.provisioned_preparation_s": draw(one_of(0, 10, 90)),
            "lambda.provisioned_per_min": draw(one_of(6, 600)),
        },
        "components": parts,
    }


def running(f):
    return f["environments_init"] + f["environments_busy"]


def check_claimed(functions, account, frame):
    """Claimed = unreserved in use + reserved + allocated without reserved, and no more than all."""
    counters = frame.payload["counters"]
    claimed = 0
    for id, function in functions.items():
        f = counters[id]
        if function.reserved_concurrency is None:
            shared = running(f) - f.get("provisioned_busy", 0)
            claimed += shared + f.get("provisioned_allocated", 0)
        else:
            claimed += function.reserved_concurrency
    assert frame.payload["series"]["account"]["ClaimedAccountConcurrency"][-1] == claimed
    assert claimed <= account


def check_functions(functions, account, frame):
    """Of each function: what is reserved, what is provisioned, and within it what is ready."""
    for id, function in functions.items():
        f, series = frame.payload["counters"][id], frame.payload["series"][id]
        limit = account if function.reserved_concurrency is None else function.reserved_concurrency
        assert max(series["ConcurrentExecutions"]) <= limit
        if "provisioned" not in f:
            continue
        busy, ready = f["provisioned_busy"], f["provisioned_ready"]
        assert busy <= ready <= f["provisioned_allocated"] <= limit
        assert running(f) - busy + f["provisioned_allocated"] <= limit
        if function.additional_version is None:
            assert f["provisioned_allocated"] <= max(f["provisioned"], busy)
        assert f["provisioned_allocated"] <= f["provisioned"] + busy
        assert f["provisioned_invocations"] + f["spilled_over"] <= f["invocations"]
        assert f["cold_starts"] <= f["invocations"] - f["provisioned_invocations"]
        assert all(u is None or u > 0 for u in series["ProvisionedConcurrencyUtilization"])


def at_first(version):
    """Ready when the run begins."""
    tracking = version.provisioned_tracking
    return max(version.provisioned_concurrency or 0, tracking.minimum if tracking else 0)


def check_rates(scenario, value, functions, frame):
    """Environments, by the scaling rate and that of provisioning; requests, by the ceiling."""
    t = frame.t1
    counters = [frame.payload["counters"][id] for id in functions]
    allocated = [f.get("provisioned_environments_allocated", 0) for f in counters]
    started = [f["environments_started"] - n for f, n in zip(counters, allocated, strict=True)]
    in_common = value("lambda.scaling_scope") == "region"
    allowed = value("lambda.scaling_burst", scenario.region)
    allowed += value("lambda.scaling_refill_per_min") / 60 * t
    assert (sum(started) if in_common else max(started)) <= allowed + SLACK
    if value("lambda.provisioned_scope") == "function":
        grown = value("lambda.provisioned_per_min") / 60 * t + SLACK
        for n, function in zip(allocated, functions.values(), strict=True):
            versions = [v for v in (function, function.additional_version) if v is not None]
            assert n <= sum(map(at_first, versions)) + len(versions) * grown
    per_s = value("lambda.requests_per_concurrency") * value("lambda.account_concurrency")
    requests = sum(f["invocations"] for f in counters)
    assert requests <= per_s * (t + 1) + sum(allocated) + 2 * len(counters)


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_no_limit_is_passed_and_concurrency_is_claimed_once(profile, data):
    scenario = simcore.load_scenario(data.draw(documents(profile)))
    functions = {id: c for id, c in scenario.components.items() if c.type == "function"}
    value = scenario.quota_profile().value
    account = value("lambda.account_concurrency")
    run, middle = simcore.Run(scenario), None
    for frame in run.frames():
        check_claimed(functions, account, frame)
        check_functions(functions, account, frame)
        check_rates(scenario, value, functions, frame)
        assert max(frame.payload["series"]["account"]["ConcurrentExecutions"]) <= account
        if frame.t1 == scenario.duration // 2:
            middle = run.snapshot()
    again = simcore.Run.restore(middle)
    for _ in again.frames():
        pass
    assert again.result().fingerprint == run.result().fingerprint
