"""Callers: retries that were most of the load."""

import pytest

from tests.insights.recordings import CLIENT, Recording, components


def run(retries: int, seconds: int = 20, **sdk: object) -> Recording:
    """From 0:20 on, ten requests a second and so many retries, of all of which two are answered."""
    page = {"Requests": [10], "Retries": [0] * 20 + [retries] * seconds + [0]}
    page["Attempts"] = [10 + n for n in page["Retries"]]
    page["Responses"] = [10] * 20 + [2] * seconds + [10]
    caller = CLIENT | {"sdk": sdk}
    return Recording(components(callers=caller), {"callers": page})


def test_a_storm_is_told_with_what_came_of_it():
    storm = run(40, retry_mode="legacy")
    found = storm.found("retry-storm")
    assert (found.t, found.until) == (20.0, 40.0)
    assert "1,000 attempts for 200 requests, 5.0 each: 4 % of them" in found.why
    assert (found.attempt.path, found.attempt.value) == (
        "components.callers.sdk.retry_mode",
        "standard",
    )
    assert storm.takes(found)


def test_who_has_a_quota_already_asks_once():
    storm = run(40, retry_mode="standard", max_attempts=5)
    found = storm.found("retry-storm")
    assert found.attempt.path == "components.callers.sdk.max_attempts"
    assert storm.takes(found)


@pytest.mark.parametrize(("retries", "seconds"), [(0, 20), (9, 20), (40, 1)])
def test_fewer_retries_than_requests_or_a_moment_of_them_are_no_storm(retries, seconds):
    assert run(retries, seconds, retry_mode="legacy").found("retry-storm") is None
