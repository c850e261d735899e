"""Events and times of Parallel and of Map: by hand, and as they were recorded on AWS."""

import pytest

from tests.asl.running import chain, run, types

PROVES = ("simcore/asl/execution/execution.py",)
FAILS = {"Type": "Fail", "Error": "FailureType", "Cause": "Cause description"}
INVOKE = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}
OK = {"Do": {"Return": 1}}


def one(state, **states):
    return {"StartAt": "S", "States": {"S": state, **states}}


def mapped(*, state=INVOKE, **more):
    within = {"StartAt": "Do", "States": {"Do": state}}
    return one({"Type": "Map", "ItemProcessor": within, "End": True, **more})


def parallel(*states, **more):
    branches = [{"StartAt": f"B{n}", "States": {f"B{n}": s}} for n, s in enumerate(states)]
    return one({"Type": "Parallel", "Branches": branches, **({"End": True} | more)})


@pytest.mark.parametrize(
    ("items", "events", "status"),
    [(0, 6, "SUCCEEDED"), (1, 13, "SUCCEEDED"), (100, 706, "SUCCEEDED"),
     (3_570, 24_996, "SUCCEEDED"), (3_571, 25_000, "FAILED")],
)  # fmt: skip
def test_sf_8_a_map_of_n_invocations_is_6_and_7_n_events(items, events, status):
    """6 + 7 n; 3,571 items would need 25,003 (quotas page, 2026: 25,000 events)."""
    done = run(mapped(), OK, [0] * items)
    assert (done.events, done.status) == (events, status)
    if status == "FAILED":
        assert done.error == "States.Runtime"
        assert "25000" in done.cause


@pytest.mark.parametrize(
    ("items", "limit", "seconds"),
    [(100, 0, 3), (100, 10, 10), (100, 1, 100), (81, 60, 3), (80, 0, 2), (81, 0, 3)],
)
def test_sf_9_an_inline_map_does_40_at_once(items, limit, seconds):
    """state-map-inline, 2026: 100 items of 1 s: 40 + 40 + 20 = 3 s; 10 s; 100 s; 80 are
    2 s, one more is a third."""
    done = run(mapped(MaxConcurrency=limit), {"Do": {"Return": 1, "Seconds": 1}}, [0] * items)
    assert done.stopped == seconds


def test_one_at_a_time_is_in_order_and_does_not_overlap():
    """states-language.net, "Map State concurrency"; which event each follows: recorded (map of
    three items, December 2023)."""
    within = {"Type": "Pass", "End": True}
    done = run(mapped(state=within, MaxConcurrency=1), None, [1, 2])
    assert chain(done)[2:] == [
        (3, 2, "MapStateStarted"),
        (4, 3, "MapIterationStarted"),
        (5, 4, "PassStateEntered"),
        (6, 5, "PassStateExited"),
        (7, 6, "MapIterationSucceeded"),
        (8, 6, "MapIterationStarted"),
        (9, 8, "PassStateEntered"),
        (10, 9, "PassStateExited"),
        (11, 10, "MapIterationSucceeded"),
        (12, 11, "MapStateSucceeded"),
        (13, 11, "MapStateExited"),
        (14, 13, "ExecutionSucceeded"),
    ]


def test_results_keep_the_order_of_items_whoever_ends_first():
    """states-language.net, "Map State": the order of the array, not of the ends."""
    mocks = {"Do": [{"When": n, "Return": -n, "Seconds": 9 - n} for n in range(5)]}
    assert run(mapped(), mocks, [3, 0, 2]).output == [-3, 0, -2]


def test_a_parallel_state_joins_when_the_last_branch_ends():
    """Recorded (four branches of a Pass each, December 2023): 14 events; Exited follows the last
    branch's last event."""
    done = run(parallel(*[{"Type": "Pass", "End": True}] * 4), None, {})
    assert done.output == [{}] * 4
    assert chain(done)[-3:] == [
        (12, 11, "ParallelStateSucceeded"),
        (13, 11, "ParallelStateExited"),
        (14, 13, "ExecutionSucceeded"),
    ]


def test_a_branch_that_fails_fails_the_state():
    """Recorded (a branch of a Fail, December 2023): six events."""
    done = run(parallel(FAILS), None, {})
    assert chain(done)[3:] == [
        (4, 3, "FailStateEntered"),
        (5, 4, "ParallelStateFailed"),
        (6, 5, "ExecutionFailed"),
    ]
    assert (done.error, done.cause) == ("FailureType", "Cause description")


def test_a_parallel_state_that_fails_is_caught():
    """Recorded (December 2023): ParallelStateFailed, then ParallelStateExited with the error."""
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Z"}]
    definition = parallel(FAILS, Catch=catch)
    definition["States"]["Z"] = {"Type": "Pass", "End": True}
    done = run(definition, None, {})
    assert done.output == {"Error": "FailureType", "Cause": "Cause description"}
    assert chain(done)[4:6] == [(5, 4, "ParallelStateFailed"), (6, 5, "ParallelStateExited")]


def test_a_parallel_state_is_tried_again_with_all_its_branches():
    """Recorded (MaxAttempts 2, December 2023): ParallelStateStarted again after the branch's last
    event, ParallelStateFailed only at the end: ten events."""
    retry = [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}]
    done = run(parallel(FAILS, Retry=retry), None, {})
    again = [f"{n}" for n in ("ParallelStateStarted", "FailStateEntered")]
    assert types(done)[2:] == [*again * 3, "ParallelStateFailed", "ExecutionFailed"]
    assert [event.previous_id for event in done.history.events] == [0, 0, 2, 3, 4, 5, 6, 7, 8, 9]


def test_g8_a_map_is_tried_again_by_the_retrier_that_matches():
    """G8 (recorded, November 2023): one item that fails, the third retrier matches (three times),
    `NoSuchError` and `State.ALL` do not: four iterations, 22 events with a Pass before."""
    names = (["NoSuchError"], ["State.ALL"], ["States.ALL"])
    retry = [{"ErrorEquals": name, "MaxAttempts": 3} for name in names]
    definition = mapped(state=FAILS, Retry=retry)
    definition["States"]["First"] = {"Type": "Pass", "Next": "S"}
    definition["StartAt"] = "First"
    done = run(definition, None, [1])
    assert (done.events, done.error) == (22, "FailureType")
    assert types(done).count("MapIterationFailed") == 4


def test_siblings_of_one_that_fails_are_aborted():
    """Recorded (four iterations that time out, March 2024): of each, the iteration and then its
    task; all follow the last event of the one that failed; MapStateFailed too."""
    mocks = {"Do": [{"When": 0, "Never": True}, {"When": 1, "Return": 1, "Seconds": 60}]}
    done = run(mapped(state=INVOKE | {"TimeoutSeconds": 5}), mocks, [0, 1, 1])
    assert done.stopped == 5
    last = next(e.id for e in done.history.events if e.type == "TaskTimedOut")
    assert [(previous, kind) for _, previous, kind in chain(done)[last:]] == [
        (last, "MapIterationFailed"),
        (last, "TaskStateAborted"),
        (last, "MapIterationAborted"),
        (last, "TaskStateAborted"),
        (last, "MapIterationAborted"),
        (last, "TaskStateAborted"),
        (last, "MapStateFailed"),
        (last + 7, "ExecutionFailed"),
    ]
