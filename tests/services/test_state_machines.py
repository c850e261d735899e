"""State machines: who starts executions, what is told of them, what is wrong with them."""

import pickle

import pytest

import simcore
from simcore.scenario import check
from simcore.services.step_functions import histories
from tests.evidence.step_function_parts import machine, task
from tests.services.state_machines import (
    ARN,
    WORKER,
    counted,
    document,
    history,
    once,
    outcome,
    token,
)

HTTP = {
    "Type": "Task",
    "Resource": f"{ARN}apigateway:invoke",
    "Parameters": {"ApiEndpoint": "worker", "Method": "GET"},
}
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
    later = {**site, "arrivals": {"burst": {**burst["burst"], "at": 12}}}
    parts = {"site": site, "later": later, "machine": quick}
    found = outcome(parts, quotas=quotas)["counters"]
    assert found["machine"]["executions_started"] == 4 + 4
    assert found["machine"]["starts_refused.ThrottlingException"] == 6 + 6
    assert found["site"]["throttles"] == found["later"]["throttles"] == 6


def test_what_is_run_twice_has_the_same_input():
    said = {"c": "{% $event.content %}", "n": "{% $event.number %}"}
    kind = {"workflow": "express", "runs_twice": 1, "input": said}
    parts = once({"Same": {"Type": "Pass", "End": True}}, n=3, **kind)
    run = simcore.Run(simcore.load_scenario(document(parts)))
    rows = [row for frame in run.frames() for row in frame.payload["histories"]["machine"]]
    inputs = [row[6] for row in rows if row[4] == "ExecutionStarted"]
    assert inputs[0::2] == inputs[1::2]
    assert len(set(inputs)) == 3


@pytest.mark.parametrize("kind", [{}, {"workflow": "express"}])
def test_an_input_that_comes_to_too_much_starts_no_execution(kind):
    """262,144 bytes: the first two are below, and what would be the third is above."""
    said = {"a": "{% $pad('x', $event.number * 100000) %}"}
    quick = machine({"Same": {"Type": "Pass", "End": True}}, input=said, **kind)
    site = {"type": "client", "target": "machine", "arrivals": {"constant": {"rate": 1}}}
    found = counted({"site": {**site, "limit": 5}, "machine": quick})
    assert found["executions_started"] == found["executions_succeeded"] == 2
    assert found["starts_refused.ValidationException"] == 3


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


@pytest.mark.parametrize("asked", [task("worker"), HTTP])
def test_a_history_that_is_full_when_a_task_starts_asks_nobody_any_more(asked):
    again = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "BackoffRate": 1}
    worker = {"type": "function", "duration": "100 ms", "reserved_concurrency": 0}
    states = {"Work": {**asked, "Retry": [{**again, "MaxAttempts": 99}], "End": True}}
    parts = {**once(states), "worker": worker}
    parts["machine"]["tasks"] = {"Work": {"target": "worker"}}
    found = outcome(parts, quotas={"stepfunctions.history_max_events": 13})["counters"]
    assert found["machine"]["executions_failed"] == 1
    assert found["machine"]["tasks_scheduled"] == 4
    assert found["machine"]["tasks_abandoned"] == 1
    assert found["worker"]["throttles"] == 3


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
    assert "quota.not-offered" in {one.id for one in found}


def test_of_a_long_history_the_end_is_told(monkeypatch):
    monkeypatch.setattr(histories, "MOST_EVENTS", 3)
    told = [kind for kind, _ in history(once(WAITS))]
    assert told == ["ExecutionStarted", "WaitStateEntered", "WaitStateExited", "ExecutionSucceeded"]
    monkeypatch.setattr(histories, "MOST_EVENTS", 2)
    assert [kind for kind, _ in history(once(WAITS))][2:] == ["ExecutionSucceeded"]
