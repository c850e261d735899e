"""What a machine's role has to allow beside its tasks' targets, and what comes of it where it does
not; and how fast what is given up is stopped."""

import pytest

from simcore.scenario import check
from tests.evidence.step_function_parts import at, machine, started
from tests.services.state_machines import ARN, counted, document, error_of, history, once

RUN = {
    "Type": "Task",
    "Resource": f"{ARN}states:startExecution.sync:2",
    "Parameters": {"StateMachineArn": "inner"},
    "TimeoutSeconds": 3,
    "End": True,
}
INNER = {"inner": machine({"A": {"Type": "Wait", "Seconds": 9, "End": True}})}
RULE = ["events:PutTargets", "events:PutRule", "events:DescribeRule"]
START, ENDS = "states:StartExecution", ["states:DescribeExecution", "states:StopExecution"]
EACH = {
    "Type": "Map",
    "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "One",
        "States": {"One": {"Type": "Pass", "End": True}},
    },
    "End": True,
}


def nested(*actions):
    return {**once({"Run": RUN}, role={"actions": [*actions]}), **INNER}


def told(components):
    return [(one.id, one.path) for one in check(document(components))]


@pytest.mark.parametrize(
    ("actions", "ids"),
    [
        ([START, *ENDS, *RULE], []),
        ([START, *ENDS], ["permission.missing"]),
        ([START, *RULE], ["permission.missing"]),
        ([*ENDS, *RULE], ["permission.missing"]),
        ([START], ["permission.missing"] * 2),
    ],
)
def test_who_waits_for_a_machine_describes_and_stops_it_and_makes_a_rule(actions, ids):
    """stepfunctions-iam, 2026: the policy of a nested workflow that is waited for."""
    found = told(nested(*actions))
    assert sorted(id for id, _ in found) == sorted(ids)
    assert {path for _, path in found} <= {
        "components.machine.tasks.Run",
        "components.machine.tasks.Run.target",
    }


def test_what_may_not_be_stopped_goes_on():
    """The task gives up after 3 s; the other machine's execution takes 9 s."""
    stopped = counted(nested(START, *ENDS, *RULE), "inner")
    assert (stopped["executions_aborted"], stopped["executions_succeeded"]) == (1, 0)
    left = counted(nested(START, ENDS[0], *RULE), "inner")
    assert (left["executions_aborted"], left["executions_succeeded"]) == (0, 1)


def test_stops_wait_for_their_quota():
    """Of 4 that are given up at about 4 s one is stopped at once, then one a second."""
    few = {"stepfunctions.stop_execution_bucket": 1, "stepfunctions.stop_execution_per_second": 1}
    components = {"clock": started(at(1, 4)), "machine": machine({"Run": RUN}), **INNER}
    found = counted(components, quotas=few)
    assert found["calls_delayed.StopExecution"] == found["calls_delayed"] == 3
    for duration, stopped in ((4.5, 1), (5.5, 2), (7.5, 4)):
        inner = counted(components, "inner", quotas=few, duration=duration)
        assert inner["executions_aborted"] == stopped


def test_a_distributed_map_starts_executions_of_its_own_machine():
    """state-map-distributed, 2026; that the state fails with States.Permissions is assumed."""

    def mapped(*actions):
        said = once({"Each": EACH}, role={"actions": [*actions]})
        said["machine"]["input"] = [1, 2]
        return said

    assert told(mapped(START)) == []
    assert counted(mapped(START))["child_executions_succeeded"] == 2
    denied = mapped("sqs:SendMessage")
    path = "components.machine.definition.States.Each"
    assert told(denied) == [("permission.missing", path)]
    assert [kind for kind, _ in history(denied)] == [
        "ExecutionStarted", "MapStateEntered", "MapStateStarted", "MapRunStarted", "MapRunFailed",
        "MapStateFailed", "ExecutionFailed",
    ]  # fmt: skip
    assert '"error":"States.Permissions"' in error_of(denied)
    found = counted(denied)
    assert found["child_executions_started"] == found["open_map_runs"] == 0
