"""Executions of definitions put together by hand: order of states, errors, times, events."""

import pickle
from itertools import pairwise

from tests.asl.by_hand import (
    FUNCTION,
    NEVER,
    TOKEN,
    Equals,
    begun,
    catcher,
    chain,
    choosing,
    execute,
    failing,
    machine,
    passing,
    retrier,
    succeeding,
    task,
    types,
    waiting,
)
from tests.asl.running import run

ERROR = Exception("Boom", "it broke")


def waits(began):
    return [round(b - a, 6) for a, b in pairwise(began)]


def test_a_task_is_five_events_between_two_as_aws_numbers_them():
    done, _ = execute(machine(task(next="End"), succeeding("End")), {"a": 1}, input={"q": 0})
    assert (done.status, done.output, done.events) == ("SUCCEEDED", {"a": 1}, 9)
    assert chain(done) == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "TaskStateEntered"),
        (3, 2, "TaskScheduled"),
        (4, 3, "TaskStarted"),
        (5, 4, "TaskSucceeded"),
        (6, 5, "TaskStateExited"),
        (7, 6, "SucceedStateEntered"),
        (8, 7, "SucceedStateExited"),
        (9, 8, "ExecutionSucceeded"),
    ]


def test_events_say_what_aws_says():
    done, _ = execute(machine(task(resource=FUNCTION, timeout=5)), {"a": 1}, input={"q": 0})
    said = [event.as_dict(done.host.epoch_s) for event in done.history.events]
    assert said[2] == {
        "id": 3,
        "previousEventId": 2,
        "timestamp": "2026-01-01T00:00:00.000Z",
        "type": "LambdaFunctionScheduled",
        "lambdaFunctionScheduledEventDetails": {
            "input": '{"q":0}',
            "inputDetails": {"truncated": False},
            "resource": FUNCTION.arn,
            "timeoutInSeconds": 5,
        },
    }
    assert "lambdaFunctionStartedEventDetails" not in said[3]
    assert said[5]["stateExitedEventDetails"]["output"] == '{"a":1}'


def test_choices_and_waits_lead_on():
    rules = Equals(1, "One"), Equals(2, "Two")
    definition = machine(
        choosing("Which", *rules, default="Other"),
        waiting("One", 30),
        waiting("Two", until="2026-01-01T00:01:00Z"),
        passing("Other"),
    )
    ends = {given: execute(definition, input=given)[0].stopped for given in (1, 2, 3)}
    assert ends == {1: 30, 2: 60, 3: 0}


def test_no_choice_is_an_error():
    done, _ = execute(machine(choosing("Which")), input=3)
    assert (done.status, done.error) == ("FAILED", "States.NoChoiceMatched")


def test_a_fail_state_names_its_error_and_has_no_exit():
    done, _ = execute(machine(failing("No", "Refused", "not today")))
    assert (done.status, done.error, done.cause) == ("FAILED", "Refused", "not today")
    assert types(done) == ["ExecutionStarted", "FailStateEntered", "ExecutionFailed"]


def test_an_error_that_is_caught_leads_on_with_error_and_cause():
    definition = machine(task(catch=(catcher("States.ALL", next="Sorry"),)), passing("Sorry"))
    done, _ = execute(definition, ERROR)
    assert (done.status, done.output) == ("SUCCEEDED", {"Error": "Boom", "Cause": "it broke"})
    assert types(done)[4:7] == ["TaskFailed", "TaskStateExited", "PassStateEntered"]


def test_retries_begin_again_whenever_a_state_is_entered():
    definition = machine(
        task(retry=(retrier("Boom", attempts=1),), catch=(catcher("Boom", next="Do"),))
    )
    done, began = execute(definition, ERROR, ERROR, ERROR, {"a": 1})
    assert waits(began) == [1, 0, 1]
    assert done.status == "SUCCEEDED"


def test_a_loop_without_a_wait_ends_at_the_limit_of_history():
    done, _ = execute(machine(passing("A", "B"), passing("B", "A")))
    assert (done.status, done.error, done.events) == ("FAILED", "States.Runtime", 25_000)
    assert len(done.history.events) == 25_000
    assert types(done)[-1] == "ExecutionFailed"


def test_a_task_is_over_when_its_time_is_and_what_comes_later_has_no_effect():
    done, _ = execute(machine(task(timeout=5)), {"late": True}, took=7)
    assert (done.status, done.error, done.stopped) == ("FAILED", "States.Timeout", 5)
    assert types(done)[-2:] == ["TaskTimedOut", "ExecutionFailed"]


def test_a_timeout_counts_from_each_start():
    definition = machine(task(timeout=5, retry=(retrier("States.Timeout", interval=2),)))
    done, began = execute(definition, NEVER, NEVER, {"a": 1}, took=4)
    assert began == [0, 7, 16]
    assert (done.status, done.stopped) == ("SUCCEEDED", 20)


def test_tokens_are_new_with_each_attempt():
    definition = machine(task(resource=TOKEN, retry=(retrier("States.ALL"),)))
    done, _ = execute(definition, ERROR, {})
    tokens = {attempt.token for _, attempt in done.host.tasks.attempts}
    assert len(tokens) == 2
    assert "TaskSubmitted" in types(done)


def test_an_execution_times_out_as_a_whole():
    definition = machine(waiting("Long", 60, "More"), passing("More"), timeout=10)
    done, _ = execute(definition)
    assert (done.status, done.error, done.stopped) == ("TIMED_OUT", "", 10)
    assert types(done)[-1] == "ExecutionTimedOut"


def test_a_stopped_execution_does_nothing_more():
    definition = machine(task(next="After"), passing("After"))
    done, _ = execute(definition, NEVER)
    attempt = done.host.tasks.attempts[0][1]
    assert done.stop(5.0, "Enough", "I said so")
    assert (done.status, done.error) == ("ABORTED", "Enough")
    assert not done.stop(6.0)
    assert attempt.is_over
    assert not attempt.succeed(6.0, {})
    assert types(done)[-1] == "ExecutionAborted"


def test_an_execution_goes_on_after_it_was_pickled():
    retry = (retrier("Boom", interval=3, full=True),)
    definition = machine(task(retry=retry, timeout=9, next="W"), waiting("W", 5))
    whole, _ = execute(definition, ERROR, {"a": 1}, took=2)
    for stop in (1, 2, 4, 6):
        half = begun(definition, ERROR, {"a": 1}, took=2)
        half.host.run(until=stop)
        again = pickle.loads(pickle.dumps(half))
        again.host.run()
        assert (again.stopped, chain(again)) == (whole.stopped, chain(whole))


def test_all_variables_together_are_10_mib_at_the_most():
    """workflow-variables, 2026: 41 of 250 KB are 10.25 MB, 42 are 10.50 MB; 10 MiB is 10.49 MB."""
    names = [f"S{n}" for n in range(1, 44)]
    states = {
        name: {"Type": "Pass", "Assign": {f"v{name}.$": "$"}, "Next": after}
        for name, after in zip(names, [*names[1:], "End"], strict=True)
    }
    definition = {"StartAt": "S1", "States": {**states, "End": {"Type": "Succeed"}}}
    done = run(definition, input="x" * 250_000)
    assert (done.status, done.error) == ("FAILED", "States.DataLimitExceeded")
    assert "'S42'" in done.cause


def nested(depth, inner):
    """A Parallel in a Parallel in a Parallel, ..."""
    for level in range(depth):
        branch = {"StartAt": f"P{level}", "States": {f"P{level}": {**inner, "End": True}}}
        inner = {"Type": "Parallel", "Branches": [branch]}
    return {"StartAt": "P", "States": {"P": {**inner, "End": True}}}


def test_the_deepest_definition_that_is_read_runs_and_fails_to_its_end():
    """80 levels of a document are 20 states within one another."""
    done = run(nested(19, {"Type": "Pass"}), input=1)
    assert (done.status, done.events) == ("SUCCEEDED", 2 + 4 * 19 + 2)
    runtime = {"Type": "Pass", "InputPath": "$.nowhere"}
    fails = run(nested(19, runtime), input=1)
    assert (fails.status, fails.error) == ("FAILED", "States.Runtime")


def test_a_result_of_all_branches_that_is_too_large_fails_the_state():
    """quotas page, 2026: 262,144 bytes; two branches of 150,000 each."""
    passed = {"Type": "Pass", "End": True}
    branches = [{"StartAt": name, "States": {name: passed}} for name in "AB"]
    catch = [{"ErrorEquals": ["States.DataLimitExceeded"], "ResultPath": None, "Next": "Z"}]
    state = {"Type": "Parallel", "Branches": branches, "Catch": catch, "Next": "Z"}
    definition = {"StartAt": "P", "States": {"P": state, "Z": {"Type": "Succeed"}}}
    done = run(definition, input="x" * 150_000)
    assert done.status == "SUCCEEDED"
    assert "ParallelStateSucceeded" not in types(done)
    assert "ParallelStateFailed" in types(done)


def test_what_has_ended_is_not_held_by_the_times_that_were_set_for_it():
    definition = machine(task(timeout=60, heartbeat=30, resource=TOKEN), timeout=600)
    one = begun(definition, {"a": 1}, took=2)
    one.host.run(of=one)
    assert one.status == "SUCCEEDED"
    kept = [entry[-1] for entry in one.host._entries]
    assert [deadline.of for deadline in kept] == [None, None, None]
