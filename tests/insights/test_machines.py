"""What is found in the runs of state machines."""

from tests.evidence.step_function_parts import machine, task
from tests.insights.recordings import Recording, components

WORKS = {"Work": task("worker", End=True)}
TOKEN = {
    "Ask": {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": "mails", "MessageBody": {"token.$": "$$.Task.Token"}},
        "End": True,
    }
}


def ran(series, counted, said=None, throttles=0, **worker):
    parts = components(worker, orders=said or machine(WORKS), mails={"type": "queue"})
    counters = {"orders": counted, "worker": {"throttles": throttles}}
    return Recording(parts, {"orders": series}, counters)


def test_a_storm_of_retries_names_who_throttled_and_what_to_give_it():
    series = {"StatesRetried": [0] * 20 + [30] * 20 + [0]}
    storm = ran(series, {"retries": 600, "states_entered": 200}, None, 590, reserved_concurrency=5)
    found = storm.found("machine-retry-storm")
    assert (found.t, found.until) == (20.0, 40.0)
    assert "up to 30 a second; worker throttled 590" in found.why
    assert (found.attempt.path, found.attempt.value) == (
        "components.worker.reserved_concurrency",
        10,
    )
    assert "transition" in found.rule.text
    assert storm.takes(found)
    few = ran(series, {"retries": 600, "states_entered": 700})
    assert few.found("machine-retry-storm") is None


def test_of_an_express_workflow_the_rule_is_that_its_time_is_paid_for():
    series = {"StatesRetried": [0] * 20 + [30] * 20 + [0]}
    express = machine(WORKS, workflow="express")
    storm = ran(series, {"retries": 600, "states_entered": 200}, express, 590)
    rule = storm.found("machine-retry-storm").rule.text
    assert "charged for as long as it lasts" in rule
    assert "transition" not in rule


def test_transitions_that_wait_are_told_with_how_long_the_bucket_needs():
    series = {"TransitionsWaiting": [0] * 10 + [10_000, 5_000, 0]}
    found = ran(series, {"transitions_throttled": 12_000}).found("machine-transitions-throttled")
    assert (found.t, found.until) == (10.0, 12.0)
    assert "up to 10,000 waited, which are 2 s at 5,000 a second" in found.why
    assert ran({}, {}).found("machine-transitions-throttled") is None


def test_starts_that_are_throttled_are_told():
    series = {"StartsRefused": [0] * 13 + [100] * 5 + [0]}
    refused = {"starts_refused.ThrottlingException": 500, "executions_started": 4_500}
    found = ran(series, refused).found("machine-starts-refused")
    assert (found.t, found.until) == (13.0, 18.0)
    assert "10 % of 5,000 calls" in found.why
    express = machine(WORKS, workflow="express")
    assert ran(series, refused, express).found("machine-starts-refused") is None


def test_tasks_that_nobody_polls_want_workers():
    polled = {
        "Do": {
            "Type": "Task",
            "Resource": "arn:aws:states:us-east-1:123456789012:activity:check",
            "TimeoutSeconds": 5,
            "End": True,
        }
    }
    said = machine(polled, activities={"check": {"workers": 2}})
    series = {"ActivityTasksUnpolled": [0, 4, 8, 3]}
    late = ran(series, {"tasks_timed_out": 30, "tasks_scheduled": 100}, said)
    found = late.found("machine-tasks-timed-out")
    assert "30 % of 100 attempts timed out; up to 8 waited for a worker" in found.why
    assert (found.attempt.path, found.attempt.value) == (
        "components.orders.activities.check.workers",
        10,
    )
    assert late.takes(found)
    rare = ran(series, {"tasks_timed_out": 30, "tasks_scheduled": 1_000}, said)
    assert rare.found("machine-tasks-timed-out") is None


def test_tokens_that_nobody_answers_and_nothing_bounds():
    growing = {"TasksUnderWay": list(range(60))}
    counted = {"tasks_under_way": 59, "open_executions": 59}
    said = machine(TOKEN, tasks={"Ask": {"answer": {"never": 0.5}}})
    waits = ran(growing, counted, said)
    found = waits.found("machine-waits-for-ever")
    assert "59 tasks were under way at the end, and Ask has no TimeoutSeconds" in found.why
    assert waits.takes(found)
    bounded = machine(
        {"Ask": {**TOKEN["Ask"], "TimeoutSeconds": 60}}, tasks={"Ask": {"answer": {"never": 0.5}}}
    )
    assert ran(growing, counted, bounded).found("machine-waits-for-ever") is None


def test_a_history_that_is_nearly_full_is_told_with_what_has_one_of_its_own():
    series = {"LongestHistory": [0] * 10 + [706] * 10 + [24_996] * 40}
    found = ran(series, {"longest_history": 24_996}).found("machine-history-nearly-full")
    assert (found.t, found.until) == (20.0, 60.0)
    assert "24,996 of 25,000 events, and had 4 to go" in found.why
    full = ran(series, {"longest_history": 25_000}).found("machine-history-nearly-full")
    assert "was full: it failed" in full.why
    assert ran(series, {"longest_history": 19_999}).found("machine-history-nearly-full") is None
    express = machine(WORKS, workflow="express")
    counted = {"longest_history": 25_000}
    assert ran(series, counted, express).found("machine-history-nearly-full") is None
