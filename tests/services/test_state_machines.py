"""State machines: what tasks make of those whom they ask, who starts executions, what is told."""

import pickle

import pytest

import simcore
from simcore.scenario import check
from tests.evidence.step_function_parts import at, machine, started, task

ARN = "arn:aws:states:::"


def document(components, duration=20, **more):
    return {
        "format": "windtunnel.scenario/1",
        "id": "machines",
        "title": "What becomes of an execution?",
        "duration": duration,
        "components": components,
        **more,
    }


def outcome(components, **more):
    return simcore.run(simcore.load_scenario(document(components, **more))).as_dict()


def counted(components, component="machine", **more):
    return outcome(components, **more)["counters"][component]


def once(states, n=1, **more):
    return {"clock": started(at(1, n)), "machine": machine(states, **more)}


def history(components, **more):
    """[(type, details)] of the first execution."""
    run = simcore.Run(simcore.load_scenario(document(components, **more)))
    rows = [row for frame in run.frames() for row in frame.payload["histories"]["machine"]]
    return [(row[4], row[6]) for row in rows if row[0] == 1]


def error_of(components, **more):
    """The text of the last event of the first execution."""
    return history(components, **more)[-1][1]


WORKER = {"type": "function", "duration": "100 ms", "timeout": 1}


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
    """Facts step-functions.md 3: not as States.Timeout."""
    inner = machine({"A": {"Type": "Wait", "Seconds": 60, "End": True}})
    inner["definition"]["TimeoutSeconds"] = 3
    assert '"error":"States.TaskFailed"' in error_of({**once({"Run": SYNC}), "inner": inner})


def token(**more):
    return {
        "Type": "Task",
        "Resource": f"{ARN}sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": "mails", "MessageBody": {"token.$": "$$.Task.Token"}},
        "End": True,
        **more,
    }


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


def test_a_token_that_nobody_answers_waits_for_ever():
    found = counted(asks({"never": 1}))
    assert (found["open_executions"], found["tasks_under_way"]) == (1, 1)


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
    """Facts step-functions.md 7: the recorded behaviour."""
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


WAITS = {"Wait": {"Type": "Wait", "Seconds": 2, "End": True}}


def test_an_express_workflow_answers_whoever_waits_and_nobody_else():
    quick = machine(WAITS, workflow="express")
    site = {"type": "client", "target": "machine", "arrivals": {"constant": {"rate": 2}}}
    waiting = counted({"site": {**site, "timeout": 10}, "machine": quick}, "site")
    assert waiting["responses"] == 36
    sent = {"site": {**site, "invocation": "Event"}, "machine": quick}
    assert counted(sent)["executions_succeeded"] == 36
    twice = {**sent, "machine": {**quick, "runs_twice": 1}}
    assert counted(twice)["executions_succeeded"] == 2 * 36


def test_synchronous_executions_are_never_run_twice_and_are_throttled_in_a_surge():
    quick = machine(WAITS, workflow="express", runs_twice=1)
    burst = {"burst": {"rate": 0, "count": 10, "at": 5, "for": 0}}
    site = {"type": "client", "target": "machine", "arrivals": burst}
    quotas = {"stepfunctions.sync_executions_max": 4}
    found = outcome({"site": site, "machine": quick}, quotas=quotas)["counters"]
    assert found["machine"]["executions_started"] == 4
    assert found["machine"]["starts_refused.ThrottlingException"] == 6
    assert found["site"]["throttles"] == 6


def test_open_executions_have_a_limit():
    found = counted(once(WAITS, n=10), quotas={"stepfunctions.open_executions_max": 3})
    assert found["starts_refused.ExecutionLimitExceeded"] == 7


def test_a_history_of_too_many_events_fails_its_execution():
    found = counted(once(WAITS), quotas={"stepfunctions.history_max_events": 10})
    assert found["executions_succeeded"] == 1
    again = {"Variable": "$.n", "IsPresent": True, "Next": "End"}
    loop = {
        "A": {"Type": "Pass", "Next": "B"},
        "B": {"Type": "Choice", "Choices": [again], "Default": "A"},
        "End": {"Type": "Succeed"},
    }
    found = counted(once(loop), quotas={"stepfunctions.history_max_events": 100})
    assert found["executions_failed"] == 1


def test_status_changes_come_to_the_bus():
    components = {**once(WAITS, n=3, status_changes="events"), "events": {"type": "bus"}}
    assert counted(components, "events")["received"] == 6


def test_the_header_has_the_graph_and_frames_what_happens_in_it():
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Undo"}]
    states = {"Work": task("worker", Catch=catch, End=True), "Undo": {"Type": "Fail"}}
    components = {**once(states, n=5), "worker": {**WORKER, "duration": 1, "error_rate": 1}}
    run = simcore.Run(simcore.load_scenario(document(components, duration=5)))
    told = run.header()["machines"]["machine"]
    assert told["workflow"] == "STANDARD"
    work = told["states"][0]
    assert (work["name"], work["target"], work["start"]) == ("Work", "worker", True)
    assert work["next"] == [{"to": 1, "kind": "catch", "label": "States.ALL"}]
    rows = [
        dict(zip(part, row, strict=True))
        for frame in run.frames()
        for part in [frame.payload["states"]["machine"]]
        for row in zip(*part.values(), strict=True)
    ]
    first = [row for row in rows if row["state"] == 0]
    assert first == [
        {"bin": 1, "state": 0, "entered": 5, "running": 5, "succeeded": 0, "failed": 0,
         "retried": 0, "caught": 0, "throttled": 0},
        {"bin": 2, "state": 0, "entered": 0, "running": 0, "succeeded": 0, "failed": 5,
         "retried": 0, "caught": 5, "throttled": 0},
    ]  # fmt: skip


def test_a_run_goes_on_from_a_snapshot_to_the_same_bytes():
    states = {"Ask": token(TimeoutSeconds=4, Retry=[{"ErrorEquals": ["States.ALL"]}])}
    said = once(states, n=20, tasks={"Ask": {"answer": {"after": 3, "never": 0.5}}})
    scenario = simcore.load_scenario(document({**said, "mails": {"type": "queue"}}))
    whole = simcore.Run(scenario)
    frames = list(whole.frames())
    begun = simcore.Run(scenario)
    parts = begun.frames()
    first = [next(parts) for _ in range(len(frames) // 2)]
    rest = list(pickle.loads(pickle.dumps(begun)).frames())
    assert [frame.payload for frame in first + rest] == [frame.payload for frame in frames]


@pytest.mark.parametrize(
    ("change", "finding", "path"),
    [
        ({"definition": {"StartAt": "B", "States": {}}}, "machine.definition", "definition.States"),
        ({"tasks": {}}, "machine.nobody-does-it", "tasks"),
        ({"tasks": {"Wrk": {}, "Work": {}}}, "machine.unknown-task", "tasks.Wrk"),
        ({"workflow": "express"}, "machine.definition", "definition.States.Ask.Resource"),
        ({"input": "{% $evnt %}"}, "machine.input", "input"),
        ({"input": {"a": "{% ( %}"}}, "machine.expression", "input.a"),
        ({"definition": "missing.asl.json"}, "file.unreadable", "definition"),
    ],
)
def test_what_is_wrong_with_a_machine_is_said_where_it_is(change, finding, path):
    states = {"Work": task("nobody", Next="Ask"), "Ask": token()}
    said = machine(states, tasks={"Work": {"result": 1}, "Ask": {"answer": {"after": 1}}})
    found = check(document({"machine": {**said, **change}, "mails": {"type": "queue"}}))
    assert (finding, f"components.machine.{path}") in {(one.id, one.path) for one in found}


def test_a_definition_may_lie_in_a_file_beside_the_scenario(tmp_path):
    states = "StartAt: A\nStates:\n  A: {Type: Pass, End: true}\n"
    (tmp_path / "orders.asl.yaml").write_text(states)
    (tmp_path / "s.yaml").write_text(
        "format: windtunnel.scenario/1\nid: s\ntitle: Is it found?\nduration: 5\ncomponents:\n"
        "  machine: {type: state_machine, definition: orders.asl.yaml}\n"
    )
    scenario = simcore.load_scenario(tmp_path / "s.yaml")
    held = scenario.document()["components"]["machine"]["definition"]
    assert held == {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}


def test_what_a_distributed_map_or_an_http_task_needs_was_not_there_in_2022():
    hook = {"Type": "Task", "Resource": f"{ARN}http:invoke", "End": True}
    hook["Parameters"] = {"ApiEndpoint": "https://hook.example.com/x", "Method": "POST"}
    said = machine({"Call": hook}, tasks={"Call": {"duration": 1}})
    found = check(document({"machine": said}, profile="aws-2022"))
    assert "machine.not-yet" in {one.id for one in found}
