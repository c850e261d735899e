"""Redrive: from the failed state, only what failed. Source of all: redrive-executions, 2026."""

from simcore.asl.local import execute
from tests.asl.running import chain, run, types

PROVES = (
    "simcore/asl/execution/execution.py",
    "simcore/asl/execution/map_run.py",
)
INVOKE = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}
ONCE = {"0": {"Throw": {"Error": "Bad"}}, "1-": {"Return": "good"}}
GOOD = {"Return": "done"}


def one(state, **more):
    return {"StartAt": "S", "States": {"S": state}, **more}


def branches(*names, **more):
    made = [{"StartAt": name, "States": {name: INVOKE}} for name in names]
    return {"Type": "Parallel", "Branches": made, "End": True, **more}


def test_it_goes_on_from_the_failed_state_with_the_same_history():
    """ExecutionRedriven follows the end, then the events of what is rerun;
    states before it are not run again."""
    first = {"Type": "Pass", "Result": {"n": 1}, "Next": "S"}
    definition = {"StartAt": "A", "States": {"A": first, "S": INVOKE}}
    done = execute(definition, {}, {"S": ONCE}, redrives=1)
    assert (done.status, done.output, done.redrives) == ("SUCCEEDED", "good", 1)
    assert types(done).count("PassStateEntered") == 1
    assert chain(done)[7:10] == [
        (8, 7, "ExecutionFailed"),
        (9, 8, "ExecutionRedriven"),
        (10, 9, "TaskStateEntered"),
    ]


def test_only_branches_that_failed_or_were_aborted_run_again():
    mocks = {"Good": GOOD, "Bad": {"0": {"Throw": {"Error": "Bad"}, "Seconds": 1},
             "1": {"Return": 2}}, "Slow": {"Return": 3, "Seconds": 60}}  # fmt: skip
    done = execute(one(branches("Good", "Bad", "Slow")), {}, mocks, redrives=1)
    assert done.output == ["done", 2, 3]
    assert done.host.tasks.counts == {"Good": 1, "Bad": 2, "Slow": 2}
    assert done.stopped == 61
    assert types(done).count("ParallelStateStarted") == 1


def test_branches_go_on_by_turns_as_they_began():
    """None is ahead of the others: all are under way before the first goes on."""
    state = {"Type": "Parallel", "Branches": [], "End": True}
    for name in "AB":
        task = {"Type": "Task", "Resource": INVOKE["Resource"], "Next": f"{name}2"}
        states = {name: task, f"{name}2": {"Type": "Pass", "End": True}}
        state["Branches"].append({"StartAt": name, "States": states})
    mocks = {"A": {"0": {"Throw": {"Error": "Bad"}, "Seconds": 1}, "1": GOOD},
             "B": {"0": {"Never": True}, "1": GOOD}}  # fmt: skip
    done = execute(one(state), {}, mocks, redrives=1)
    entered = [event.details["name"] for event in done.history.events if event.is_entry]
    assert entered == ["S", "A", "B", "A", "B", "A2", "B2"]


def test_all_branches_run_again_where_data_was_too_large():
    mocks = {"Good": GOOD, "Bad": {"0": {"Return": "x" * 300_000, "Seconds": 1},
             "1": {"Return": 2}}}  # fmt: skip
    done = execute(one(branches("Good", "Bad")), {}, mocks, redrives=1)
    assert done.status == "SUCCEEDED"
    assert done.host.tasks.counts == {"Good": 2, "Bad": 2}


def test_iterations_that_succeeded_are_kept():
    within = {"StartAt": "Do", "States": {"Do": INVOKE}}
    state = {"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": within, "End": True}
    mocks = {"Do": {"0": {"Return": 0}, "1": {"Throw": {"Error": "Bad"}}, "2-": {"Return": 2}}}
    done = execute(one(state), [5, 6, 7], mocks, redrives=1)
    assert done.output == [0, 2, 2]
    assert done.host.tasks.counts["Do"] == 4


def test_counters_of_retries_and_timeouts_begin_again():
    retry = [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}]
    mocks = {"S": {"0-3": {"Throw": {"Error": "Bad"}}, "4": {"Return": 1, "Seconds": 6}}}
    state = {**INVOKE, "Retry": retry}
    done = execute(one(state, TimeoutSeconds=10), {}, mocks, redrives=1)
    assert (done.status, done.stopped) == ("SUCCEEDED", 3 + 1 + 6)


def test_retries_of_a_state_with_branches_begin_again_too():
    """One retry: two failures, and after the redrive one more: it succeeds at the fourth."""
    retry = [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]
    mocks = {"Bad": {"0-2": {"Throw": {"Error": "Bad"}}, "3": {"Return": 3}}}
    done = execute(one(branches("Bad", Retry=retry)), {}, mocks, redrives=1)
    assert (done.status, done.output) == ("SUCCEEDED", [3])


def test_what_cannot_be_redriven():
    """Executions that succeeded, and Express ones."""
    done = execute(one(INVOKE), {}, {"S": GOOD}, redrives=1)
    assert done.redrives == 0
    assert not done.redrive(9.0)
    failed = execute(one(INVOKE), {}, {"S": ONCE}, workflow="EXPRESS", redrives=1)
    assert (failed.status, failed.redrives) == ("FAILED", 0)


def test_a_wait_for_a_time_that_has_passed_meanwhile_ends_at_once():
    """The branch beside it fails at 5 s; of 15 s that were left, and are over, none are waited."""
    wait = {"Type": "Wait", "Timestamp": "2026-01-01T00:00:20Z", "End": True}
    fan = branches("Do")
    fan["Branches"].append({"StartAt": "W", "States": {"W": wait}})
    failed = run(one(fan), {"Do": {"0": {"Throw": {"Error": "Bad"}, "Seconds": 5}, "1": GOOD}})
    assert (failed.status, failed.stopped) == ("FAILED", 5)
    failed.host.now = 60.0
    assert failed.redrive(60.0)
    failed.host.run()
    assert (failed.status, failed.stopped) == ("SUCCEEDED", 60)


def test_a_fail_state_fails_again():
    fails = {"Type": "Fail", "Error": "Always"}
    done = execute(one(fails), {}, redrives=3)
    assert (done.status, done.redrives) == ("FAILED", 3)


def test_a_map_run_runs_children_again_that_did_not_succeed():
    """MapRunRedriven; children that succeeded are kept, an Express child is started anew."""
    for kind, events in (("STANDARD", "ExecutionRedriven"), ("EXPRESS", "TaskSucceeded")):
        config = {"Mode": "DISTRIBUTED", "ExecutionType": kind}
        within = {"ProcessorConfig": config, "StartAt": "Do", "States": {"Do": INVOKE}}
        mocks = {"Do": {"0": {"Return": 0}, "1": {"Throw": {"Error": "Bad"}}, "2-": {"Return": 2}}}
        state = {"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": within, "End": True}
        done = execute(one(state), [5, 6, 7], mocks, redrives=1)
        assert done.output == [0, 2, 2]
        assert done.host.tasks.counts["Do"] == 4
        run = done.history.runs[0]
        assert (dict(run.items), run.redrives) == ({"succeeded": 3}, 1)
        after = ["MapRunSucceeded", "MapStateSucceeded", "MapStateExited", "ExecutionSucceeded"]
        assert types(done)[7:] == ["ExecutionRedriven", "MapRunRedriven", *after]
        assert any(events in types(child) for child in run.followed.values())
