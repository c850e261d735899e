"""Functions that call one another: at every frame of scenarios made at random, no call is lost, no
limit is passed, and a run that was put away in the middle of calls goes on to the same bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from tests.properties.strategies import arrivals, examples, one_of
from tests.properties.test_concurrency import documents as independent
from tests.properties.test_concurrency import running

SCENARIOS = 120  # over all profiles


@st.composite
def calls(draw, targets):
    """None of the functions calls one before it."""
    return [
        {
            "target": target,
            "probability": draw(one_of(0.4, 1, 1)),
            "count": draw(one_of(1, 1, 3)),
            "catches_errors": draw(st.booleans()),
        }
        for target in draw(st.lists(st.sampled_from(targets), max_size=2))
    ]


@st.composite
def documents(draw, profile):
    """Up to three functions with clients, and one that only they call."""
    document = draw(independent(profile))
    parts = document["components"]
    functions = sorted(id for id, part in parts.items() if part["type"] == "function")
    parts["last"] = {"type": "function", "duration": draw(one_of("100 ms", 2)), "timeout": 3}
    parts["last"]["reserved_concurrency"] = draw(one_of(None, 2))
    for n, id in enumerate(functions):
        parts[id]["calls"] = draw(calls([*functions[n + 1 :], "last"]))
    extra = {"type": "client", "target": functions[0], "arrivals": draw(arrivals(4))}
    return document | {"components": {**parts, "more": extra}}


def check_calls(functions, counters):
    """Each call is an invocation of its target or a throttle, and nothing else is.

    A handler that ended was cut off, or failed on its way, or has made all of its calls."""
    f, last = counters, counters["last"]
    most = sum(
        f[id]["invocations"] * sum(c.count for c in spec.calls if c.target == "last")
        for id, spec in functions.items()
    )
    assert last["invocations"] + last["throttles"] <= most
    least = sum(
        f[id]["successes"]
        * sum(c.count for c in spec.calls if c.target == "last" and c.probability == 1)
        for id, spec in functions.items()
    )
    assert last["invocations"] + last["throttles"] >= least
    for id in functions:
        assert f[id]["invocations"] == f[id]["successes"] + f[id]["errors"] + running(f[id]), id


def check_limits(functions, account, frame):
    series = frame.payload["series"]
    assert max(series["account"]["ConcurrentExecutions"]) <= account
    for id, function in functions.items():
        limit = account if function.reserved_concurrency is None else function.reserved_concurrency
        assert max(series[id]["ConcurrentExecutions"]) <= limit, id
        longest_ms = series[id]["Duration.p99"]
        assert all(p99 is None or p99 <= function.timeout * 1000.0 + 0.001 for p99 in longest_ms)


def check_clients(scenario, counters):
    """A request has an answer, or is in work."""
    for id, client in scenario.components.items():
        if client.type == "client":
            c = counters[id]
            waiting = c["requests"] - c["responses"] - c["errors"] - c["throttles"]
            assert 0 <= waiting <= running(counters[client.target]), id


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_no_call_is_lost_and_no_limit_is_passed(profile, data):
    scenario = simcore.load_scenario(data.draw(documents(profile)))
    functions = {id: c for id, c in scenario.components.items() if c.type == "function"}
    account = scenario.quota_profile().value("lambda.account_concurrency")
    run, middle = simcore.Run(scenario), None
    for frame in run.frames():
        counters = frame.payload["counters"]
        check_calls(functions, counters)
        check_limits(functions, account, frame)
        check_clients(scenario, counters)
        if frame.t1 == scenario.duration // 2:
            middle = run.snapshot()
    again = simcore.Run.restore(middle)
    for _ in again.frames():
        pass
    assert again.result().fingerprint == run.result().fingerprint
