"""Machines that wait for one another, in chains that are longer than Python nests calls."""

from tests.evidence.step_function_parts import at, machine, started
from tests.services.state_machines import ARN, counted

DEEP = 150
INNER = {"StateMachineArn": "machine", "Input": {"n.$": "States.MathAdd($.n, -1)"}}
RUN = {
    "Type": "Task",
    "Resource": f"{ARN}states:startExecution.sync:2",
    "Parameters": INNER,
    "OutputPath": "$.Output",
    "End": True,
}
AT_LAST = {"Variable": "$.n", "NumericLessThan": 1, "Next": "End"}
ONCE_MORE = {"Type": "Choice", "Choices": [AT_LAST], "Default": "Run"}


def itself(end):
    """A machine that runs itself, so many levels deep; the innermost one comes to the end."""
    states = {"Again": ONCE_MORE, "Run": RUN, "End": {"Type": end, "End": True}}
    if end == "Fail":
        del states["End"]["End"]
    return machine(states, input={"n": DEEP - 1})


def test_the_innermost_ends_and_so_do_all():
    parts = {"clock": started(at(1, 1))}
    good = counted({**parts, "machine": itself("Pass")})
    assert good["executions_succeeded"] == DEEP
    bad = counted({**parts, "machine": itself("Fail")})
    assert bad["executions_failed"] == DEEP


def test_the_outermost_is_out_of_time_and_all_are_stopped():
    limited = itself("Pass")
    limited["definition"]["States"]["Again"] = {"Type": "Pass", "Next": "Run"}
    limited["definition"]["States"].pop("End")
    limited["definition"]["TimeoutSeconds"] = 12
    found = counted({"clock": started(at(1, 1)), "machine": limited})
    assert found["executions_timed_out"] == 1
    assert found["executions_aborted"] == found["executions_started"] - 1 > DEEP
    assert found["open_executions"] == found["tasks_under_way"] == 0
