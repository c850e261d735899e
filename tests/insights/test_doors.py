"""Front doors: answers that nobody got, and requests that were refused."""

import pytest

from tests.insights.recordings import CLIENT, FUNCTION, Recording

API = {"type": "api", "integration": "worker"}


def run(late: int, **api: object) -> Recording:
    """From 0:30 to 0:40 an API gives up, of 80 requests a second up to 0:11; p99 is 41 s."""
    parts = {"worker": FUNCTION | {"timeout": "60 s"}, "front": API | api}
    gave_up = [0] * 30 + [late / 10] * 10 + [0]
    series = {"front": {"IntegrationTimeouts": gave_up, "Count": [80] * 11 + [2]}}
    counters = {
        "front": {"late_answers": late, "integration_timeouts": late, "received": 1_000},
    }
    percentiles = {
        "front": {"LateAnswerDuration": {"mean": 35_000.0}},
        "worker": {"Duration": {"p99": 41_000.0}},
    }
    client = CLIENT | {"target": "front"}
    return Recording({**parts, "site": client}, series, counters, percentiles=percentiles)


def test_what_ran_on_is_told_in_seconds():
    found = run(50).found("answers-nobody-got")
    assert (found.t, found.until) == (30.0, 40.0)
    assert "50 requests of 800 (6.2 %) had no answer within 29 s" in found.why  # 0:01 to 0:11
    assert "35 s on average: 1,750 s that are paid for" in found.why
    assert found.attempt.value == 41
    assert run(50).takes(found)


@pytest.mark.parametrize(
    ("api", "says"),
    [
        ({"protocol": "HTTP"}, "Longest integration timeout of an HTTP API: 30 s."),
        ({}, "Longest integration timeout: 29 s."),
        ({"endpoint": "EDGE"}, "Longest integration timeout: 29 s."),
        ({"integration_timeout": 40}, "of a Regional or private REST API: 300 s (assumed)."),
    ],
)
def test_the_rule_that_is_cited_is_that_of_the_api_s_kind(api, says):
    found = run(50, **api).found("answers-nobody-got")
    assert says in found.rule.text
    waited = api.get("integration_timeout", 30 if "HTTP" in says else 29)
    assert f"no answer within {waited} s" in found.why


def test_where_aws_lets_nobody_wait_longer_nothing_is_to_be_tried():
    assert run(50, endpoint="EDGE").found("answers-nobody-got").attempt is None


@pytest.mark.parametrize("late", [0, 4, 9])
def test_a_few_of_many_are_not_told(late):
    assert run(late).found("answers-nobody-got") is None


def refusing(by: str, refused: int, **api: object) -> Recording:
    """From 0:10 to 0:20, of 100 a second."""
    series = {"front": {"ThrottledCount": [0] * 10 + [refused / 10] * 10 + [0], "Count": [100]}}
    counted = {"received": 6_000, "throttled": refused, f"throttled.{by}": refused}
    client = CLIENT | {"target": "front"}
    parts = {"worker": FUNCTION, "front": API | api, "site": client}
    return Recording(parts, series, {"front": counted})


def test_who_refused_is_told_and_what_would_let_them_in():
    run = refusing("stage", 800, throttle={"rate": 20, "burst": 20})
    found = run.found("api-refused")
    assert (found.t, found.until) == (10.0, 20.0)
    assert "800 of 1,000 (80 %) were answered with 429, by the throttle of the stage" in found.why
    assert found.attempt.value == 100
    assert run.takes(found)


def test_of_a_key_nothing_is_to_be_tried():
    run = refusing("usage plan", 800, usage_plans=[{"throttle": {"rate": 20, "burst": 20}}])
    found = run.found("api-refused")
    assert "an API key" in found.what
    assert found.attempt is None


def test_a_few_refusals_of_many_are_not_told():
    run = refusing("stage", 50, throttle={"rate": 20, "burst": 20})
    assert run.found("api-refused") is None
