"""When Step Functions tries again, what it catches, and what cannot be caught: by hand."""

from itertools import pairwise

import pytest

from tests.asl.by_hand import (
    FUNCTION,
    NEVER,
    TOKEN,
    Beats,
    catcher,
    execute,
    machine,
    passing,
    retrier,
    task,
    types,
)
from tests.asl.running import run

PROVES = ("simcore/asl/execution/execution.py",)
BOOM = Exception("Boom", "it broke")


def waits(*retry, fails=BOOM, seed=1):
    """Seconds between the attempts of a task that always fails, and when its execution did."""
    done, began = execute(machine(task(retry=retry)), fails, seed=seed)
    assert done.status == "FAILED"
    assert done.error == fails.args[0]
    return [round(b - a, 9) for a, b in pairwise(began)], done


def test_sf_1_waits_double():
    """concepts-error-handling, 2026: IntervalSeconds 3, BackoffRate 2, MaxAttempts 3:
    3, 6, 12 s."""
    assert waits(retrier("States.ALL", interval=3))[0] == [3, 6, 12]


def test_sf_2_waits_are_capped_first_and_drawn_second():
    """concepts-error-handling, 2026: MaxDelaySeconds 5: 3, 5, 5 s; FULL: U(0, 3),
    U(0, 5), U(0, 5). Means of 2,000 executions: 1.5 +- 0.06, 2.5 +- 0.1 (three sigma)."""
    assert waits(retrier("States.ALL", interval=3, cap=5))[0] == [3, 5, 5]
    given = retrier("States.ALL", interval=3, cap=5, full=True)
    found = [waits(given, seed=seed)[0] for seed in range(2_000)]
    first, second, third = (list(column) for column in zip(*found, strict=True))
    assert 0 <= min(first) < max(first) < 3
    assert 3 < max(second) < 5
    means = [sum(column) / len(column) for column in (first, second, third)]
    assert means == [pytest.approx(1.5, abs=0.06), pytest.approx(2.5, abs=0.1),
                     pytest.approx(2.5, abs=0.1)]  # fmt: skip


def test_sf_3_five_attempts_end_after_16_25_seconds():
    """Interval 2, Rate 1.5, MaxAttempts 4, no time in the task: 2, 3, 4.5, 6.75 s."""
    found, done = waits(retrier("States.ALL", interval=2, rate=1.5, attempts=4))
    assert found == [2, 3, 4.5, 6.75]
    assert done.stopped == 16.25


def test_g1_two_retries_of_a_timeout():
    """G1 (states-language.net, "Retrying after error"): Interval 3, MaxAttempts 2, Rate 1.5."""
    late = Exception("States.Timeout")
    given = retrier("States.Timeout", interval=3, attempts=2, rate=1.5)
    assert waits(given, fails=late)[0] == [3, 4.5]


def test_g2_a_retrier_without_fields_makes_18_events():
    """G2 (recorded history of a function that always fails, caught at last): waits of 1, 2, 4 s,
    4 attempts of three events, none for a wait: 2 + 4 x 3 + 1 + 2 + 1 = 18."""
    given = {"retry": (retrier("States.ALL"),), "catch": (catcher("States.ALL", next="Z"),)}
    done, began = execute(machine(task(**given), passing("Z")), BOOM)
    assert [b - a for a, b in pairwise(began)] == [1, 2, 4]
    attempt = ["TaskScheduled", "TaskStarted", "TaskFailed"]
    after = ["TaskStateExited", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]
    assert types(done) == ["ExecutionStarted", "TaskStateEntered", *attempt * 4, *after]
    assert done.events == 18


def test_g4_a_retrier_of_no_attempts_keeps_later_ones_out():
    """G4 (states-language.net): [{States.Timeout, MaxAttempts 0}, {States.ALL}]: a timeout is not
    tried again, any other error after 1, 2, 4 s."""
    given = retrier("States.Timeout", attempts=0), retrier("States.ALL")
    assert waits(*given, fails=Exception("States.Timeout"))[0] == []
    assert waits(*given)[0] == [1, 2, 4]


def test_counters_are_of_a_retrier_not_of_an_error():
    """services.md, conflict 1 (states-language.net, "Retrying after error"): errors A, B, C, B, B:
    the retrier shared by A and B (2 attempts) is used up at the 4th error, which is caught."""
    retry = (
        retrier("ErrorA", "ErrorB", interval=1, attempts=2),
        retrier("ErrorC", interval=5),
        retrier("States.ALL", interval=50),
    )
    catch = (catcher("States.ALL", next="Z"),)
    given = [Exception(f"Error{letter}") for letter in "ABCBB"]
    definition = machine(task(retry=retry, catch=catch), passing("Z"))
    done, began = execute(definition, *given)
    assert [b - a for a, b in pairwise(began)] == [1, 2, 5]
    assert (done.status, done.output["Error"]) == ("SUCCEEDED", "ErrorB")


@pytest.mark.parametrize(
    ("error", "by_all", "by_task_failed"),
    [
        ("ValueError", True, True),
        ("Lambda.TooManyRequestsException", True, True),
        ("Sandbox.Timedout", True, True),
        ("States.Permissions", True, True),
        ("States.Timeout", True, False),
        ("States.DataLimitExceeded", False, False),
        ("States.Runtime", False, False),
    ],
)
def test_what_the_two_wide_names_cover(error, by_all, by_task_failed):
    """step-functions.md section 3 (concepts-error-handling, 2026); when named all are caught but
    States.Runtime."""

    def is_caught(name):
        definition = machine(task(catch=(catcher(name, next="Z"),)), passing("Z"))
        return execute(definition, Exception(error))[0].status == "SUCCEEDED"

    assert is_caught("States.ALL") is by_all
    assert is_caught("States.TaskFailed") is by_task_failed
    assert is_caught(error) is (error != "States.Runtime")


def test_the_first_that_is_for_an_error_is_taken():
    """states-language.net, "Fallback states": from top to bottom; names letter for letter."""
    catch = (
        catcher("State.ALL", next="Never"),
        catcher("Boom", next="First"),
        catcher("States.ALL", next="Second"),
    )
    states = [passing(name) for name in ("Never", "First", "Second")]
    done, _ = execute(machine(task(catch=catch), *states), BOOM)
    assert done.history.events[-2].details["name"] == "First"


def test_g5_capped_waits_make_12_events():
    """G5 (recorded history of a function that always fails, February 2024): Interval 3, MaxAttempts
    2, Rate 2, MaxDelaySeconds 5: 3 and 5 s; 2 + 3 x 3 + 1 events, named after the function."""
    given = retrier("States.ALL", interval=3, attempts=2, cap=5)
    done, began = execute(machine(task(resource=FUNCTION, retry=(given,))), BOOM)
    assert [b - a for a, b in pairwise(began)] == [3, 5]
    attempt = [f"LambdaFunction{how}" for how in ("Scheduled", "Started", "Failed")]
    assert types(done) == ["ExecutionStarted", "TaskStateEntered", *attempt * 3, "ExecutionFailed"]


def test_g11_a_path_that_leads_nowhere_is_not_caught():
    """G11 (recorded history, November 2023): a bad path after a result, with a Catch of States.ALL:
    six events, States.Runtime, and which state it was, entered by which event."""
    state = {
        "Type": "Task",
        "Resource": FUNCTION.arn,
        "OutputPath": "$.no.such.result.path",
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Z"}],
        "Next": "Z",
    }
    states = {"RaiseRuntime": state, "Z": {"Type": "Succeed"}}
    done = run({"StartAt": "RaiseRuntime", "States": states}, {"RaiseRuntime": {"Return": {}}}, {})
    assert (done.status, done.error, done.events) == ("FAILED", "States.Runtime", 6)
    where = (
        "An error occurred while executing the state 'RaiseRuntime' (entered at the event id #2). "
    )
    assert done.cause.startswith(where)


def test_g10_a_missed_heartbeat_is_told_as_a_timeout():
    """G10 (recorded history): waitForTaskToken, TimeoutSeconds 600, HeartbeatSeconds 5, no
    heartbeat: TaskTimedOut with States.Timeout after 5 s; seven events. Catchers of either name
    find it (concepts-error-handling, 2026)."""
    given = {"resource": TOKEN, "timeout": 600, "heartbeat": 5}
    done, _ = execute(machine(task(**given)), NEVER)
    assert (done.error, done.stopped, done.events) == ("States.Timeout", 5, 7)
    assert types(done)[-3:] == ["TaskSubmitted", "TaskTimedOut", "ExecutionFailed"]
    for name in ("States.Timeout", "States.HeartbeatTimeout"):
        definition = machine(task(catch=(catcher(name, next="Z"),), **given), passing("Z"))
        assert execute(definition, NEVER)[0].output == {"Error": "States.Timeout", "Cause": ""}


def test_heartbeats_put_it_off():
    """API reference, SendTaskHeartbeat: the clock starts again; no event tells of it."""
    done, _ = execute(machine(task(resource=TOKEN, heartbeat=5)), NEVER)
    assert done.stopped == 5
    again, _ = execute(machine(task(resource=TOKEN, heartbeat=5)), Beats(4, 9))
    assert (again.stopped, again.events) == (14, 7)
