"""Load balancers and distributions: at every frame of scenarios made at random each request is
somewhere, and a run that was put away in the middle goes on to the same bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from tests.properties.strategies import arrivals, distributions, examples, functions, one_of

SCENARIOS = 45  # over all profiles


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
def triggers(draw, kind):
    return {
        "function": kind,
        "responds": draw(one_of(0, 0, 0.3)),
        "invalid_rate": draw(one_of(0, 0, 0.2)),
    }


@st.composite
def origins(draw):
    times = {"connection_timeout": 1, "response_timeout": draw(one_of(1, 2.5))}
    main = {"name": "main", **draw(one_of({"target": "alb"}, {"target": "worker"}))}
    spare = {
        "name": "spare",
        "latency": draw(distributions(0.0, 3.0)),
        "error_rate": draw(one_of(0, 0.5)),
        "error_status": draw(one_of(404, 429, 500, 503)),
        "unreachable_rate": draw(one_of(0, 0, 0.3)),
    }
    return [{**main, **times}, {**spare, **times}]


@st.composite
def behaviors(draw):
    first, second = draw(one_of(("main", "spare"), ("spare", "main")))
    behavior = {"origin": first, "ttl": {"default": draw(one_of(1, 4)), "minimum": 0}}
    behavior["cache_policy"] = draw(
        one_of("CachingOptimized", "CachingOptimized", "CachingDisabled")
    )
    if draw(st.booleans()):
        codes = draw(one_of([500, 502], [503], [504], [429, 502, 503, 504]))
        behavior["failover"] = {"origin": second, "status_codes": codes}
    at_viewer = draw(one_of("edge", "rewrite"))
    for point, kind in (("viewer_request", at_viewer), ("viewer_response", at_viewer),
                        ("origin_request", "edge"), ("origin_response", "edge")):  # fmt: skip
        if draw(st.booleans()):
            behavior[point] = draw(triggers(kind))
    return behavior


@st.composite
def cloudfront(draw):
    """Viewers, a distribution of two behaviors, functions at its edge."""
    some = {"resources": {"first": 0, "last": 2}}
    computes = {"compute_time": draw(distributions(0.0, 0.1)), "compute_limit": 0.1}
    return {
        "viewers": {
            "type": "client",
            "target": "cdn",
            "arrivals": draw(arrivals(6)),
            "resources": {"uniform": {"count": draw(one_of(1, 6))}},
            "method": draw(one_of("GET", "GET", "POST")),
        },
        "cdn": {
            "type": "distribution",
            "origins": draw(origins()),
            "behaviors": [{**draw(behaviors()), **some}, draw(behaviors())],
            "edge_locations": draw(one_of(1, 3)),
            "regional_edge_caches": draw(one_of(0, 2)),
            "origin_shield": draw(st.booleans()),
        },
        "rewrite": {"type": "cloudfront_function", "error_rate": 0.1, **computes},
        "edge": {
            "type": "function",
            "duration": draw(distributions(0.0, 1.0)),
            "error_rate": draw(one_of(0, 0.2)),
            "timeout": 1,
        },
    }


@st.composite
def components(draw):
    """Clients, what stands before functions, and those: they wait, fail, and are throttled."""
    worker = {**draw(functions()), "duration": draw(distributions(0.0, 4.0))}
    names = draw(one_of(["worker"], ["worker", "other"]))
    parts = {"worker": worker, "alb": draw(load_balancers(*names))}
    if "other" in names:
        parts["other"] = draw(functions())
    parts["site"] = {"type": "client", "target": "alb", "arrivals": draw(arrivals(6))}
    return parts | draw(cloudfront())


@st.composite
def documents(draw, profile):
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Is any request lost?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": draw(one_of(10, 20)),
        "region": "us-east-1",
        "quotas": {"lambda.unreserved_minimum": 0, "lambda.account_concurrency": 20},
        "components": draw(components()),
    }


KNOWN = {
    "format": "windtunnel.scenario/1",
    "id": "edge",
    "title": "Is there some of everything?",
    "duration": 20,
    "region": "us-east-1",
    "components": {
        "viewers": {"type": "client", "target": "cdn", "arrivals": {"poisson": {"rate": 5}}},
        "cdn": {
            "type": "distribution",
            "origins": [{"name": "main", "target": "alb"}],
            "behaviors": [
                {
                    "origin": "main",
                    "ttl": {"default": 2},
                    "viewer_request": {"function": "rewrite"},
                    "origin_request": {"function": "worker"},
                }
            ],
        },
        "rewrite": {"type": "cloudfront_function"},
        "alb": {
            "type": "load_balancer",
            "target_groups": [{"function": "worker", "health_checks": {"interval": 5}}],
        },
        "worker": {"type": "function", "duration": "100 ms"},
    },
}
"""So that every balance is of something."""


def check_client(counters):
    """Who waits for an answer waits for the balancer; nobody is throttled."""
    site, alb = counters["site"], counters["alb"]
    assert site["requests"] <= alb["requests"]
    assert site["throttles"] == 0
    assert site["responses"] <= alb["answered"]


def check_functions(counters):
    """Each request that the balancer does not answer alone is an invocation, or a throttle."""
    alb = counters["alb"]
    asked = [counters[name] for name in ("worker", "other") if name in counters]
    invoked = sum(f["invocations"] + f["throttles"] for f in asked)
    alone = alb.get("errors.LambdaConnectionError", 0)
    assert alb["requests"] - alone + alb["health_checks"] <= invoked


def check_distribution(counters):
    """Viewers get one answer each; what runs at the edge has ended, or is in work."""
    viewers, cdn, edge = counters["viewers"], counters["cdn"], counters["edge"]
    assert viewers["requests"] == cdn["requests"]
    assert viewers["responses"] == cdn["answers"] - cdn["errors_4xx"] - cdn["errors_5xx"]
    assert cdn["answers"] + cdn["waiting"] == cdn["requests"]
    running = edge["environments_init"] + edge["environments_busy"]
    begun = edge["invocations"] + edge["throttles"]
    ran = counters["rewrite"]["invocations"]
    assert cdn["edge_function_runs"] == begun - running + ran - counters["rewrite"]["running"]
    assert cdn["cache_misses"] + cdn["answered.not-cached"] <= cdn["requests"]


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_each_request_is_somewhere_and_a_snapshot_goes_on(profile, data):
    scenario = simcore.load_scenario(data.draw(documents(profile)))
    run, halfway = simcore.Run(scenario), None
    for frame in run.frames():
        counters = frame.payload["counters"]
        check_client(counters)
        check_functions(counters)
        check_distribution(counters)
        if halfway is None and frame.t1 >= scenario.duration / 2:
            halfway = run.snapshot()
    continued = simcore.Run.restore(halfway)
    for _ in continued.frames():
        pass
    assert continued.result().fingerprint == run.result().fingerprint
