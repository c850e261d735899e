"""A CloudFront distribution: caches, request collapsing, errors that are kept, origins that fail.

Amazon CloudFront Developer Guide, text of April 2026: RequestAndResponseBehaviorCustomOrigin
(simultaneous requests), DownloadDistValuesOrigin, high_availability_origin_failover,
custom-error-pages-expiration, cloudfront-limits; worked examples EH-8 to EH-11 and EH-17.
"""

import pytest

import simcore
from tests.evidence.edge_parts import NOBODY, Stage, distribution, document, result, viewers

PROVES = (
    "simcore/services/cloudfront/distribution.py",
    "simcore/services/cloudfront/caches.py",
    "simcore/services/cloudfront/origins.py",
)

SLOW = {"latency": 2}
SILENT = {"latency": 100}


def latency_ms(found, which="max"):
    return found["percentiles"]["site"]["ViewerLatency"][which]


def test_eh_8_requests_for_the_same_are_collapsed():
    """Key not cached, origin 2 s, 50 requests within 1 s: 1 origin request, 1 Miss, 49 Hit, and all
    end at 2 s after the first."""
    found = result(10, distribution(SLOW), viewers(50, over=1))
    site = found["counters"]["site"]
    assert site["origin_requests"] == 1
    assert (site["answered.miss"], site["answered.hit"]) == (1, 49)
    assert latency_ms(found) == pytest.approx(2_000, abs=1)
    answered = found["series"]["site"]["Answers"]
    (when,) = [t for t, n in zip(found["time_s"], answered, strict=True) if n]
    assert when == pytest.approx(2.0, abs=0.1)


def test_eh_9_with_caching_disabled_nothing_is_collapsed():
    found = result(10, distribution(SLOW, {"cache_policy": "CachingDisabled"}), viewers(50, over=1))
    site = found["counters"]["site"]
    assert site["origin_requests"] == site["answered.not-cached"] == 50
    assert site["cache_hits"] == site["cache_misses"] == 0


def test_different_keys_are_not_collapsed():
    stage = Stage(document(10, distribution({"target": "web"}), NOBODY, web=FAST), {})
    stage.ask([1, 2, 1, 2], 0.1)
    assert stage.origin.asked == {1: 1, 2: 1}
    assert stage.results() == {"hit": 2, "miss": 2}


FAST = {"type": "function", "duration": 0, "init_duration": 0}


@pytest.mark.parametrize(("method", "attempts", "until_s"), [("POST", 1, 30), ("GET", 3, 90)])
def test_eh_10_a_silent_origin(method, attempts, until_s):
    """Response timeout 30 s: POST is tried once, GET up to the 3 connection attempts; then 504."""
    found = result(200, distribution(SILENT), viewers(1, method=method))
    site = found["counters"]["site"]
    assert site["origin_requests"] == site["origin.no-answer"] == attempts
    assert (site["errors_5xx"], found["counters"]["viewers"]["errors"]) == (1, 1)
    assert latency_ms(found) == pytest.approx(until_s * 1000)


REFUSES = {"latency": 0, "unreachable_rate": 1, "connection_attempts": 1, "connection_timeout": 2}
SPARE = {"name": "spare", "latency": 0}


def test_eh_11_no_connection_fails_over_where_503_is_chosen():
    """Attempts 1, timeout 2 s: the second origin is asked at 2 s."""
    group = {"failover": {"origin": "spare", "status_codes": [503]}}
    found = result(20, distribution(REFUSES, group, origins=[SPARE]), viewers(1))
    site = found["counters"]["site"]
    assert (site["origin.not-connected"], site["origin.answered"]) == (1, 1)
    assert found["counters"]["viewers"]["responses"] == 1
    assert latency_ms(found) == pytest.approx(2_000)


def test_the_second_origin_has_attempts_of_its_own():
    """One attempt to connect to the first, and two at the second, which does not answer."""
    spare = {**SPARE, "latency": 100, "response_timeout": 2, "connection_attempts": 2}
    group = {"failover": {"origin": "spare", "status_codes": [503]}}
    found = result(20, distribution(REFUSES, group, origins=[spare]), viewers(1))
    site = found["counters"]["site"]
    assert (site["origin.not-connected"], site["origin.no-answer"]) == (1, 2)


@pytest.mark.parametrize(
    ("codes", "method", "who"),
    [
        ([504], "GET", REFUSES),
        ([503], "POST", REFUSES),
        ([503], "GET", {**SILENT, "response_timeout": 2}),
    ],
)
def test_what_was_not_chosen_does_not_fail_over(codes, method, who):
    """503 stands for no connection and 504 for no answer; and only GET fails over."""
    group = {"failover": {"origin": "spare", "status_codes": codes}}
    found = result(60, distribution(who, group, origins=[SPARE]), viewers(1, method=method))
    assert found["counters"]["viewers"]["errors"] == 1


def test_each_request_tries_the_first_origin_first():
    """An origin that answers 500 to all: 20 requests, 20 to each."""
    group = {"failover": {"origin": "spare", "status_codes": [500]},
             "cache_policy": "CachingDisabled"}  # fmt: skip
    site = distribution({"latency": 0, "error_rate": 1}, group, origins=[SPARE])
    found = result(20, site, viewers(20, over=10))
    assert found["counters"]["site"]["origin_requests"] == 40
    assert found["counters"]["viewers"]["responses"] == 20


def test_eh_17_an_error_is_kept_for_ten_seconds():
    """The origin answers 500, 5 requests a second: 1 origin request in 10 s, 49 of 50 get the error
    that is kept; of 500 requests the 1st, the 51st, the 101st ... ask the origin."""
    arrivals = {"constant": {"rate": 5}}
    who = {"type": "client", "target": "site", "arrivals": arrivals, "limit": 500}
    found = result(120, distribution({"latency": 0, "error_rate": 1}), who)
    site = found["counters"]["site"]
    assert site["origin_requests"] == site["answered.origin-error"] == 10
    assert site["answered.kept-error"] == 490


def test_errors_are_not_kept_where_the_time_is_0():
    found = result(
        20,
        distribution({"latency": 0, "error_rate": 1}, error_caching_minimum_ttl=0),
        viewers(50, over=10),
    )
    assert found["counters"]["site"]["origin_requests"] == 50


def test_429_is_in_no_cache():
    """HTTPStatusCodes: the codes that are cached; a throttled function is asked again each time."""
    worker = {**FAST, "reserved_concurrency": 0}
    found = result(20, distribution({"target": "web"}), viewers(50, over=10), web=worker)
    assert found["counters"]["site"]["errors_4xx"] == 50
    assert found["counters"]["web"]["throttles"] == 50


@pytest.mark.parametrize(
    ("ttl", "origin_requests"),
    [
        ({"default": 10}, 6),
        ({"default": 10, "max_age": 20}, 3),
        ({"default": 10, "max_age": 1, "minimum": 30}, 2),
        ({"default": 10, "max_age": 600, "maximum": 15}, 4),
    ],
)
def test_how_long_a_response_is_kept(ttl, origin_requests):
    """Expiration: max-age within minimum and maximum, else the default. One request a second for
    60 s: at 0, ttl, 2 ttl, ..."""
    who = {"type": "client", "target": "site", "arrivals": {"constant": {"rate": 1}}, "limit": 60}
    found = result(70, distribution({"latency": 0}, {"ttl": ttl}), who)
    assert found["counters"]["site"]["origin_requests"] == origin_requests


def test_regional_caches_and_origin_shield_spare_the_origin():
    """One resource, 40 edge locations with 400 requests: each location asks once, without others
    behind it the origin; with 4 regional caches these, and with a shield 1 request is left."""
    counts = []
    for behind in (
        {},
        {"regional_edge_caches": 4},
        {"regional_edge_caches": 4, "origin_shield": True},
    ):
        site = distribution({"latency": 0}, edge_locations=40, **behind)
        counts.append(result(30, site, viewers(2_000, over=10))["counters"]["site"])
    assert [site["origin_requests"] for site in counts] == [40, 4, 1]
    assert counts[1]["answered.regional-hit"] == 36
    assert counts[2]["answered.origin-shield-hit"] == 3


def test_above_its_requests_a_second_a_distribution_answers_503():
    """250,000 a second by default, here 10: of 100 requests at one moment ten are let in."""
    said = document(5, distribution({"latency": 0}), viewers(100))
    said["quotas"] = {"cloudfront.requests_per_second": 10}
    site = simcore.run(simcore.load_scenario(said)).as_dict()["counters"]["site"]
    assert (site["over_the_limit"], site["errors_5xx"]) == (90, 90)
