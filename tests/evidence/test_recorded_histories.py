"""Executions that were recorded on AWS, with definitions of ours that do the same: the same events,
each after the same one, and what they say of errors, variables and the context object.

Recorded in localstack/localstack, tests/aws/services/stepfunctions/v2 (snapshots of AWS): timeouts,
10 March 2024; heartbeats, 18 April 2024; activities, 3 March 2024; comments, 9 February 2024;
test_states_errors, 21 March 2024; test_task_lambda, 22 June 2023; test_assign_base, 4 November
2024; test_error_output, 12 November 2024; test_base_evaluate_expressions, 22 July 2025; Map states
of test_base_scenarios. Not compared: what AWS answers beyond data (headers, request ids, stack
traces), and who of several at the same moment is first.
"""

import pytest

from tests.asl.running import chain, run

PROVES = ("simcore/asl/execution/execution.py",)

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work"
INVOKE = "arn:aws:states:::lambda:invoke"
SEND = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
CALLED = {"FunctionName.$": "$.FunctionName", "Payload.$": "$.Payload"}
ASKED = {"FunctionName": "work", "Payload": None}
RAISED = {"Throw": {"Error": "Exception", "Cause": '{"errorType":"Exception"}'}}
LARGE = {"Return": "é" * 200_000}
NEVER = {"Never": True}
IN = "ExecutionStarted TaskStateEntered "
INVOKED = IN + "LambdaFunctionScheduled LambdaFunctionStarted "
CALL = IN + "TaskScheduled TaskStarted "
CAUGHT = " TaskStateExited PassStateEntered PassStateExited ExecutionSucceeded"
TAKEN = IN + "ActivityScheduled ActivityStarted "
DONE = " TaskStateExited ExecutionSucceeded"
PASS = "ExecutionStarted PassStateEntered PassStateExited ExecutionSucceeded"


def task(resource, catch=None, **more):
    state = {"Type": "Task", "Resource": resource, "End": True, **more}
    if resource == INVOKE and "Arguments" not in more:
        state["Parameters"] = CALLED
    if resource == SEND:
        body = {"Message.$": "$.Message", "TaskToken.$": "$$.Task.Token"}
        state["Parameters"] = {"QueueUrl.$": "$.QueueUrl", "MessageBody": body}
    states = {"Start": state}
    if catch:
        state["Catch"] = [{"ErrorEquals": [catch], "Next": "Handle"}]
        states["Handle"] = {"Type": "Pass", "End": True}
    return {"StartAt": "Start", "States": states}


def alone(state):
    return {"StartAt": "Start", "States": {"Start": {**state, "End": True}}}


def jsonata(retry=(), **catcher):
    arguments = {"FunctionName": "work", "Payload": {"foo": "foobar"}}
    state = task(INVOKE, Arguments=arguments)["States"]["Start"]
    state["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": "Fallback", **catcher}]
    if retry:
        state["Retry"] = list(retry)
    states = {"Start": state, "Fallback": {"Type": "Pass", "End": True}}
    return {"QueryLanguage": "JSONata", "StartAt": "Start", "States": states}


ONCE = ({"ErrorEquals": ["Exception"], "IntervalSeconds": 1, "MaxAttempts": 1},)
MESSAGE = {"QueueUrl": "queue", "Message": "text"}
BEATS = {"HeartbeatSeconds": 5, "TimeoutSeconds": 600}
HALLO = {"Value1": "Hello", "Value2": "World"}

RECORDED = {
    "fixed-timeout-of-a-function": (
        task(FUNCTION, TimeoutSeconds=5), NEVER, {"Payload": None},
        INVOKED + "LambdaFunctionTimedOut ExecutionFailed"),
    "fixed-timeout-of-a-call": (
        task(INVOKE, TimeoutSeconds=5), NEVER, ASKED, CALL + "TaskTimedOut ExecutionFailed"),
    "timeout-by-a-path": (
        task(INVOKE, TimeoutSecondsPath="$.TimeoutSecondsValue"), NEVER,
        {**ASKED, "TimeoutSecondsValue": 5}, CALL + "TaskTimedOut ExecutionFailed"),
    "heartbeat-missed": (
        task(SEND, **BEATS), NEVER, MESSAGE, CALL + "TaskSubmitted TaskTimedOut ExecutionFailed"),
    "heartbeat-by-a-path-missed": (
        task(SEND, HeartbeatSecondsPath="$.Beat", TimeoutSeconds=600), NEVER,
        {**MESSAGE, "Beat": 5}, CALL + "TaskSubmitted TaskTimedOut ExecutionFailed"),
    "heartbeat-missed-without-a-timeout": (
        task(SEND, HeartbeatSeconds=5), NEVER, MESSAGE,
        CALL + "TaskSubmitted TaskTimedOut ExecutionFailed"),
    "activity": (
        task(ACTIVITY), {"Return": HALLO}, HALLO, TAKEN + "ActivitySucceeded" + DONE),
    "activity-that-fails": (
        task(ACTIVITY), {"Throw": {"Error": "Programmatic Error", "Cause": "{}"}}, HALLO,
        TAKEN + "ActivityFailed ExecutionFailed"),
    "activity-with-a-heartbeat": (
        task(ACTIVITY, HeartbeatSeconds=10, TimeoutSeconds=60), {"Return": HALLO}, HALLO,
        TAKEN + "ActivitySucceeded" + DONE),
    "comments-in-parameters": (
        alone({"Type": "Pass", "Parameters": {"Comment": "C", "comment": "c", "constant": "x"}}),
        None, {}, PASS),
    "too-large-from-a-call": (
        task(INVOKE, "States.DataLimitExceeded"), LARGE, ASKED, CALL + "TaskFailed" + CAUGHT),
    "too-large-from-a-function": (
        task(FUNCTION, "States.DataLimitExceeded"), LARGE, ASKED,
        INVOKED + "LambdaFunctionFailed" + CAUGHT),
    "exception-of-a-function": (
        task(FUNCTION), RAISED, ASKED, INVOKED + "LambdaFunctionFailed ExecutionFailed"),
    "exception-of-a-function-caught": (
        task(FUNCTION, "States.TaskFailed"), RAISED, ASKED,
        INVOKED + "LambdaFunctionFailed" + CAUGHT),
    "nothing-is-assigned": (
        alone({"Type": "Pass", "Assign": {}}), None, {"input_value": "x"}, PASS),
    "error-output": (
        jsonata(Output={"stateInput": "{% $states.input %}",
                        "stateError": "{% $states.errorOutput %}"}),
        RAISED, {"inputData": "dummy"}, CALL + "TaskFailed" + CAUGHT),
    "error-output-after-a-retry": (
        jsonata(ONCE, Output={"stateInput": "{% $states.input %}"}), RAISED,
        {"inputData": "dummy"},
        CALL + "TaskFailed TaskScheduled TaskStarted TaskFailed" + CAUGHT),
    "regular-expression": (
        {"QueryLanguage": "JSONata",
         **alone({"Type": "Pass", "Output": '{% $contains("hello there", /^hello .*$/) %}'})},
        None, {}, PASS),
    "timeout-by-an-expression": (
        {"QueryLanguage": "JSONata",
         **task(INVOKE, Arguments={"FunctionName": "work"}, TimeoutSeconds="{% 1 %}")},
        {"Return": {}}, {}, CALL + "TaskSucceeded" + DONE),
}  # fmt: skip


@pytest.mark.parametrize("name", list(RECORDED))
def test_events_are_those_that_were_recorded(name):
    """One after the other: the first two follow none, each further one the one before."""
    definition, mock, input, events = RECORDED[name]
    types = events.split()
    done = run(definition, {"Start": mock} if mock else None, input)
    before = [0, 0, *range(2, len(types))]
    assert chain(done) == list(zip(range(1, len(types) + 1), before, types, strict=True))


def said(done, kind):
    return next(event.details for event in done.history.events if event.type == kind)


TOO_LARGE = "returned a result with a size exceeding the maximum number of bytes service limit."


@pytest.mark.parametrize(
    ("resource", "kind", "whose"),
    [(INVOKE, "TaskFailed", "lambda"), (FUNCTION, "LambdaFunctionFailed", FUNCTION)],
)
def test_a_result_that_is_too_large_is_a_failure_of_its_task(resource, kind, whose):
    """test_service_task_lambada_data_limit_exceeded_on_large_utf8_response, and of a function."""
    done = run(task(resource, "States.DataLimitExceeded"), {"Start": LARGE}, ASKED)
    cause = f"The state/task '{whose}' {TOO_LARGE}"
    failed = said(done, kind)
    assert (failed["error"], failed["cause"]) == ("States.DataLimitExceeded", cause)
    assert done.output == {"Error": "States.DataLimitExceeded", "Cause": cause}


def test_a_machine_that_is_out_of_time_says_neither_error_nor_cause():
    """test_global_timeout: TIMED_OUT, without an error."""
    definition = {"TimeoutSeconds": 5, **alone({"Type": "Wait", "Seconds": 60})}
    done = run(definition, None, {})
    assert (done.status, done.error, done.cause) == ("TIMED_OUT", "", "")


def test_what_a_state_assigns_is_told_where_it_is_left():
    """test_base_cases[BASE_CONSTANT_LITERALS], [BASE_PATHS]: assignedVariables, as they are."""
    assign = {
        "constant_bool": True,
        "constant_null": None,
        "constant_lst": [None, 0, 0.1, "$.no.such.path", "{% $varname %}", []],
        "constant_str_var": "$noSuchVar",
        "str_path.$": "$.input_value",
        "str_intrinsic_func.$": "States.Format('Format Func {}', $.input_value)",
        "str_contextpath_root.$": "$$",
    }
    input = {"input_value": "input_value_literal"}
    done = run(alone({"Type": "Pass", "Assign": assign}), None, input)
    left = said(done, "PassStateExited")
    assert left["output"] == input
    told = left["assignedVariables"]
    literals = {name: value for name, value in assign.items() if not name.endswith(".$")}
    assert {name: told[name] for name in literals} == literals
    assert told["str_path"] == "input_value_literal"
    assert told["str_intrinsic_func"] == "Format Func input_value_literal"
    context = told["str_contextpath_root"]
    assert {name: list(part) for name, part in context.items()} == {
        "Execution": ["Id", "Input", "StartTime", "Name", "RoleArn", "RedriveCount"],
        "StateMachine": ["Id", "Name"],
        "State": ["Name", "EnteredTime"],
    }
    assert "assignedVariables" not in said(run(alone({"Type": "Pass"}), None, 1), "PassStateExited")


def test_what_a_state_assigns_is_written_as_texts():
    """API reference, StateExitedEventDetails, 2026: "Map of variable name and value as a serialized
    JSON representation"; the recordings have them read."""
    assign = {"number": 1, "word": "x", "many": [1, {"a": None}]}
    left = run(alone({"Type": "Pass", "Assign": assign}), None, {}).history.events[-2]
    details = left.as_dict(0.0)["stateExitedEventDetails"]
    assert details["assignedVariables"] == {
        "number": "1", "word": '"x"', "many": '[1,{"a":null}]',
    }  # fmt: skip
    assert details["assignedVariablesDetails"] == {"truncated": False}
    cut, used = left.as_texts(8)
    assert cut.details["assignedVariables"]["number"] == "1"
    assert cut.details["assignedVariablesDetails"] == {"truncated": True}
    assert used == len('{}1"x"[1,{"a":null}]')


def test_what_a_catcher_assigns_is_told_where_the_state_is_left():
    """test_catch_error_variable_sampling: assignedVariables of TaskStateExited."""
    assign = {"errorVar": "{% $states.errorOutput %}", "inputVar": "{% $states.input %}"}
    done = run(jsonata(Assign=assign), {"Start": RAISED}, {"inputData": "dummy"})
    error = {"Error": "Exception", "Cause": RAISED["Throw"]["Cause"]}
    assert said(done, "TaskStateExited") == {
        "name": "Start",
        "output": error,
        "assignedVariables": {"errorVar": error, "inputVar": {"inputData": "dummy"}},
    }
    assert "assignedVariables" not in said(done, "PassStateExited")


def test_iterations_one_at_a_time_follow_the_last_event_of_the_one_before():
    """Map states of test_base_scenarios with MaxConcurrency 1: an iteration follows the exit of the
    state before it; MapStateSucceeded and MapStateExited follow the last iteration's success."""
    inner = {"StartAt": "One", "States": {"One": {"Type": "Pass", "End": True}}}
    state = {"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": inner}
    found = chain(run(alone(state), None, [1, 2, 3]))
    assert found[3:] == [
        (4, 3, "MapIterationStarted"), (5, 4, "PassStateEntered"), (6, 5, "PassStateExited"),
        (7, 6, "MapIterationSucceeded"), (8, 6, "MapIterationStarted"), (9, 8, "PassStateEntered"),
        (10, 9, "PassStateExited"), (11, 10, "MapIterationSucceeded"),
        (12, 10, "MapIterationStarted"), (13, 12, "PassStateEntered"),
        (14, 13, "PassStateExited"), (15, 14, "MapIterationSucceeded"),
        (16, 15, "MapStateSucceeded"), (17, 15, "MapStateExited"), (18, 17, "ExecutionSucceeded"),
    ]  # fmt: skip


def test_iterations_that_are_given_up_follow_the_timeout_of_the_first():
    """test_service_lambda_map_timeout; there all four were out of time before the first failed."""
    inner = task(INVOKE, TimeoutSeconds=5)
    state = {"Type": "Map", "ItemsPath": "$.Inputs", "Iterator": inner}
    inner["States"]["Call"] = inner["States"].pop("Start")
    inner["StartAt"] = "Call"
    done = run(alone(state), {"Call": NEVER}, {"Inputs": [ASKED] * 4})
    timed_out = next(id for id, _, kind in chain(done) if kind == "TaskTimedOut")
    after = [(before, kind) for id, before, kind in chain(done) if id > timed_out]
    given_up = [(timed_out, "MapIterationAborted"), (timed_out, "TaskStateAborted")] * 3
    assert after == [
        (timed_out, "MapIterationFailed"),
        (timed_out, "TaskStateAborted"),
        *given_up,
        (timed_out, "MapStateFailed"),
        (timed_out + 9, "ExecutionFailed"),
    ]
