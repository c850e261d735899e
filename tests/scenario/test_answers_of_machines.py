"""The figures that the scenarios of state machines tell, held against their runs."""

import pytest

from tests.scenario.answers import result as found


def usd(result, component, item):
    lines = result["cost"]["items"]
    return sum(one["usd"] for one in lines if (one["component"], one["item"]) == (component, item))


def open_at(result, component, t):
    """Executions under way at the end of the bin at ``t`` seconds."""
    return result["series"][component]["OpenExecutionCount"][round(t / result["bin_s"])]


def longest_s(result, component):
    return result["percentiles"][component]["ExecutionTime"]["max"] / 1_000


def test_a_line_of_retries_shrinks_by_what_is_left_over():
    result = found("retries-in-a-machine")
    counters = result["counters"]
    assert open_at(result, "hasty", 119) == pytest.approx(240, abs=6)
    assert open_at(result, "hasty", 240) == pytest.approx(120, abs=8)
    assert open_at(result, "hasty", 365) <= 8
    assert counters["hasty"]["retries"] == pytest.approx(36_000, rel=0.05)
    assert usd(result, "hasty", "transitions") == pytest.approx(0.98, abs=0.03)
    assert 14 < counters["hasty"]["retries"] / counters["patient"]["retries"] < 17
    assert usd(result, "patient", "transitions") == pytest.approx(0.17, abs=0.01)
    assert open_at(result, "patient", 365) > 40
    assert open_at(result, "patient", 500) <= 8


def test_twice_the_function_is_a_third_of_the_retries():
    more = found("retries-in-a-machine", **{"hasty-pay.reserved_concurrency": 10})
    assert more["counters"]["hasty"]["retries"] == pytest.approx(36_000 / 3, rel=0.1)


def test_a_saga_leaves_nothing_behind():
    counters = found("saga-undoes-its-steps")["counters"]
    trips, room, flight = (counters[id] for id in ("trips", "cancel-room", "cancel-flight"))
    booked = trips["executions_succeeded"]
    assert booked == pytest.approx(855, abs=45)
    assert room["successes"] == 1_000 - booked
    assert flight["successes"] == counters["charge-card"]["invocations"] - booked
    assert trips["transitions"] == 4 * 1_000 + 2 * flight["successes"] + trips["retries"]
    assert trips["retries"] == room["errors"] + flight["errors"]


def test_a_map_that_waits_outside_loses_nothing():
    result = found("map-against-a-throttle")
    measured, hasty = result["counters"]["measured"], result["counters"]["hasty"]
    assert longest_s(result, "measured") == pytest.approx(251.5, abs=0.5)
    assert measured["child_executions_succeeded"] == 5_000
    assert hasty["child_executions_succeeded"] == pytest.approx(20 * 11 + 4 * 100, abs=15)
    assert hasty["child_executions_failed"] == 5_000 - hasty["child_executions_succeeded"]
    assert longest_s(result, "hasty") == pytest.approx(131, abs=1)
    assert usd(result, "hasty", "duration") == pytest.approx(0.60, abs=0.02)
    assert usd(result, "hasty", "duration") > 100 * usd(result, "measured", "duration")


def test_a_heartbeat_tells_of_what_is_forgotten_at_once():
    result = found("waits-for-a-person")
    counters = result["counters"]
    for name in ("patient", "watched"):
        escalated = counters[name]["errors_caught"]
        n = counters[name]["executions_started"]
        assert escalated == pytest.approx(0.1 * n, abs=18)
        assert counters[name]["transitions"] == 2 * n + escalated
    assert result["percentiles"]["patient"]["ExecutionTime"]["p95"] >= 350_000
    assert result["percentiles"]["watched"]["ExecutionTime"]["p95"] < 250_000


def test_what_two_workflow_types_cost():
    result = found("express-or-standard")
    standard = usd(result, "exact", "transitions")
    express = usd(result, "quick", "executions") + usd(result, "quick", "duration")
    assert standard == pytest.approx(0.60, abs=0.01)
    assert standard / express == pytest.approx(56, abs=1)
    assert pytest.approx(143, abs=0.5) == (0.00015 - 0.000001) / (64 / 1_024 * 0.0000166667)
