"""Load balancers: at every frame of scenarios made at random each request is somewhere, and a run
that was put away in the middle goes on to the same bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from tests.properties.strategies import arrivals, distributions, examples, functions, one_of

SCENARIOS = 90  # over all profiles


@st.composite
def target_groups(draw, name):
    group = {"function": name, "weight": draw(one_of(0, 1, 1, 9)) or 1}
    group["malformed_rate"] = draw(one_of(0, 0, 0.2))
    group["response_size"] = draw(one_of(1_000, 1_000, 2_000_000))
    if draw(st.booleans()):
        group["health_checks"] = {"interval": draw(one_of(5, 7.5)), "threshold": 2}
    return group


@st.composite
def load_balancers(draw, *names):
    return {
        "type": "load_balancer",
        "target_groups": [draw(target_groups(name)) for name in names],
        "idle_timeout": draw(one_of(1, 2.5, 60)),
        "connection_error_rate": draw(one_of(0, 0, 0.3)),
    }


@st.composite
def components(draw):
    """A client, what stands before functions, and those: they wait, fail, and are throttled."""
    worker = {**draw(functions()), "duration": draw(distributions(0.0, 4.0))}
    names = draw(one_of(["worker"], ["worker", "other"]))
    parts = {"worker": worker, "alb": draw(load_balancers(*names))}
    if "other" in names:
        parts["other"] = draw(functions())
    parts["site"] = {"type": "client", "target": "alb", "arrivals": draw(arrivals(6))}
    return parts


@st.composite
def documents(draw, profile):
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Is any request lost?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": draw(one_of(10, 20)),
        "quotas": {"lambda.unreserved_minimum": 0, "lambda.account_concurrency": 20},
        "components": draw(components()),
    }


def check_client(counters):
    """Who waits for an answer waits for the balancer; nobody is throttled."""
    site, alb = counters["site"], counters["alb"]
    assert site["requests"] == alb["requests"]
    assert site["responses"] == alb["answered"]
    assert site["errors"] == alb["elb_4xx"] + alb["elb_502"] + alb["elb_504"]
    assert site["throttles"] == 0


def check_functions(counters):
    """Each request that is not answered by the balancer alone is an invocation, or a throttle."""
    alb = counters["alb"]
    asked = [counters[name] for name in ("worker", "other") if name in counters]
    invoked = sum(f["invocations"] + f["throttles"] for f in asked)
    alone = alb.get("errors.LambdaConnectionError", 0)
    checks = alb["health_checks"]
    assert alb["requests"] - alone + checks <= invoked
    running = sum(f["environments_init"] + f["environments_busy"] for f in asked)
    assert invoked <= alb["requests"] - alone + checks + running


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_each_request_is_somewhere_and_a_snapshot_goes_on(profile, data):
    scenario = simcore.load_scenario(data.draw(documents(profile)))
    run, halfway = simcore.Run(scenario), None
    for frame in run.frames():
        check_client(frame.payload["counters"])
        check_functions(frame.payload["counters"])
        if halfway is None and frame.t1 >= scenario.duration / 2:
            halfway = run.snapshot()
    continued = simcore.Run.restore(halfway)
    for _ in continued.frames():
        pass
    assert continued.result().fingerprint == run.result().fingerprint
