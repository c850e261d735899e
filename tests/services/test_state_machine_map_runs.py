"""Map Runs of an account: those that are over make room, whatever ended them."""

import pytest

from simcore.components import READINGS
from tests.evidence.step_function_parts import at, machine, many, started
from tests.services.state_machines import counted, once, outcome

FOUR = {
    "Type": "Parallel",
    "Branches": [{"StartAt": a, "States": {a: {"Type": "Pass", "End": True}}} for a in "ABCD"],
    "End": True,
}
HISTORY = "stepfunctions.history_max_events"
LASTS = "stepfunctions.express_execution_max_s"
ITEMS = {"Each": {"count": 2}}
WAITS = {"Type": "Wait", "Seconds": 30, "End": True}


def test_a_run_ends_whose_first_child_cannot_be_given_its_item():
    states = {"Each": many("STANDARD", ItemSelector={"x.$": "States.MathAdd('a', 1)"})}
    parts = {"clock": started(at(1, 5)), "machine": machine(states, items=ITEMS)}
    found = counted(parts, quotas={"stepfunctions.open_map_runs_max": 2})
    assert found["executions_failed"] == found["map_runs_ended"] == 5
    assert found["open_map_runs"] == found["map_runs_waiting"] == 0


def test_a_run_whose_execution_ends_leaves_the_backlog_and_begins_once_when_redriven():
    """One run at a time; the others are out of time while they wait, and wait again."""
    waiting = machine({"Each": many("STANDARD", one=WAITS)}, items=ITEMS)
    waiting["definition"]["TimeoutSeconds"] = 10
    parts = {"clock": started(at(1, 3)), "machine": waiting}
    more = {
        "quotas": {"stepfunctions.open_map_runs_max": 1},
        "interventions": [{"at": 15, "action": "redrive", "component": "machine"}],
    }
    found = outcome(parts, duration=50, **more)
    backlog = found["series"]["machine"]["ApproximateMapRunBacklogSize"]
    assert [backlog[t] for t in (5, 13, 20, 40)] == [2, 0, 2, 0]
    found = found["counters"]["machine"]
    assert found["executions_redriven"] == 3
    assert found["executions_timed_out"] == 6
    assert found["map_runs_started"] == found["map_runs_ended"] == 2
    assert found["open_map_runs"] == found["map_runs_waiting"] == 0


@pytest.mark.parametrize(
    ("kind", "one", "quotas", "counter"),
    [
        ("STANDARD", FOUR, {HISTORY: 6 + 2 * 4}, "succeeded"),
        ("STANDARD", FOUR, {HISTORY: 6 + 2 * 4 - 1}, "failed"),
        ("EXPRESS", {"Type": "Wait", "Seconds": 10, "End": True}, {LASTS: 12}, "succeeded"),
        ("EXPRESS", {"Type": "Wait", "Seconds": 10, "End": True}, {LASTS: 8}, "failed"),
    ],
)
def test_quotas_of_executions_are_those_of_children_too(kind, one, quotas, counter):
    states = {"Each": many(kind, one=one, ToleratedFailurePercentage=100)}
    parts = {"clock": started(at(1, 1)), "machine": machine(states, items=ITEMS)}
    assert counted(parts, quotas=quotas)[f"child_executions_{counter}"] == 2


def test_items_are_made_as_they_are_needed():
    """A thousand express children a second: the 1,501st item cannot be made, in the second."""
    item = "{% $index < 1500 ? $index : $error('no such object') %}"
    parts = {
        "clock": started(at(1, 1)),
        "machine": machine(
            {"Each": many("EXPRESS")}, items={"Each": {"count": 100_000, "item": item}}
        ),
    }
    assert counted(parts, duration=2)["open_executions"] == 1
    found = counted(parts, duration=4)
    assert found["child_executions_started"] == 1_500
    assert found["executions_failed"] == found["map_runs_ended"] == 1


def test_how_children_ended_is_told_beside_how_many_began():
    told = {name for tell in READINGS["state_machine"].tells for name in getattr(tell, "names", ())}
    assert told >= {
        "child_executions_started", "child_executions_succeeded", "child_executions_failed",
    }  # fmt: skip


def test_children_that_were_not_begun_in_time_are_not_begun_all_at_once_later():
    """A hundred a second; two hundred run from 1 s to 6 s, and then the other three hundred."""
    until = {"Type": "Wait", "Timestamp": "2026-01-01T00:00:06Z", "End": True}
    states = {"Each": many("STANDARD", one=until, MaxConcurrency=200)}
    waits = machine(states, items={"Each": {"count": 500}})
    found = outcome({"clock": started(at(1, 1)), "machine": waits}, duration=10)
    began = found["series"]["machine"]["ChildExecutionsStarted"]
    assert began[4:6] == [0, 0]
    assert max(began) <= 101
    assert sum(began) == 500


def test_a_flag_says_whether_it_is_of_a_child():
    """Of both there is a first that fails, and neither is the other's."""
    fails = many("STANDARD", one={"Type": "Fail", "Error": "Bad"})
    parts = {"clock": started(at(1, 1)), "machine": machine({"Each": fails}, items=ITEMS)}
    flags = [f for f in outcome(parts)["flags"] if f["kind"] == "first_execution_lost"]
    assert {f["detail"] for f in flags} >= {"FAILED", "child execution FAILED"}
    assert len({f["detail"] for f in flags}) == len(flags)


def test_a_flag_of_a_redriven_execution_names_no_child():
    again = [{"at": 5, "action": "redrive", "component": "machine"}]
    fails = once({"Bad": {"Type": "Fail", "Error": "Bad"}})
    flags = outcome(fails, duration=10, interventions=again)["flags"]
    lost = [f["detail"] for f in flags if f["kind"] == "first_execution_lost"]
    assert lost == ["FAILED", "redriven execution FAILED"]
