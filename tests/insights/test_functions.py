"""Provisioned concurrency, timeouts, asynchronous events, and what one function costs."""

import pytest

from tests.insights.recordings import CLIENT, FUNCTION, Recording, components

BUSY, READY = "ProvisionedConcurrentExecutions", "Provisioned.ready"
SPILLED = "ProvisionedConcurrencySpilloverInvocations"


def spilling(spilled: int, busy: int = 100, ready: int = 100) -> Recording:
    """From 0:20 to 0:30, of a hundred invocations a second."""
    series = {
        "worker": {
            SPILLED: [0] * 20 + [spilled] * 10 + [0],
            "Invocations": [100],
            "ConcurrentExecutions": [120],
            READY: [ready],
            BUSY: [busy],
        }
    }
    worker = {"provisioned_concurrency": 100}
    return Recording(components(worker), series, {"worker": {"spilled_over": 10 * spilled}})


@pytest.mark.parametrize(
    ("spilled", "kind", "other"),
    [
        (5, "provisioned-spilled-over", "provisioned-too-small"),
        (40, "provisioned-too-small", "provisioned-spilled-over"),
    ],
)
def test_what_spills_over_is_told_by_how_much_it_is(spilled, kind, other):
    run = spilling(spilled)
    found = run.found(kind)
    assert (found.t, found.until) == (20.0, 30.0)
    assert f"{10 * spilled} of 1,000 invocations" in found.why
    assert found.attempt.value == 120
    assert run.takes(found)
    assert run.found(other) is None


@pytest.mark.parametrize(
    ("busy", "ready", "because"),
    [
        (100, 100, "as all 100 provisioned were busy"),
        (3, 5, "no more than 50 requests a second: up to 3 of 5 provisioned were busy at once"),
        (0, 0, "as none was ready"),
    ],
)
def test_why_it_spills_over_is_what_was_recorded(busy, ready, because):
    run = spilling(40, busy, ready)
    assert because in run.found("provisioned-too-small").why


def test_more_is_provisioned_for_more_requests_a_second():
    run = spilling(40, 3, 5)
    run.recorded["series"]["worker"]["Invocations"] = [5000] * 60
    run.recorded["series"]["worker"][SPILLED] = [0] * 20 + [4000] * 10 + [0] * 30
    assert run.found("provisioned-too-small").attempt.value == 500


def test_where_nothing_spills_over_nothing_is_told():
    assert spilling(0).insights() == []


def provisioned(busy: int) -> Recording:
    worker = {"provisioned_concurrency": 50}
    items = [{"component": "worker", "item": "provisioned concurrency", "usd": 0.25}]
    series = {"worker": {READY: [50], BUSY: [busy]}}
    return Recording(components(worker), series, cost={"usd": 0.5, "items": items})


def test_what_is_provisioned_and_never_used_is_told():
    run = provisioned(10)
    found = run.found("provisioned-idle")
    assert (found.t, found.until) == (0.0, 60.0)
    assert "Of 50 provisioned environments no more than 10 were busy" in found.why
    assert "cost 0.2500 USD" in found.why
    assert found.attempt.value == 12
    assert run.takes(found)


def test_what_is_provisioned_and_used_is_not_idle():
    assert provisioned(26).insights() == []


def cut_off(timeouts: int, p99_ms: float = 10_000.0) -> Recording:
    series = {"worker": {"Duration.p99": [500.0] * 20 + [p99_ms] * 10 + [500.0]}}
    counters = {"worker": {"timeouts": timeouts, "errors": timeouts, "successes": 990 - timeouts}}
    told = {"worker": {"Duration": {"p50": 400.0}}}
    return Recording(components(), series, counters, percentiles=told)


def test_a_timeout_below_the_p99_is_told():
    run = cut_off(10)
    found = run.found("timeout-below-p99")
    assert (found.t, found.until) == (20.0, 30.0)
    assert "10 of 990 invocations (1 %) were cut off after 10 s; half took 400 ms" in found.why
    assert found.attempt.value == 20.0
    assert run.takes(found)


@pytest.mark.parametrize("timeouts", [0, 9])
def test_a_rare_timeout_is_not_below_the_p99(timeouts):
    assert cut_off(timeouts).insights() == []


# Asynchronous events.

EVENTS = {"callers": CLIENT | {"invocation": "Event"}}


def told(series: dict, counters: dict, **asynchronous) -> Recording:
    parts = components({"asynchronous": asynchronous} if asynchronous else None, **EVENTS)
    return Recording(parts, {"worker": series}, {"worker": counters}, bins=120)


DROPS = {"AsyncEventsDropped": [0] * 90 + [3] * 5 + [0]}


def test_events_that_grow_too_old_are_told():
    run = told(
        DROPS, {"async_dropped.EventAgeExceeded": 15, "async_received": 60}, maximum_event_age=60
    )
    found = run.found("async-age-out")
    assert (found.t, found.until) == (90.0, 95.0)
    assert "15 of 60 events (25 %) were older than 60 s" in found.why
    assert run.takes(found)


def test_events_that_are_dropped_for_failing_are_not_too_old():
    assert told(DROPS, {"async_dropped.RetriesExhausted": 15}).insights() == []


@pytest.mark.parametrize("twice", [3, 0])
def test_duplicates_are_told_where_there_are_any(twice):
    counted = {"async_duplicated": twice, "async_received": 60}
    run = told({"AsyncEventsReceived": [0, 1]}, counted, duplicate_rate=0.05)
    found = run.found("async-duplicates")
    assert (found is not None) is bool(twice)
    if found:
        assert "3 of 60 events (5 %)" in found.why
        assert run.takes(found)


@pytest.mark.parametrize(("retries", "expected"), [(40, True), (15, False), (24, False)])
def test_retries_are_told_where_they_multiply_the_work(retries, expected):
    counted = {"async_attempts": 100, "async_retries": retries, "async_received": 60}
    run = told({"AsyncRetries": [0] * 10 + [1] * 40 + [0]}, counted)
    found = run.found("async-retry-amplification")
    assert (found is not None) is expected
    if found:
        assert "100 attempts for 60 events, 1.67 each: 40 failed" in found.why
        assert run.takes(found)


# Cost.


def paid(of_one: float, of_other: float, *functions: str) -> Recording:
    items = [
        {"component": id, "item": "duration", "usd": usd}
        for id, usd in (("worker", of_one), ("other", of_other))
    ]
    others = dict.fromkeys(functions, FUNCTION)
    parts = components(None, callers=CLIENT, **others)
    return Recording(
        parts, {}, {"worker": {"invocations": 7}}, cost={"usd": of_one + of_other, "items": items}
    )


def test_one_function_of_several_that_costs_nearly_all_is_told():
    run = paid(95.0, 5.0, "other")
    found = run.found("cost-of-one-function")
    assert found.component == "worker"
    assert "95 % of 100.0000 USD, for 7 invocations at 128 MB" in found.why
    assert found.attempt.value == "arm64"
    assert run.takes(found)


def test_the_only_function_has_nobody_to_be_compared_with():
    assert paid(95.0, 5.0).insights() == []


def test_functions_that_share_the_cost_are_not_told_of():
    assert paid(60.0, 40.0, "other").insights() == []
