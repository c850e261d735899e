"""Metrics of AWS/States: times by kind of task, silent workers, what became of redriven executions.

Source: AWS Step Functions Developer Guide, procedure-cw-metrics, 2026.
"""

import pytest

from tests.evidence.step_function_parts import at, machine, started, task
from tests.services.state_machines import WORKER, outcome

PROVES = ("simcore/services/step_functions/machine.py",)
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:pack"


def told(found, name):
    """What a series tells at all: of numbers those that are not 0, of times all that there are."""
    series = found["series"]["machine"][name]
    is_number = 0 in series and None not in series
    return [value for value in series if value or (value == 0 and not is_number)]


def packed(n=1, workers=1, **more):
    state = {"Type": "Task", "Resource": ACTIVITY, "End": True, **more}
    activities = {"pack": {"workers": workers, "duration": "2 s"}}
    if "HeartbeatSeconds" in more:
        activities["pack"]["heartbeat"] = "30 s"
    said = machine({"Pack": state}, activities=activities)
    return {"clock": started(at(1, n)), "machine": said}


def test_an_activity_s_times_are_until_a_worker_has_it_and_from_there_to_its_end():
    """Two tasks, one worker: it takes 2 s for each, so the second waits 2 s longer."""
    found = outcome(packed(2))
    waits = told(found, "ActivityScheduleTime")
    assert waits[-1] - waits[0] == pytest.approx(2_000, abs=30)
    assert told(found, "ActivityRunTime") == pytest.approx([2_000] * 2)
    times = told(found, "ActivityTime")
    assert times == pytest.approx([2_000 + wait for wait in waits])
    for kind in ("LambdaFunction", "ServiceIntegration"):
        assert told(found, f"{kind}Time") == []


def test_the_times_of_a_function_and_of_a_service_are_told_apart():
    """A function of 100 ms by its ARN is of the one kind; by an integration it is of the other."""
    direct = "arn:aws:lambda:us-east-1:123456789012:function:worker"
    for resource, kind, other in (
        (direct, "LambdaFunction", "ServiceIntegration"),
        (None, "ServiceIntegration", "LambdaFunction"),
    ):
        states = {"Work": task("worker", End=True)}
        if resource:
            states = {"Work": {"Type": "Task", "Resource": resource, "End": True}}
        found = outcome({"clock": started(at(1, 1)), "machine": machine(states), "worker": WORKER})
        run, whole = told(found, f"{kind}RunTime"), told(found, f"{kind}Time")
        assert len(run) == len(whole) == 1
        assert 100 <= run[0] <= whole[0]
        assert told(found, f"{other}Time") == []


def test_a_worker_that_falls_silent_is_told_apart_from_one_that_is_late():
    silent = outcome(packed(HeartbeatSeconds=1))
    assert sum(told(silent, "ActivitiesHeartbeatTimedOut")) == 1
    assert told(silent, "ActivitiesTimedOut") == []
    assert silent["counters"]["machine"]["tasks_timed_out"] == 1
    assert told(silent, "ActivityRunTime") == pytest.approx([1_000])
    late = outcome(packed(TimeoutSeconds=1))
    assert sum(told(late, "ActivitiesTimedOut")) == 1
    assert told(late, "ActivitiesHeartbeatTimedOut") == []


def test_a_task_that_no_worker_had_has_a_time_but_ran_none():
    """It is given up while it waits."""
    found = outcome(packed(workers=0, TimeoutSeconds=3))
    assert told(found, "ActivityRunTime") == []
    assert told(found, "ActivityTime") == pytest.approx([3_000])


def test_executions_that_were_redriven_are_told_by_their_ends_beside_all_of_them():
    """Three fail at once; two are redriven at 5 s and fail again."""
    components = {
        "clock": started(at(1, 3)),
        "machine": machine({"Stop": {"Type": "Fail", "Error": "No"}}),
    }
    again = {"at": 5, "action": "redrive", "component": "machine", "count": 2}
    found = outcome(components, interventions=[again])
    assert sum(told(found, "RedrivenExecutionsFailed")) == 2
    assert found["counters"]["machine"]["executions_failed"] == 5
    for end in ("Succeeded", "TimedOut", "Aborted"):
        assert told(found, f"RedrivenExecutions{end}") == []
