"""Executions that are redriven: what was set before they ended has no part in how they go on."""

from simcore.asl.local import execute
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
