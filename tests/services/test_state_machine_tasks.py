"""What tasks of a state machine make of those whom they ask."""

import pytest

from simcore.scenario import check
from tests.evidence.step_function_parts import at, machine, started, task
from tests.services.state_machines import (
    ARN,
    WORKER,
    counted,
    document,
    error_of,
    history,
    once,
    outcome,
    token,
)


@pytest.mark.parametrize(
    ("worker", "profile", "error"),
    [
        ({"error_rate": 1}, "aws-2026", "Exception"),
        ({"duration": 5}, "aws-2026", "Sandbox.Timedout"),
        ({"duration": 5}, "aws-2022", "Lambda.Unknown"),
        ({"reserved_concurrency": 0}, "aws-2026", "Lambda.TooManyRequestsException"),
    ],
)
def test_what_a_function_comes_to_is_an_error_of_its_task(worker, profile, error):
    components = {**once({"Work": task("worker", End=True)}), "worker": {**WORKER, **worker}}
    assert f'"error":"{error}"' in error_of(components, profile=profile)


def test_without_the_permission_the_function_is_never_invoked():
    said = once({"Work": task("worker", End=True)}, role={"actions": ["sqs:SendMessage"]})
    components = {**said, "worker": WORKER}
    assert '"error":"States.Permissions"' in error_of(components)
    assert counted(components, "worker")["invocations"] == 0
    assert "permission.missing" in {one.id for one in check(document(components))}


def test_who_may_not_start_executions_starts_none():
    sends = [{"target": "machine"}]
    function = {**WORKER, "sends": sends, "role": {"actions": ["logs:*"]}}
    site = {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": 1}}}
    components = {"site": site, "worker": function, "machine": machine({"A": {"Type": "Succeed"}})}
    assert counted(components)["executions_started"] == 0
    function["role"] = {"actions": ["states:StartExecution"]}
    assert counted(components)["executions_started"] > 15


def test_a_message_is_sent_and_its_answer_is_the_result():
    send = {
        "Type": "Task",
        "Resource": f"{ARN}sqs:sendMessage",
        "Parameters": {
            "QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/mails",
            "MessageBody": "Hello",
        },
        "ResultSelector": {"id.$": "$.MessageId"},
        "End": True,
    }
    components = {**once({"Send": send}, n=3), "mails": {"type": "queue"}}
    assert counted(components, "mails")["sent"] == 3
    assert counted(components)["executions_succeeded"] == 3


FEW_SYNC = {"stepfunctions.sync_executions_max": 3}
SYNC = {
    "Type": "Task",
    "Resource": f"{ARN}states:startExecution.sync:2",
    "Parameters": {"StateMachineArn": "inner", "Input": {"n": 7}},
    "OutputPath": "$.Output",
    "End": True,
}


def test_a_nested_machine_gives_its_output():
    inner = machine({"A": {"Type": "Pass", "Result": {"done": True}, "End": True}})
    events = history({**once({"Run": SYNC}), "inner": inner})
    assert [kind for kind, _ in events[1:7]] == [
        "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded",
        "TaskStateExited",
    ]  # fmt: skip
    assert r"{\"done\":true}" in events[-1][1]


def test_a_nested_machine_that_takes_too_long_is_stopped():
    inner = machine({"A": {"Type": "Wait", "Seconds": 60, "End": True}})
    components = {**once({"Run": {**SYNC, "TimeoutSeconds": 5}}), "inner": inner}
    assert '"error":"States.Timeout"' in error_of(components)
    assert counted(components, "inner")["executions_aborted"] == 1
    assert counted(components)["tasks_timed_out"] == 1


def test_a_nested_timeout_reaches_the_parent_as_task_failed():
    """concepts-error-handling, 2026: not as States.Timeout."""
    inner = machine({"A": {"Type": "Wait", "Seconds": 60, "End": True}})
    inner["definition"]["TimeoutSeconds"] = 3
    assert '"error":"States.TaskFailed"' in error_of({**once({"Run": SYNC}), "inner": inner})


SDK = {**SYNC, "Resource": f"{ARN}aws-sdk:sfn:startSyncExecution", "OutputPath": "$"}


@pytest.mark.parametrize(("end", "status"), [("Succeed", "SUCCEEDED"), ("Fail", "FAILED")])
def test_an_express_machine_that_is_called_says_what_became_of_it(end, status):
    """After the call, two transitions and its 2 s; a failure is no error of the task."""
    states = {"Wait": {"Type": "Wait", "Seconds": 2, "Next": "End"}, "End": {"Type": end}}
    components = {**once({"Run": SDK}), "inner": machine(states, workflow="express")}
    kind, details = history(components)[-1]
    assert kind == "ExecutionSucceeded"
    assert f'\\"Status\\":\\"{status}\\"' in details
    assert (r"\"Output\":" in details) == (status == "SUCCEEDED")
    found = outcome(components)
    assert found["series"]["machine"]["TaskTime"][3] == pytest.approx(2_030)
    surge = {**components, **once({"Run": SDK}), "clock": started(at(1, 5), at(9, 5))}
    assert counted(surge, quotas=FEW_SYNC)["executions_failed"] == 2 + 2


def test_only_express_machines_are_called():
    components = {**once({"Run": SDK}), "inner": machine({"A": {"Type": "Succeed"}})}
    assert [one.id for one in check(document(components))] == ["machine.not-express"]


def test_who_is_refused_hears_why():
    inner = machine({"A": {"Type": "Wait", "Seconds": 9, "End": True}})
    components = {**once({"Run": SYNC}), "inner": inner}
    full = {"stepfunctions.open_executions_max": 1}
    assert '"error":"StepFunctions.ExecutionLimitExceeded"' in error_of(components, quotas=full)


def asks(answer, **more):
    said = once({"Ask": token(**more)}, tasks={"Ask": {"answer": answer}})
    return {**said, "mails": {"type": "queue"}}


def test_a_task_token_is_answered_after_its_time():
    found = outcome(asks({"after": 5}))
    assert found["percentiles"]["machine"]["ExecutionTime"]["max"] == pytest.approx(5_045)


def test_heartbeats_keep_a_task_alive_and_who_sends_none_is_given_up():
    assert counted(asks({"after": 6, "heartbeat": 1}, HeartbeatSeconds=2))["heartbeats"] == 5
    late = counted(asks({"after": 6, "heartbeat": 3}, HeartbeatSeconds=2))
    assert (late["tasks_timed_out"], late["executions_failed"]) == (1, 1)


def test_heartbeats_above_their_bucket_come_late():
    """Of 20 that are sent together, the last gets through after 20 s."""
    few = {"stepfunctions.send_task_bucket": 1, "stepfunctions.send_task_per_second": 1}
    tasks = {"Ask": {"answer": {"after": 25, "heartbeat": 1}}}

    def timed_out(seconds):
        said = once({"Ask": token(HeartbeatSeconds=seconds)}, n=20, tasks=tasks)
        found = counted({**said, "mails": {"type": "queue"}}, quotas=few, duration=60)
        return found["tasks_timed_out"]

    assert timed_out(3) >= 17
    assert timed_out(22) == 0


def test_a_token_that_nobody_answers_waits_for_ever():
    found = counted(asks({"never": 1}))
    assert (found["open_executions"], found["tasks_under_way"]) == (1, 1)


@pytest.mark.parametrize(
    ("service", "parameter"), [("lambda:invoke", "FunctionName"), ("sns:publish", "TopicArn")]
)
def test_errors_of_a_task_with_a_token_come_with_its_answer_alone(service, parameter):
    """Each attempt ends in one once: half of 400 fail, not three quarters, and none at the call."""
    about = {"errors": [{"error": "Declined", "share": 0.5}], "answer": {"after": 1}}
    more = {
        "Resource": f"{ARN}{service}.waitForTaskToken",
        "Parameters": {parameter: "mock", "Message.$": "$$.Task.Token"},
    }
    if service == "lambda:invoke":
        more["Parameters"] = {parameter: "mock", "Payload": {"Token.$": "$$.Task.Token"}}
    said = once({"Ask": token(**more)}, n=400, tasks={"Ask": about})
    assert counted(said)["executions_failed"] == pytest.approx(200, abs=40)
    about["errors"][0]["share"] = 1
    assert "TaskSubmitted" in [kind for kind, _ in history(said)]


def test_executions_that_are_redriven_repeat_only_what_failed():
    """redrive-executions, 2026: from the failed state, counters of retries begin anew."""
    states = {"First": task("worker", Next="Second"), "Second": task("other", End=True)}
    parts = {**once(states, n=5), "worker": WORKER, "other": {**WORKER, "error_rate": 1}}
    mended = {"at": 5, "action": "set", "values": {"other.error_rate": 0}}
    again = {"at": 10, "action": "redrive", "component": "machine"}
    found = outcome(parts, interventions=[mended, again])["counters"]
    orders = found["machine"]
    assert (orders["executions_failed"], orders["executions_redriven"]) == (5, 5)
    assert orders["executions_succeeded"] == 5
    assert (found["worker"]["invocations"], found["other"]["invocations"]) == (5, 10)
    assert orders["transitions"] == 2 * 5 + 5 + 5  # redriven, and entered again
    late = counted(parts, interventions=[mended, again], quotas={"stepfunctions.redrivable_s": 5})
    assert late["executions_redriven"] == 0
    some = outcome(parts, interventions=[mended, {**again, "count": 2}])["counters"]["machine"]
    assert (some["executions_redriven"], some["open_executions"]) == (2, 0)


ACTIVITY = {
    "Type": "Task",
    "Resource": "arn:aws:states:us-east-1:123456789012:activity:check",
    "End": True,
}


def test_workers_do_one_task_at_a_time_in_order():
    """Six tasks of 2 s for two workers: three rounds."""
    found = outcome(
        once({"Do": ACTIVITY}, n=6, activities={"check": {"workers": 2, "duration": 2}})
    )
    assert found["percentiles"]["machine"]["ExecutionTime"]["max"] == pytest.approx(6_025)
    assert max(found["series"]["machine"]["ActivityTasksUnpolled"]) == 4


def test_an_activity_that_nobody_polls_times_out():
    """As recorded on AWS (localstack/localstack)."""
    said = once({"Do": {**ACTIVITY, "TimeoutSeconds": 5}}, activities={"check": {"workers": 0}})
    events = [kind for kind, _ in history(said)]
    assert events[2:4] == ["ActivityScheduled", "ActivityTimedOut"]


def test_a_lost_task_is_noticed_by_its_heartbeat():
    said = {"workers": 1, "duration": 9, "heartbeat": 1, "lost": 1}
    states = {"Do": {**ACTIVITY, "HeartbeatSeconds": 2}}
    assert counted(once(states, activities={"check": said}))["tasks_timed_out"] == 1


def test_errors_by_attempt_and_by_input():
    errors = [
        {"error": "Busy", "attempts": [0]},
        {"error": "Odd", "when": "{% $input.n % 2 = 1 %}"},
    ]
    states = {"Work": task("x", Retry=[{"ErrorEquals": ["Busy"], "IntervalSeconds": 1}], End=True)}
    states["Work"] |= {"Parameters": {"FunctionName": "x", "n.$": "$.n"}}
    said = once(
        states,
        n=4,
        input={"n": "{% $event.number %}"},
        tasks={"Work": {"errors": errors, "duration": 0}},
    )
    found = counted(said)
    assert (found["retries"], found["executions_failed"], found["executions_succeeded"]) == (
        4,
        2,
        2,
    )


def test_an_http_task_gives_up_after_a_minute_whatever_its_own_timeout():
    hook = {
        "Type": "Task",
        "Resource": f"{ARN}http:invoke",
        "Parameters": {"ApiEndpoint": "https://hook.example.com/x", "Method": "POST"},
        "TimeoutSeconds": 300,
        "End": True,
    }
    said = once({"Call": hook}, tasks={"Call": {"duration": 90}})
    assert '"error":"States.Http.Socket"' in error_of(said, duration=90)
    down = {**once({"Call": hook}), "hook": {"type": "endpoint", "error_rate": 1}}
    assert '"error":"States.Http.StatusCode.500"' in error_of(down)
