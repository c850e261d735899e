"""Executions and Map Runs that are redriven: nothing of before plays a part, nothing is lost."""

import pytest

from simcore.asl.local import execute, told
from tests.asl.running import types

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work"


def task(**more):
    return {"Type": "Task", "Resource": FUNCTION, **more}


def first_fails(seconds, then):
    return {"0": {"Throw": {"Error": "Boom"}, "Seconds": seconds}, "1-": {"Seconds": 1, **then}}


def left_at(one, name):
    return [
        (event.type, event.at)
        for event in one.history.events
        if event.details and event.details.get("name") == name
    ]


def test_a_wait_of_before_does_not_end_the_one_of_after():
    waits = {
        "W": {"Type": "Wait", "Seconds": 100, "Next": "W2"},
        "W2": {"Type": "Wait", "Seconds": 50, "End": True},
    }
    fan = {
        "Type": "Parallel",
        "Branches": [
            {"StartAt": "A", "States": {"A": task(End=True)}},
            {"StartAt": "W", "States": waits},
        ],
        "End": True,
    }
    mocks = {"A": first_fails(10, {"Return": 1})}
    one = execute({"StartAt": "P", "States": {"P": fan}}, {}, mocks, redrives=1)
    assert one.status == "SUCCEEDED"
    assert left_at(one, "W") == [
        ("WaitStateEntered", 0),
        ("WaitStateEntered", 10),
        ("WaitStateExited", 110),
    ]
    assert left_at(one, "W2") == [("WaitStateEntered", 110), ("WaitStateExited", 160)]


def test_a_retry_of_before_asks_nothing_after():
    retry = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 15, "MaxAttempts": 1}]
    machine = {
        "StartAt": "A",
        "TimeoutSeconds": 10,
        "States": {"A": task(Retry=retry, Next="S"), "S": task(End=True)},
    }
    mocks = {"A": first_fails(1, {"Return": 1}), "S": {"Return": 2, "Seconds": 8.5}}
    one = execute(machine, {}, mocks, redrives=1)
    assert (one.status, one.stopped) == ("SUCCEEDED", 19.5)
    assert types(one).count("LambdaFunctionScheduled") == 3


def distributed(processor, **more):
    config = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    one = {"Type": "Map", "ItemProcessor": {**config, **processor}, "End": True, **more}
    return {"StartAt": "M", "States": {"M": one}}


def test_a_child_that_cannot_be_redriven_stays_failed_and_its_run_ends():
    rule = {"Variable": "$", "NumericEquals": 9, "Next": "T"}
    spins = {
        "C": {"Type": "Choice", "Choices": [rule], "Default": "C"},
        "T": task(End=True),
    }
    document = distributed({"StartAt": "C", "States": spins}, MaxConcurrency=1)
    mocks = {"T": first_fails(1, {"Return": 1})}
    one = execute(document, [9, 1], mocks, redrives=2)
    assert (one.status, one.error) == ("FAILED", "States.ExceedToleratedFailureThreshold")
    (run_,) = one.history.runs
    assert one.stopped == 2
    assert run_.items == {"succeeded": 1, "failed": 1, "failuresNotRedrivable": 1}
    assert types(one)[-4:] == [
        "MapRunRedriven",
        "MapRunFailed",
        "MapStateFailed",
        "ExecutionFailed",
    ]


def test_children_that_a_redrive_did_not_come_to_run_in_the_next():
    processor = {"StartAt": "T", "States": {"T": task(End=True)}}
    document = distributed(processor, MaxConcurrency=1, ToleratedFailureCount=1)
    document["TimeoutSeconds"] = 10
    fails, lasts = {"Throw": {"Error": "Boom"}, "Seconds": 1}, {"Return": 1, "Seconds": 100}
    mocks = {"T": {"0-1": fails, "2": lasts, "3-": {"Return": 1, "Seconds": 1}}}
    one = execute(document, ["a", "b", "c"], mocks, redrives=2)
    assert (one.status, one.stopped, one.output) == ("SUCCEEDED", 2 + 10 + 3, [1, 1, 1])


@pytest.mark.parametrize("more", [{}, {"ItemBatcher": {"MaxItemsPerBatch": 3}}])
def test_an_item_whose_input_cannot_be_made_is_not_left_out(more):
    selector = {"v.$": "States.MathAdd($$.Map.Item.Value, 1)"}
    processor = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
    document = distributed(processor, ItemSelector=selector, MaxConcurrency=1, **more)
    one = execute(document, [1, "x", 3], {}, redrives=1)
    assert (one.status, one.error) == ("FAILED", "States.IntrinsicFailure")
    assert types(one).count("MapRunFailed") == 2
    assert one.history.runs[0].items == ({} if more else {"succeeded": 1})


def test_an_execution_is_redriven_when_its_history_has_fewer_than_24_999_events():
    states = {"F": {"Type": "Fail", "Error": "Boom"}}
    for events, can in ((24_998, True), (24_999, False)):
        one = execute({"StartAt": "F", "States": states}, {}, {})
        one.events = events
        assert one.redrive(0.0) is can
        assert (one.status, one.events) == ("FAILED", 25_000 if can else 24_999)


def test_an_express_child_that_is_begun_anew_is_told_as_it_ended():
    processor = {"StartAt": "T", "States": {"T": task(End=True)}}
    document = distributed(processor)
    config = document["States"]["M"]["ItemProcessor"]["ProcessorConfig"]
    config["ExecutionType"] = "EXPRESS"
    one = execute(document, [1], {"T": first_fails(1, {"Return": 1})}, redrives=1)
    (child,) = told(one)["mapRuns"][0]["executions"]
    assert (child["status"], child["output"], len(child["events"])) == ("SUCCEEDED", 1, 7)
