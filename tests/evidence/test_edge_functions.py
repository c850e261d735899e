"""Functions at the edge: where they run, what viewers see when they fail, limits and prices.

Amazon CloudFront Developer Guide, text of April 2026: edge-functions-choosing,
edge-function-restrictions-all, lambda-cloudfront-trigger-events, cloudfront-limits,
http-502-bad-gateway, http-503-service-unavailable; worked examples EH-12 to EH-15; prices of 2026.
"""

import pytest

import simcore
from simcore.services.cloudfront.facts import ViewerAnswered
from tests.evidence.edge_parts import (
    AT_EDGE,
    NOBODY,
    Stage,
    distribution,
    document,
    result,
    viewers,
)

PROVES = (
    "simcore/services/cloudfront/functions.py",
    "simcore/services/cloudfront/distribution.py",
    "simcore/services/cloudfront_functions/function.py",
)

FOUR = {
    point: {"function": "auth"}
    for point in ("viewer_request", "origin_request", "origin_response", "viewer_response")
}
FAST = {"latency": 0}
ASKED = [*range(200), *(50 + n % 150 for n in range(800))]
"""1,000 requests for 200 resources: 80 % hits; the first 50 are asked for once."""


def at_four_points(statuses):
    site = distribution({"target": "web"}, FOUR)
    stage = Stage(document(10, site, NOBODY, auth=AT_EDGE, web=AT_EDGE), statuses)
    stage.ask(ASKED, 0.05)
    return stage


def test_eh_12_viewer_points_run_for_each_request_and_origin_points_for_misses():
    """1,000 viewer requests, 80 % hits: 1,000 + 200 + 200 + 1,000 = 2,400 invocations."""
    stage = at_four_points({})
    assert stage.runs() == {"viewer-request": 1_000, "origin-request": 200,
                            "origin-response": 200, "viewer-response": 1_000}  # fmt: skip
    assert stage.results() == {"hit": 800, "miss": 200}


def test_eh_13_the_viewer_response_does_not_run_for_400_and_more():
    """The origin answers 404 to 50 of the 200: 950; the origin response runs for all of them."""
    stage = at_four_points(dict.fromkeys(range(50), 404))
    runs = stage.runs()
    assert (runs["origin-response"], runs["viewer-response"]) == (200, 950)
    assert stage.statuses.count(404) == 50


def test_a_request_that_is_answered_at_the_edge_goes_no_further():
    site = distribution(FAST, {**FOUR, "viewer_request": {"function": "auth", "responds": 1}})
    found = result(20, site, viewers(100, over=10), auth=AT_EDGE)["counters"]["site"]
    assert (found["answered.generated"], found["runs.viewer-request"]) == (100, 100)
    assert (found["runs.viewer-response"], found["origin_requests"]) == (0, 0)


def test_what_the_origin_request_answers_is_kept_and_no_origin_asked():
    site = distribution(FAST, {"origin_request": {"function": "auth", "responds": 1}})
    found = result(20, site, viewers(100, over=10), auth=AT_EDGE)["counters"]["site"]
    assert (found["runs.origin-request"], found["origin_requests"]) == (1, 0)
    assert (found["answered.generated"], found["answered.hit"]) == (1, 99)


def test_what_the_origin_request_answers_has_its_own_size():
    """lambda-generating-http-responses: the function's answer is what viewers get, here of 1,000
    bytes, from the cache too; 100 answers are 100,000 bytes, whatever the origin's have."""
    answers = {"function": "auth", "responds": 1, "response_size": 1_000}
    site = distribution(FAST, {"origin_request": answers}, response_size=50_000)
    found = result(20, site, viewers(100, over=10), auth=AT_EDGE)["counters"]["site"]
    assert found["bytes_downloaded"] == 100_000


@pytest.mark.parametrize(
    ("function", "trigger"),
    [
        ({"error_rate": 1}, {}),
        ({"reserved_concurrency": 0}, {}),
        ({}, {"invalid_rate": 1}),
        ({}, {"responds": 1, "response_size": 2_000_000}),
    ],
)
@pytest.mark.parametrize("policy", ["CachingOptimized", "CachingDisabled"])
def test_a_failure_before_the_origin_is_not_the_origins(function, trigger, policy):
    behavior = {"origin_request": {"function": "auth", **trigger}, "cache_policy": policy}
    site = distribution(FAST, behavior, error_caching_minimum_ttl=0)
    auth = {**AT_EDGE, **function}
    found = result(20, site, viewers(10, over=10), auth=auth)["counters"]["site"]
    assert found["errors_5xx"] == found["answered.edge-error"] == 10
    assert found["origin_requests"] == found["answered.origin-error"] == 0


@pytest.mark.parametrize(
    ("function", "trigger", "counter"),
    [
        ({"error_rate": 1}, {}, "execution_errors"),
        ({"timeout": 1, "duration": 2}, {}, "execution_errors"),
        ({"reserved_concurrency": 0}, {}, "limit_exceeded"),
        ({}, {"invalid_rate": 1}, "validation_errors"),
    ],
)
def test_how_a_function_of_lambda_edge_fails(function, trigger, counter):
    """503 for an execution error or a limit that is exceeded, 502 for an invalid response."""
    site = distribution(FAST, {"viewer_request": {"function": "auth", **trigger}})
    said = document(20, site, viewers(10, over=1), auth={**AT_EDGE, **function})
    stage = Stage(said)
    stage.env.run(until=15)
    expected = 502 if counter == "validation_errors" else 503
    statuses = [row[2] for row in stage.site.ledgers[ViewerAnswered].take()]
    assert statuses == [expected] * 10


@pytest.mark.parametrize(("size", "status"), [(40_960, 200), (40_961, 502)])
def test_an_answer_at_the_viewer_request_has_40_kb(size, status):
    """cloudfront-limits: 40 KB (40,960 bytes) on viewer events, headers included."""
    behavior = {"viewer_request": {"function": "auth", "responds": 1, "response_size": size}}
    site = distribution(FAST, behavior)
    stage = Stage(document(20, site, NOBODY, auth=AT_EDGE))
    stage.ask([1], 1)
    assert stage.statuses == [status]


def test_a_region_takes_ten_requests_a_second_for_each_of_its_concurrency():
    """cloudfront-limits: 10,000 requests a second and 1,000 at once in a Region, shared with all
    functions there. Here a tenth: 1,500 a second for 4 s, 1 ms each, which needs two environments.
    Of 6,000 are let in the 1,000 of each second, and a second of them at once: 5,000."""
    site = distribution(FAST, {"viewer_request": {"function": "auth"}})
    who = {"type": "client", "target": "site", "arrivals": {"constant": {"rate": 1_500}}, "stop": 4}
    said = document(5, site, who, auth=AT_EDGE)
    said["quotas"] = {"lambda.account_concurrency": 100, "lambda.unreserved_minimum": 0}
    found = simcore.run(simcore.load_scenario(said)).as_dict()["counters"]
    assert found["site"]["requests"] == 6_000
    assert found["auth"]["invocations"] == pytest.approx(5_000, abs=2)
    refused = found["auth"]["throttles"]
    assert found["site"]["limit_exceeded"] == found["site"]["errors_5xx"] == refused


def test_a_thousand_run_at_once_with_all_functions_of_the_region():
    """1,500 at one moment beside a function that has 400 of the account's 1,000: 600 are let in."""
    site = distribution(FAST, {"viewer_request": {"function": "auth"}})
    slow = {"type": "function", "duration": 20, "timeout": 30, "init_duration": 0}
    burst = {"burst": {"rate": 0, "count": 400, "at": 0, "for": 0}}
    other = {"type": "client", "target": "other", "arrivals": burst}
    auth = {**AT_EDGE, "duration": 1}
    found = result(10, site, viewers(1_500, at=5), auth=auth, other=slow, batch=other)["counters"]
    assert (found["auth"]["invocations"], found["site"]["limit_exceeded"]) == (600, 900)


def test_eh_14_what_lambda_edge_costs():
    """10 M x 50 ms x 128 MB: 6.00 USD of requests, 62,500 GB-s x 0.00005001 = 3.13 USD, no free
    tier; here a ten-thousandth of it: 1,000 invocations, 6.25 GB-s."""
    site = distribution(FAST, {"viewer_request": {"function": "auth"}})
    auth = {**AT_EDGE, "duration": "50 ms", "memory": 128}
    found = result(20, site, viewers(1_000, over=10), auth=auth)["cost"]["items"]
    usd = {line["item"]: line["usd"] for line in found if line["component"] == "auth"}
    assert usd["requests"] * 10_000 == pytest.approx(6.00)
    assert usd["duration"] * 10_000 == pytest.approx(3.13, abs=0.005)


def test_eh_15_what_cloudfront_functions_cost():
    """(10 - 2) x 0.10 = 0.80 USD for 10 M in a month: here 1,000 in 259.2 s, of 30 days."""
    site = distribution(FAST, {"viewer_request": {"function": "rewrite"}})
    said = document(259.2, site, viewers(1_000, over=200), rewrite=CFF)
    found = simcore.run(simcore.load_scenario({**said, "free_tier": True})).as_dict()["cost"]
    (line,) = [line for line in found["items"] if line["component"] == "rewrite"]
    assert line["month_quantity"] == 10_000_000
    assert line["month_usd"] == pytest.approx(0.80)


CFF = {"type": "cloudfront_function"}


@pytest.mark.parametrize(
    ("said", "status", "counter", "at_site"),
    [
        ({"error_rate": 1}, 503, "execution_errors", "execution_errors"),
        ({"validation_error_rate": 1}, 502, "validation_errors", "validation_errors"),
        ({"compute_time": "1.2 ms"}, 503, "throttles", "limit_exceeded"),
        ({"compute_time": "0.9 ms"}, 200, "done", "edge_function_runs"),
    ],
)
def test_how_a_cloudfront_function_ends(said, status, counter, at_site):
    """FunctionThrottles are no FunctionExecutionErrors (monitoring-functions), here and in what the
    distribution counts: 503 for execution errors, 502 for what does not validate; a run beyond the
    limit, of which only the utilization is published (assumed 1 ms), is throttled."""
    site = distribution(FAST, {"viewer_request": {"function": "rewrite"}})
    stage = Stage(document(20, site, NOBODY, rewrite={**CFF, **said}))
    stage.ask([1, 2, 3], 1)
    assert stage.statuses == [status] * 3
    counted = result(20, site, viewers(3), rewrite={**CFF, **said})["counters"]
    found, at = counted["rewrite"], counted["site"]
    assert (found["invocations"], found[counter], at[at_site]) == (3, 3, 3)
    failures = ("execution_errors", "validation_errors", "limit_exceeded")
    assert sum(at[name] for name in failures) == (3 if status > 200 else 0)


def test_compute_utilization_is_a_percentage_of_the_limit():
    site = distribution(FAST, {"viewer_request": {"function": "rewrite"}})
    said = {**CFF, "compute_time": "0.42 ms"}
    found = result(5, site, viewers(10), rewrite=said)["series"]["rewrite"]
    assert found["FunctionComputeUtilization"][0] == pytest.approx(42, abs=0.01)


AT_VIEWER, AT_ORIGIN = "viewer_request", "origin_request"


@pytest.mark.parametrize(
    ("function", "trigger", "point", "id"),
    [
        ({}, {"version": "$LATEST"}, AT_VIEWER, "edge.version"),
        ({}, {"version": "live"}, AT_ORIGIN, "edge.version"),
        ({"memory": 256}, {}, AT_VIEWER, "edge.memory"),
        ({"timeout": 31}, {}, AT_ORIGIN, "edge.timeout"),
        ({"architecture": "arm64"}, {}, AT_VIEWER, "edge.not-supported"),
        ({"package": "container"}, {}, AT_ORIGIN, "edge.not-supported"),
        ({"provisioned_concurrency": 2}, {}, AT_VIEWER, "edge.not-supported"),
        ({}, {"responds": 0.1, "response_size": "41 KB"}, AT_VIEWER, "edge.response-too-large"),
        ({}, {"responds": 0.1}, "viewer_response", "edge.responds-too-late"),
    ],
)
def test_what_lambda_edge_does_not_take(function, trigger, point, id):
    site = distribution(FAST, {point: {"function": "auth", **trigger}})
    findings = simcore.check(document(20, site, viewers(1), auth={**AT_EDGE, **function}))
    assert id in [finding.id for finding in findings]


@pytest.mark.parametrize("said", [{"reserved_concurrency": 0}, {"reserved_concurrency": 5}])
def test_what_the_list_of_restrictions_does_not_name_is_taken(said):
    """edge-function-restrictions-all: provisioned concurrency is in it, reserved is not."""
    site = distribution(FAST, {AT_ORIGIN: {"function": "auth"}})
    findings = simcore.check(document(20, site, viewers(1), auth={**AT_EDGE, **said}))
    assert [one.id for one in findings if one.id.startswith("edge.")] == []


@pytest.mark.parametrize(
    ("profile", "region", "timeout", "found"),
    [
        ("aws-2026", "us-east-1", 30, []),
        ("aws-2022", "us-east-1", 5, []),
        ("aws-2022", "us-east-1", 6, ["edge.timeout"]),
        ("aws-2026", "eu-west-1", 5, ["edge.not-us-east-1"]),
    ],
)
def test_five_seconds_then_thirty_now_and_authored_in_us_east_1(profile, region, timeout, found):
    site = distribution(FAST, {"viewer_request": {"function": "auth"}})
    said = document(20, site, viewers(1), auth={**AT_EDGE, "timeout": timeout})
    findings = simcore.check({**said, "profile": profile, "region": region})
    assert [one.id for one in findings if one.id.startswith("edge.")] == found


@pytest.mark.parametrize(
    ("behavior", "id"),
    [
        ({"origin_request": {"function": "rewrite"}}, "edge.viewer-events-only"),
        (
            {"viewer_request": {"function": "rewrite"}, "viewer_response": {"function": "auth"}},
            "edge.mixed",
        ),
    ],
)
def test_the_two_kinds_are_not_mixed(behavior, id):
    said = document(20, distribution(FAST, behavior), viewers(1), auth=AT_EDGE, rewrite=CFF)
    assert id in [finding.id for finding in simcore.check(said)]


ANOTHER = {"name": "main", "latency": 1}
SOME = {"resources": {"first": 0, "last": 9}}


@pytest.mark.parametrize(
    ("site", "id"),
    [
        (distribution(FAST, {"origin": "elsewhere"}), "distribution.unknown-origin"),
        (distribution(FAST, origins=[ANOTHER]), "distribution.same-name"),
        (distribution({}), "distribution.origin-kind"),
        (distribution({"target": "auth", "latency": 1}), "distribution.origin-kind"),
        (distribution(FAST, SOME), "distribution.no-default-behavior"),
        (distribution({"target": "site"}), "distribution.origin-cycle"),
        (
            distribution(FAST, {"failover": {"origin": "main", "status_codes": [500]}}),
            "distribution.failover-to-itself",
        ),
    ],
)
def test_what_does_not_fit_together_is_said_before_the_run(site, id):
    assert id in [f.id for f in simcore.check(document(20, site, viewers(1), auth=AT_EDGE))]
