"""A definition is read into states, or refused with all that is wrong with it."""

import pickle

from simcore.asl.definition import read
from tests.asl.around import AROUND

LAMBDA = "arn:aws:states:::lambda:invoke"
CHARGE = {
    "Comment": "An order, charged",
    "StartAt": "Charge",
    "TimeoutSeconds": 300,
    "States": {
        "Charge": {
            "Type": "Task",
            "Resource": LAMBDA,
            "Parameters": {"FunctionName": "charge", "Payload": {"id.$": "$.order.id"}},
            "ResultSelector": {"paid.$": "$.Payload.paid"},
            "ResultPath": "$.charge",
            "TimeoutSeconds": 30,
            "Retry": [{"ErrorEquals": ["States.ALL"], "JitterStrategy": "FULL"}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Refused", "ResultPath": "$.error"}],
            "Next": "Large?",
        },
        "Large?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.order.sum", "NumericGreaterThan": 100, "Next": "Later"}],
            "Default": "Done",
        },
        "Later": {"Type": "Wait", "Seconds": 60, "Next": "Done"},
        "Done": {"Type": "Succeed"},
        "Refused": {"Type": "Fail", "Error": "Refused", "CausePath": "$.error.Cause"},
    },
}


def test_a_definition_comes_to_states_in_the_order_of_the_document():
    machine = read(CHARGE)
    assert (machine.start_at, machine.timeout_s) == ("Charge", 300)
    assert [(one.number, one.name, one.path) for one in machine.states.values()] == [
        (n, name, f"States.{name}") for n, name in enumerate(CHARGE["States"])
    ]
    charge = machine.states["Charge"]
    assert (charge.resource.service, charge.resource.action) == ("lambda", "invoke")
    assert charge.retry[0].full_jitter
    assert (charge.retry[0].interval_s, charge.retry[0].max_attempts) == (1.0, 3)
    assert pickle.loads(pickle.dumps(machine)) == machine


def test_data_flows_through_a_task_as_its_fields_say():
    flow = read(CHARGE).states["Charge"].flow
    given = {"order": {"id": 7, "sum": 140}}
    assert flow.arguments(flow.enter(given, AROUND), AROUND) == {
        "FunctionName": "charge",
        "Payload": {"id": 7},
    }
    left = flow.leave(given, given, {"Payload": {"paid": True}, "StatusCode": 200}, AROUND)
    assert left.output == {"order": {"id": 7, "sum": 140}, "charge": {"paid": True}}
    assert given == {"order": {"id": 7, "sum": 140}}


def test_a_rule_of_a_choice_asks_the_input():
    (rule,) = read(CHARGE).states["Large?"].rules
    assert rule.next == "Later"
    assert rule.matches({"order": {"sum": 140}}, AROUND)
    assert not rule.matches({"order": {"sum": 100}}, AROUND)
