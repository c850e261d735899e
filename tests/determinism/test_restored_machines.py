"""Executions go on after a snapshot all the same, in the midst of any kind of task."""

import pytest

import simcore
from tests.evidence.step_function_parts import many, task
from tests.services.state_machines import WORKER, document, once, token
from tests.services.test_state_machine_tasks import ACTIVITY, SYNC

AGAIN = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 1}]
SLOW = {"worker": {**WORKER, "duration": "3 s", "timeout": 5}}
FAILING = {"worker": {**WORKER, "duration": "3 s", "timeout": 5, "error_rate": 0.5}}
MAILS = {"mails": {"type": "queue"}}
LOST = {"check": {"workers": 2, "duration": 3, "heartbeat": 1, "lost": 0.5}}
EACH = {
    "Type": "Map",
    "ItemsPath": "$.items",
    "MaxConcurrency": 2,
    "ItemProcessor": {"StartAt": "Do", "States": {"Do": task("worker", End=True)}},
    "End": True,
}
BOTH = {
    "Type": "Parallel",
    "Branches": [
        {"StartAt": "Do", "States": {"Do": task("worker", Retry=AGAIN, End=True)}},
        {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Seconds": 4, "End": True}}},
    ],
    "End": True,
}
CHILD = {"inner": once({"Do": task("worker", End=True)})["machine"]}
MACHINES = {
    "a function": {**once({"Do": task("worker", End=True)}, n=4), **SLOW},
    "a function tried again": {**once({"Do": task("worker", Retry=AGAIN, End=True)}, 4), **FAILING},
    "a task token": {
        **once({"Ask": token()}, n=4, tasks={"Ask": {"answer": {"after": 5}}}),
        **MAILS,
    },
    "heartbeats": {
        **once(
            {"Ask": token(HeartbeatSeconds=2)},
            n=4,
            tasks={"Ask": {"answer": {"after": 6, "heartbeat": 1}}},
        ),
        **MAILS,
    },
    "an activity": once(
        {"Do": {**ACTIVITY, "HeartbeatSeconds": 2, "TimeoutSeconds": 9}}, n=4, activities=LOST
    ),
    "an activity nobody polls": once(
        {"Do": {**ACTIVITY, "TimeoutSeconds": 5}}, activities={"check": {"workers": 0}}
    ),
    "a Map": {**once({"All": EACH}, input={"items": [1, 2, 3]}), **SLOW},
    "a Parallel": {**once({"All": BOTH}, n=4), **FAILING},
    "a Distributed Map": {
        **once({"Do": many("STANDARD", one=task("worker", End=True), MaxConcurrency=2)}),
        "images": {"type": "bucket"},
        "results": {"type": "bucket"},
        **SLOW,
    },
    "a nested machine": {**once({"Run": SYNC}, n=4), **CHILD, **SLOW},
}


def told(run, stops=range(0)):
    """What the run tells in its frames and at its end, restored after these of them."""
    frames = []
    for number in range(20):
        frames.append(next(iter(run.frames())).payload)
        if number in stops:
            run = simcore.Run.restore(run.snapshot())
    result = run.result()
    return frames, result.as_dict()["counters"], result.fingerprint


@pytest.mark.parametrize("kind", MACHINES)
def test_executions_go_on_after_a_snapshot_of_any_moment(kind):
    scenario = simcore.load_scenario(document(MACHINES[kind]))
    frames, counters, fingerprint = told(simcore.Run(scenario))
    assert counters["machine"]["transitions"] > 0
    assert told(simcore.Run(scenario), range(0, 20, 2)) == (frames, counters, fingerprint)
