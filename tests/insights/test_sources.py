"""Services that wait for their function, and not long enough; records that it does not process."""

import pytest

from tests.insights.recordings import FUNCTION, Recording

POOL = {"service": "cognito", "type": "event_source", "target": "worker"}
STEADY = {"arrivals": {"constant": {"rate": 5}}}


def run(late: int, timeout: str = "30 s", p99_s: float = 9.0) -> Recording:
    """From 0:30 to 0:40 a user pool has waited in vain for 5 s, of a thousand attempts."""
    parts = {"worker": FUNCTION | {"timeout": timeout}, "users": POOL | STEADY}
    timed_out = [0] * 30 + [late / 10] * 10 + [0]
    series = {"users": {"AttemptsTimedOut": timed_out, "Events": [5]}}
    series["users"]["Attempts"] = [10] * 25 + [20] * 10 + [10]
    told = {"attempts": 1_000, "attempts_timed_out": late, "operations_failed.timeout": 7}
    counters = {"users": told, "worker": {"cold_starts": 12}}
    percentiles = {"worker": {"Duration": {"p99": 1000 * p99_s}}}
    return Recording(parts, series, counters, percentiles=percentiles)


def test_attempts_without_an_answer_are_told():
    found = run(50).found("answered-too-late")
    assert (found.t, found.until) == (30.0, 40.0)
    assert "50 attempts of 200 (25 %) had no answer within 5 s" in found.why
    assert "7 operations failed in the end. 12 invocations waited for an init." in found.why
    assert found.attempt.value == 5
    assert run(50).takes(found)


def test_where_only_an_init_is_too_long_environments_are_provisioned():
    """5 a second for 3 s: 15."""
    found = run(50, p99_s=3.0).found("answered-too-late")
    assert (found.attempt.path, found.attempt.value) == (
        "components.worker.provisioned_concurrency",
        15,
    )
    assert run(50).takes(found)


def test_what_is_cut_off_already_needs_no_advice():
    assert run(50, timeout="4 s").found("answered-too-late").attempt is None


@pytest.mark.parametrize("late", [0, 4, 9])
def test_a_few_of_many_are_not_told(late):
    assert run(late).found("answered-too-late") is None


def stream(aside: int, timeouts: int = 40) -> Recording:
    """From 0:20 to 0:30 a delivery stream puts records aside, of a thousand."""
    parts = {
        "worker": FUNCTION | {"timeout": "3 s"},
        "clicks": {
            "type": "delivery_stream",
            "destination": "lake",
            "transformation": {"target": "worker"},
        },
        "lake": {"type": "bucket"},
    }
    series = {"clicks": {"FailedProcessing.Records": [0] * 20 + [aside / 10] * 10 + [0]}}
    told = {"records": 1_000, "records_failed": aside}
    told |= {"processing_attempts": 60, "processing_failed": 40}
    return Recording(parts, series, {"clicks": told, "worker": {"timeouts": timeouts}})


def test_records_that_were_put_aside_are_told():
    found = stream(200).found("records-put-aside")
    assert (found.t, found.until) == (20.0, 30.0)
    assert "20 % of 1,000 records are in processing-failed" in found.why
    assert "40 invocations of 60 failed" in found.why
    assert found.attempt.value == 6
    assert stream(200).takes(found)


def test_a_function_that_fails_by_itself_is_not_given_more_time():
    assert stream(200, timeouts=0).found("records-put-aside").attempt is None


@pytest.mark.parametrize("aside", [0, 4, 9])
def test_a_few_records_of_many_are_not_told(aside):
    assert stream(aside).found("records-put-aside") is None
