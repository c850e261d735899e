"""What the scenarios of front doors at the edge claim is what happens."""

from math import exp, log
from statistics import NormalDist

import pytest
import yaml

from simcore import load_scenario
from simcore.scenario import shipped
from tests import store
from tests.scenario.answers import first, result, series, total

SLUG = "edge-at-its-limit"
DURATION, PEAK = "check__duration__constant", "readers__arrivals__burst__burst_rate"


def erlang_b(load, servers):
    """The share of arrivals that finds all servers busy."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def test_what_is_refused_is_what_the_account_lacks():
    """400/s x 0.2 s need 80 of 50: 250/s pass and 150/s are refused, from the peak on."""
    found = result(SLUG)
    refused = total(found, "site", "errors_5xx")
    assert refused == total(found, "check", "throttles") == total(found, "readers", "errors")
    assert refused == pytest.approx(30 * 150, rel=0.06)
    assert first(found, "site", "Errors5xx", 1) == pytest.approx(60, abs=1)
    assert max(series(found, "check", "ConcurrentExecutions")) == 50


def test_nearly_all_comes_from_the_cache():
    """95 of 100; the origin is asked 5 times in 100."""
    site = result(SLUG)["counters"]["site"]
    share = site["cache_hits"] / (site["cache_hits"] + site["cache_misses"])
    assert share == pytest.approx(0.95, abs=0.005)


def test_a_quicker_function_loses_what_erlang_says():
    """125 ms, of the 12,000 pages of the peak: a load of 400 x 0.125 on 50 servers, 10.5 %."""
    lost = total(result(SLUG, **{DURATION: 0.125}), "check", "throttles") / 12_000
    assert erlang_b(400 * 0.125, 50) == pytest.approx(0.105, abs=0.0005)
    assert erlang_b(400 * 0.1, 50) == pytest.approx(0.02, abs=0.002)
    assert lost == pytest.approx(0.105, abs=0.015)


def test_above_500_a_second_no_function_is_short_enough():
    """10 requests a second for each of 50; 600 come for 30 s: 3,000 too many, less the 500 of a
    second that may come at once."""
    found = result(SLUG, **{DURATION: 0.01, PEAK: 600})
    assert total(found, "check", "throttles") == pytest.approx(2_500, rel=0.07)


def test_neither_longer_caching_nor_an_answer_at_the_edge_helps():
    trigger = "site__behaviors__0__viewer_request__responds"
    paths = {trigger: 1, "site__behaviors__0__ttl__default": 600}
    assert total(result(SLUG, **paths), "site", "errors_5xx") > 4_000


def cured(trigger, **components):
    said = yaml.safe_load(shipped()[SLUG].read_text(encoding="utf-8"))
    site = said["components"]["site"]
    site["behaviors"][0] = {"origin": "newsroom", "ttl": {"default": 60}, **trigger}
    said["components"].update(components)
    for field in ("knobs", "expect"):
        del said[field]
    return store.result(load_scenario(said))


def test_at_the_origin_request_it_runs_for_misses_only():
    found = cured({"origin_request": {"function": "check"}})
    assert total(found, "site", "errors_5xx") == 0
    runs, requests = total(found, "check", "invocations"), total(found, "site", "requests")
    assert runs / requests == pytest.approx(0.045, abs=0.01)


def test_a_cloudfront_function_has_no_such_limit():
    function = {"type": "cloudfront_function", "compute_time": "0.5 ms"}
    found = cured({"viewer_request": {"function": "token"}}, token=function)
    assert total(found, "site", "errors_5xx") == 0
    assert total(found, "token", "invocations") == total(found, "site", "requests")


# Errors that are kept.

KEPT, TTL = "errors-kept-at-the-edge", "site__error_caching_minimum_ttl"


def seen_by(kept_s):
    """The share of readers who see an error, of a page that is asked for 20 times a second.

    Each answer is for who waited for it, for who came in 50 ms, and for those of the time it is
    kept; 2 of 100 are errors."""
    success, failure = 1 + 20 * (0.05 + 1), 1 + 20 * (0.05 + kept_s)
    return 0.02 * failure / (0.02 * failure + 0.98 * success)


def errors_of(found):
    return total(found, "readers", "errors") / total(found, "readers", "requests")


def test_each_failure_is_seen_by_all_who_come_while_it_is_kept():
    assert seen_by(10) == pytest.approx(404 / 2_560)
    found = result(KEPT)
    assert errors_of(found) == pytest.approx(seen_by(10), rel=0.35)  # of about 45 failures
    failed = total(found, "site", "answered.origin-error")
    assert failed / total(found, "site", "origin_requests") == pytest.approx(0.02, abs=0.01)


def test_errors_that_are_kept_as_long_as_pages_are_as_rare_as_failures():
    assert seen_by(1) == pytest.approx(0.02)
    assert errors_of(result(KEPT, **{TTL: 1})) == pytest.approx(0.02, abs=0.007)


def test_without_error_caching_the_newsroom_is_asked_a_fifth_more():
    found = result(KEPT, **{TTL: 0})
    assert errors_of(found) == pytest.approx(2 * 2 / 2_160, abs=0.001)
    more = total(found, "site", "origin_requests")
    assert more / total(result(KEPT), "site", "origin_requests") == pytest.approx(1.18, abs=0.06)


def test_the_ten_seconds_spare_a_newsroom_that_is_down():
    """Ten pages, each asked for once in ten seconds: 300 requests in five minutes, of 60,000."""
    found = result(KEPT, site__origins__0__error_rate=1)
    assert total(found, "site", "origin_requests") == pytest.approx(300, abs=3)


# Pages of many requests.

PAGES = "twelve-requests-a-page"


def slow_pages(**changed):
    """The share of pages that wait: who gives up after 5 ms has nothing but what is cached."""
    found = result(PAGES, readers__timeout=0.005, **changed)
    return total(found, "readers", "pages_failed") / total(found, "readers", "pages")


def there(kept_s, rate):
    """The share of the time that a thing is in the cache: kept, not asked for, on its way."""
    return kept_s / (kept_s + 1 / rate + 0.3)


def test_most_pages_wait_although_nearly_all_is_in_the_cache():
    found = result(PAGES)
    hits = total(found, "site", "cache_hits") / total(found, "site", "requests")
    assert hits == pytest.approx(0.9, abs=0.01)
    settled = 1 - there(15, 0.6) ** 12
    assert settled == pytest.approx(0.77, abs=0.005)
    assert slow_pages() == pytest.approx(2 / 3, abs=0.05)  # in waves, as yet: fewer
    assert slow_pages(**{"site.behaviors.0.ttl.default": 60}) == pytest.approx(1 / 7, abs=0.04)


def test_the_p99_of_the_requests_is_the_p90_of_the_pages():
    spread = log(4) / NormalDist().inv_cdf(0.99)
    p90_s = 0.25 * exp(spread * NormalDist().inv_cdf(0.9))
    assert p90_s == pytest.approx(0.54, abs=0.005)
    holes = 1 - 0.99**12
    assert holes == pytest.approx(0.11, abs=0.005)
    found = result(PAGES)["percentiles"]["readers"]
    assert found["PageLatency"]["p90"] / 1000 == pytest.approx(p90_s, rel=0.15)
    assert found["Latency"]["p90"] < found["PageLatency"]["p90"] / 3


def test_half_as_many_requests_keep_the_cache_half_as_warm():
    assert there(15, 0.3) ** 6 == pytest.approx(0.27, abs=0.005)
    found = result(PAGES, readers__parallel=6)
    hits = total(found, "site", "cache_hits") / total(found, "site", "requests")
    assert hits == pytest.approx(4.5 / 5.5, abs=0.02)
    assert slow_pages(readers__parallel=6) == pytest.approx(slow_pages(), abs=0.08)


def test_one_error_in_a_hundred_is_a_hole_in_a_page_of_nine():
    found = result(PAGES, rewrite__error_rate=0.01)
    holes = total(found, "readers", "pages_failed") / total(found, "readers", "pages")
    assert holes == pytest.approx(1 - 0.99**12, abs=0.03)


def test_x_ray_sees_one_invocation_in_five():
    shop = result(PAGES)["counters"]["shop"]
    assert shop["invocations"] / 300 == pytest.approx(6, abs=0.3)
    assert 0.75 * 1.25 < shop["invocations_traced"] / 300 < 1.25
