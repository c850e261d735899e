"""Executions of machines made at random: each is somewhere at every frame, and so is each state."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from tests.properties.strategies import arrivals, distributions, examples, functions, one_of

SCENARIOS = 30
ARN = "arn:aws:states:"
ACTIVITY = f"{ARN}us-east-1:123456789012:activity:check"
ERRORS = ("States.ALL", "States.TaskFailed", "States.Timeout", "Busy", "Lambda.Unknown")
FASTER = {"stepfunctions.start_execution_bucket": 8, "stepfunctions.start_execution_per_second": 2}
SLOWER = {"stepfunctions.transitions_bucket": 5, "stepfunctions.transitions_per_second": 4}


@st.composite
def retriers(draw):
    return {
        "ErrorEquals": [draw(one_of(*ERRORS))],
        "IntervalSeconds": draw(st.integers(1, 3)),
        "MaxAttempts": draw(st.integers(0, 3)),
        "JitterStrategy": draw(one_of("NONE", "FULL")),
    }


@st.composite
def tasks(draw, express):
    kinds = ["function", "send", "mock", "table"]
    if not express:
        kinds += ["token", "activity", "nested", "nested-sync"]
    kind = draw(st.sampled_from(kinds))
    said = {"Type": "Task", **ASKING[kind]}
    if draw(st.booleans()):
        said["TimeoutSeconds"] = draw(st.integers(2, 6))
        if kind in ("token", "activity") and draw(st.booleans()):
            said["HeartbeatSeconds"] = 1
    if draw(st.booleans()):
        said["Retry"] = [draw(retriers())]
    return said


ASKING = {
    "function": {"Resource": f"{ARN}::lambda:invoke", "Parameters": {"FunctionName": "worker"}},
    "mock": {"Resource": f"{ARN}::aws-sdk:s3:getObject", "Parameters": {"Key": "k"}},
    "send": {
        "Resource": f"{ARN}::sqs:sendMessage",
        "Parameters": {"QueueUrl": "queue", "MessageBody.$": "$"},
    },
    "table": {
        "Resource": f"{ARN}::dynamodb:putItem",
        "Parameters": {"TableName": "table", "Item": {"id": {"S": "1"}}},
    },
    "token": {
        "Resource": f"{ARN}::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": "queue", "MessageBody": {"token.$": "$$.Task.Token"}},
    },
    "activity": {"Resource": ACTIVITY},
    "nested": {
        "Resource": f"{ARN}::states:startExecution",
        "Parameters": {"StateMachineArn": "inner"},
    },
    "nested-sync": {
        "Resource": f"{ARN}::states:startExecution.sync:2",
        "Parameters": {"StateMachineArn": "inner"},
    },
}


@st.composite
def states(draw, names, express, depth):
    """A state for each name; each leads to a later one, so that there is an end."""
    made = {}
    for n, name in enumerate(names):
        later = names[n + 1 :]
        said = draw(one_state(name, express, depth, later))
        if said["Type"] not in ("Choice", "Fail", "Succeed"):
            said |= {"Next": draw(st.sampled_from(later))} if later else {"End": True}
        made[name] = said
    return made


@st.composite
def one_state(draw, name, express, depth, later):
    kinds = ["Task", "Task", "Task", "Pass", "Wait"]
    kinds += ["Choice"] if later else ["Succeed", "Fail"]
    kinds += ["Parallel", "Map"] if depth else []
    kind = draw(st.sampled_from(kinds))
    if kind == "Task":
        said = draw(tasks(express))
    elif kind == "Wait":
        said = {"Type": "Wait", "Seconds": draw(st.integers(0, 3))}
    elif kind == "Choice":
        rule = {"Variable": "$.draw", "NumericLessThan": 0.5, "Next": draw(st.sampled_from(later))}
        present = {"Variable": "$.draw", "IsPresent": True}
        rule = {"And": [present, {k: v for k, v in rule.items() if k != "Next"}], "Next": later[0]}
        return {"Type": "Choice", "Choices": [rule], "Default": draw(st.sampled_from(later))}
    elif kind == "Parallel":
        branches = [draw(machines([f"{name}{n}a"], express, depth - 1)) for n in range(2)]
        said = {"Type": "Parallel", "Branches": branches}
    elif kind == "Map":
        inner = draw(machines([f"{name}m", f"{name}n"], express, depth - 1))
        said = {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inner}
    else:
        said = {"Type": kind}
    if kind in ("Task", "Parallel", "Map"):
        said["ResultPath"] = None
        if later and draw(st.booleans()):
            caught = {"ErrorEquals": [draw(one_of(*ERRORS))], "Next": later[-1]}
            said["Catch"] = [{**caught, "ResultPath": "$.error"}]
    return said


@st.composite
def machines(draw, names, express, depth):
    return {"StartAt": names[0], "States": draw(reachable(names, express, depth))}


@st.composite
def reachable(draw, names, express, depth):
    """All are reached: the first to be left over is where the one before it goes."""
    made = draw(states(names, express, depth))
    for before, name in pairwise(names):
        said = made[before]
        if said["Type"] in ("Fail", "Succeed"):
            made[before] = said = {"Type": "Pass"}
        said["Default" if said["Type"] == "Choice" else "Next"] = name
        said.pop("End", None)
    return made


def asked(definition, found=None):
    """Task states with what they ask, those within others too."""
    found = {} if found is None else found
    for name, said in definition["States"].items():
        if said["Type"] == "Task":
            found[name] = said["Resource"]
        for inner in [*said.get("Branches", ()), said.get("ItemProcessor")]:
            if inner is not None:
                asked(inner, found)
    return found


@st.composite
def said_of(draw, resource):
    if resource.endswith("waitForTaskToken"):
        never, beat = draw(one_of(0, 0.3)), draw(one_of(None, 0.5, 3))
        after = draw(distributions(0.1, 6))
        return {"answer": {"after": after, "never": never, "heartbeat": beat}}
    errors = [{"error": draw(one_of("Busy", "States.Timeout")), "share": draw(one_of(0.2, 1))}]
    said = {"errors": draw(one_of([], errors))}
    if "lambda" in resource:  # takes as long as its function does
        return said
    return {**said, "duration": draw(one_of(0, 0.1, 2))}


@st.composite
def documents(draw, profile=PROFILES[0]):
    express = draw(st.booleans())
    names = [f"S{n}" for n in range(draw(st.integers(1, 4)))]
    definition = draw(machines(names, express, 1))
    definition |= draw(one_of({}, {"TimeoutSeconds": 5}))
    resources = asked(definition)
    said = {
        name: draw(said_of(resource))
        for name, resource in resources.items()
        if "activity" not in resource
    }
    worker = {"workers": draw(st.integers(0, 3)), "duration": draw(distributions(0.1, 4))}
    worker |= {"lost": draw(one_of(0, 0.5)), "heartbeat": draw(one_of(None, 0.5))}
    polled = {"check": worker} if ACTIVITY in resources.values() else {}
    inner = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 2, "End": True}}}
    components = {
        "site": {"type": "client", "target": "machine", "arrivals": draw(arrivals(3))},
        "machine": {
            "type": "state_machine",
            "workflow": "express" if express else "standard",
            "definition": definition,
            "input": {"items": [1, 2, 3], "draw": "{% $event.content %}"},
            "tasks": said,
            "activities": polled,
            **({"runs_twice": draw(one_of(0, 0.5))} if express else {}),
        },
        "inner": {"type": "state_machine", "definition": inner, "tasks": {}, "activities": {}},
        "worker": draw(functions()),
        "queue": {"type": "queue"},
        "table": {"type": "table"},
    }
    if express and draw(st.booleans()):
        components["site"]["invocation"] = "Event"
    return {
        "format": "windtunnel.scenario/1",
        "id": "machines",
        "title": "Where is each execution?",
        "seed": draw(st.integers(0, 99)),
        "profile": profile,
        "duration": draw(st.integers(15, 30)),
        "quotas": {**draw(one_of({}, FASTER)), **draw(one_of({}, SLOWER))},
        "components": components,
    }


def told(frames, machine="machine"):
    """What the frames tell of its states, added up, and how many are in each at the end."""
    sums, running = Counter(), {}
    for frame in frames:
        columns = frame.payload["states"][machine]
        for name in ("entered", "succeeded", "failed", "retried", "caught", "throttled"):
            sums[name] += sum(columns[name])
        running |= dict(zip(columns["state"], columns["running"], strict=True))
    return sums, running


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS)
@given(data=st.data())
def test_states_of_the_frames_add_up_to_the_counters(profile, data):
    run = simcore.Run(simcore.load_scenario(data.draw(documents(profile))))
    frames = list(run.frames())
    counters = frames[-1].payload["counters"]["machine"]
    sums, running = told(frames)
    assert sums["entered"] == counters["states_entered"]
    assert sums["failed"] == counters["errors"]
    assert sums["failed"] == sums["retried"] + sums["caught"] + counters["errors_uncaught"]
    assert sums["throttled"] == counters["transitions_throttled"]
    assert min(running.values(), default=0) >= 0
    assert sum(running.values()) == counters["states_entered"] - counters["states_left"]
    accepted = counters["executions_started"] - counters["executions_run_again"]
    sent = frames[-1].payload["counters"]["site"]["requests"]
    assert sent == accepted + counters["starts_refused"]


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS)
@given(data=st.data())
def test_histories_of_followed_executions_are_whole(profile, data):
    """Each event follows one that was before it, and all that ended say so last."""
    run = simcore.Run(simcore.load_scenario(data.draw(documents(profile))))
    rows = [row for frame in run.frames() for row in frame.payload["histories"]["machine"]]
    for number in {row[0] for row in rows}:
        events = [row for row in rows if row[0] == number]
        assert [row[1] for row in events] == list(range(1, len(events) + 1))
        assert all(row[2] < row[1] for row in events)
        assert events[0][4] == "ExecutionStarted"
        assert not any(row[4].startswith("Execution") for row in events[1:-1])
