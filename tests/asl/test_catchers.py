"""Catchers that cannot make something of what they caught."""

from simcore.asl.local import execute
from tests.asl.running import types

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work"
FAILS = {"T": {"Throw": {"Error": "Boom", "Cause": "y" * 100_000}}}


def caught(catcher, input, **more):
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "N", **catcher}]
    task = {"Type": "Task", "Resource": FUNCTION, "Catch": catch, "End": True}
    states = {"T": task, "N": {"Type": "Pass", "End": True}}
    return execute({"StartAt": "T", "States": states, **more}, input, FAILS)


def test_an_output_that_is_too_large_names_the_state():
    one = caught({"ResultPath": "$.error"}, {"large": "x" * 200_000})
    assert (one.status, one.error) == ("FAILED", "States.DataLimitExceeded")
    assert "The state/task 'T' returned a result" in one.cause


def test_an_expression_that_fails_has_an_event_as_it_has_in_a_state():
    one = caught({"Output": "{% $error('no') %}"}, {}, QueryLanguage="JSONata")
    assert (one.status, one.error) == ("FAILED", "States.QueryEvaluationError")
    assert types(one)[-3:] == ["LambdaFunctionFailed", "EvaluationFailed", "ExecutionFailed"]
    assert one.cause.startswith("An error occurred while executing the state 'T'")
