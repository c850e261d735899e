"""Distributions and load balancers: errors that were kept, functions and connections refused."""

import pytest

from tests.insights.recordings import CLIENT, FUNCTION, Recording

SITE = {
    "type": "distribution",
    "origins": [{"name": "main", "latency": "200 ms"}],
    "behaviors": [{"origin": "main", "viewer_request": {"function": "worker"}}],
}
ALB = {"type": "load_balancer", "target_groups": [{"function": "worker"}]}


def of_site(series, counters, **site) -> Recording:
    """From 0:30 to 0:40 something fails."""
    parts = {"worker": FUNCTION, "cdn": SITE | site, "viewers": CLIENT | {"target": "cdn"}}
    told = {name: [0] * 30 + [value] * 10 + [0] for name, value in series.items()}
    return Recording(parts, {"cdn": told}, {"cdn": counters, "worker": {"throttles": 1}})


def kept(n, failed=10, **site):
    counters = {"kept_errors": n, "answered.origin-error": failed, "answers": 1_000}
    return of_site({"KeptErrors": n / 10, "Answers": 70}, counters, **site)


def test_errors_that_were_kept_are_told_with_those_that_failed():
    found = kept(490).found("errors-kept-at-edge")
    assert (found.t, found.until) == (30.0, 40.0)
    assert "10 requests failed" in found.why
    assert "490 viewers more got it from a cache: 70 % of the answers in that time" in found.why
    assert found.attempt.value == 1
    assert kept(490).takes(found)


@pytest.mark.parametrize(("n", "failed"), [(0, 0), (4, 1), (10, 10)])
def test_no_more_than_what_failed_is_not_told(n, failed):
    assert kept(n, failed).found("errors-kept-at-edge") is None


def test_where_errors_are_kept_for_a_second_nothing_is_to_be_tried():
    assert kept(490, error_caching_minimum_ttl=1).found("errors-kept-at-edge").attempt is None


def refused(n, hits=900, misses=50):
    counters = {"limit_exceeded": n, "edge_function_runs": 1_000, "cache_hits": hits,
                "cache_misses": misses}  # fmt: skip
    series = {"LambdaLimitExceededErrors": n / 10, "EdgeFunctionRuns": 50}
    return of_site(series, counters)


def test_functions_that_are_refused_for_hits_are_told():
    found = refused(100).found("edge-function-refused")
    assert "100 runs of 500 (20 %)" in found.why  # while it was so, of 1,000 in all
    assert "95 % of what they got" in found.why


@pytest.mark.parametrize(("n", "hits"), [(4, 900), (100, 50), (0, 900)])
def test_where_most_are_misses_or_few_are_refused_it_is_silent(n, hits):
    assert refused(n, hits).found("edge-function-refused") is None


def test_what_a_cloudfront_function_is_cut_off_for_is_not_lambda_edges_limit():
    told = refused(100).recorded
    parts = {"worker": {"type": "cloudfront_function"}, "cdn": SITE}
    again = Recording(parts, told["series"], told["counters"])
    assert again.found("edge-function-refused") is None


def closed(n, **alb):
    parts = {"worker": FUNCTION | {"timeout": "90 s"}, "alb": ALB | alb,
             "site": CLIENT | {"target": "alb"}}  # fmt: skip
    gave_up = [0] * 30 + [n / 10] * 10 + [0]
    series = {"alb": {"HTTPCode_ELB_504_Count": gave_up, "RequestCount": [1] * 10 + [4] * 10 + [0]}}
    return Recording(parts, series, {"alb": {"errors.idle timeout": n, "requests": 200}})


def test_connections_that_were_closed_too_early_are_told():
    """Those that were given up from 0:30 on had come 20 s before, 4 a second."""
    found = closed(20, idle_timeout=20).found("closed-before-the-answer")
    assert "20 requests of 40 (50 %) waited for 20 s" in found.why
    assert found.attempt.value == 90
    assert closed(20, idle_timeout=20).takes(found)
    assert closed(4).found("closed-before-the-answer") is None
