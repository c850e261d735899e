"""What may be set of a state machine in the course of a run: it does something, or is refused."""

import gc

import pytest

from simcore import Run, load_scenario
from simcore.asl.execution import Execution
from simcore.errors import SimError
from simcore.scenario import check
from simcore.services.step_functions import STATE_MACHINE
from simcore.services.step_functions.spec import StateMachine
from simcore.spec.annotations import Knob
from simcore.spec.walk import annotation
from tests.evidence.step_function_parts import many, task
from tests.services.state_machines import ARN, WORKER, document, outcome, token

CHECK = "arn:aws:states:us-east-1:123456789012:activity:check"
BUSY = {"error": "Busy", "share": 0}
SYNC = {"Type": "Task", "Resource": f"{ARN}states:startExecution.sync:2", "Next": "Look"}
STATES = {
    "Work": task("worker", ResultPath="$.b", Next="Call"),
    "Call": {
        "Type": "Task",
        "Resource": f"{ARN}aws-sdk:s3:getObject",
        "Parameters": {"Key.$": "$.a"},
        "Next": "Nest",
    },
    "Nest": {**SYNC, "Parameters": {"StateMachineArn": "inner", "Input": {}}},
    "Look": many("EXPRESS", End=None, Next="Check"),
    "Check": {"Type": "Task", "Resource": CHECK, "Next": "Ask"},
    "Ask": {**token(), "HeartbeatSeconds": 3},
}
del STATES["Look"]["End"]
TASKS = {
    "Work": {"errors": [BUSY]},
    "Call": {"errors": [BUSY], "duration": 0.1, "result": {"found": 1}},
    "Nest": {"errors": [BUSY], "target": "inner"},
    "Ask": {"errors": [BUSY], "answer": {"after": 2, "heartbeat": 1}},
}
ACTIVITY = {"workers": 3, "duration": 0.5, "errors": [BUSY], "heartbeat": 0.2, "lost": 0}
CLIENT = {"type": "client", "arrivals": {"constant": {"rate": 2}}}
PASS = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
COMPONENTS = {
    "site": {**CLIENT, "target": "machine"},
    "also": {**CLIENT, "target": "quick", "invocation": "Event"},
    "machine": {
        "type": "state_machine",
        "definition": {"StartAt": "Work", "States": STATES},
        "input": {"a": "{% $event.number %}"},
        "tasks": TASKS,
        "activities": {"check": ACTIVITY},
        "items": {"Look": {"count": 2}},
        "status_changes": "bus",
    },
    "quick": {"type": "state_machine", "workflow": "express", "definition": PASS},
    "inner": {"type": "state_machine", "definition": PASS},
    "worker": WORKER,
    "mails": {"type": "queue"},
    "bus": {"type": "bus"},
    "other": {"type": "bus"},
}
TURNED = {
    "quick.runs_twice": 1,
    "machine.input": {"b": 1},
    "machine.status_changes": "other",
    "machine.role": {"actions": ["sqs:SendMessage"]},
    "machine.items.Look.count": 5,
    "machine.tasks.Work.errors.0.share": 1,
    "machine.tasks.Call.errors.0.share": 1,
    "machine.tasks.Nest.errors.0.share": 1,
    "machine.tasks.Ask.errors.0.share": 1,
    "machine.tasks.Work.result": "{% $error('Odd') %}",
    "machine.tasks.Call.duration": 2,
    "machine.tasks.Ask.answer.after": 4,
    "machine.tasks.Ask.answer.never": 1,
    "machine.tasks.Ask.answer.heartbeat": 5,
    "machine.activities.check.workers": 0,
    "machine.activities.check.duration": 3,
    "machine.activities.check.errors.0.share": 1,
    "machine.activities.check.lost": 1,
    "machine.activities.check.heartbeat": 0.1,
    "machine.activities.check.result": "{% $error('Odd') %}",
}


def course(**values):
    said = {"at": 3, "action": "set", "values": values}
    return outcome(COMPONENTS, duration=12, interventions=[said] if values else [])


@pytest.fixture(scope="module")
def untouched():
    return course()


@pytest.mark.parametrize("path", TURNED)
def test_what_is_turned_in_the_course_has_an_effect(path, untouched):
    found = course(**{path: TURNED[path]})
    assert found["counters"] != untouched["counters"]


KEPT = {
    "machine.definition": {**COMPONENTS["machine"]["definition"], "Comment": "Another"},
    "machine.substitutions": {"A": 1},
    "inner.workflow": "express",
}


@pytest.mark.parametrize("path", KEPT)
def test_what_stays_as_it_was_is_refused(path):
    with pytest.raises(SimError, match=f"{path.split('.')[1]} cannot change during a run"):
        course(**{path: KEPT[path]})


def test_every_knob_and_field_is_turned_or_kept_above():
    def pattern(path):
        kinds = ("tasks", "activities", "items")
        first, *rest = path.split(".")[1:]
        return ".".join([first, *(rest[1:] if first in kinds else rest)])

    knobs = {pattern(path) for path in TURNED} | {pattern(path) for path in KEPT}
    assert set(fields_of(StateMachine)) - {"type", "title"} <= knobs
    assert set(STATE_MACHINE.keeps) == {pattern(path) for path in KEPT}


def fields_of(spec):
    """All of it, and the knobs of its parts."""
    for name, field in spec.model_fields.items():
        inner = parts(field.annotation)
        if (spec is StateMachine and not inner) or annotation(spec, name, Knob) is not None:
            yield name
        else:
            for part in inner:
                many_of_it = "0." if "tuple" in str(field.annotation) else ""
                yield from (f"{name}.{many_of_it}{one}" for one in fields_of(part))


def parts(kind):
    """The specs of this module's room within a type."""
    found = [kind] if getattr(kind, "__module__", "").endswith("spec_tasks") else []
    for one in getattr(kind, "__args__", ()):
        found += parts(one)
    return [one for one in found if hasattr(one, "model_fields")]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"tasks": {**TASKS, "Work": {"duration": 1}}}, "tasks.Work.duration"),
        ({"tasks": {**TASKS, "Call": {"answer": {"after": 1}}}}, "tasks.Call.answer"),
        ({"items": {"Lok": {"count": 2}}}, "items.Lok"),
    ],
)
def test_numbers_that_nothing_comes_of_are_refused(change, path):
    machine = {**COMPONENTS["machine"], **change}
    found = check(document({**COMPONENTS, "machine": machine}))
    assert ("machine.no-effect", f"components.machine.{path}") in {(c.id, c.path) for c in found}


def test_a_function_that_nobody_waits_for_is_refused():
    event = {"FunctionName": "worker", "InvocationType": "Event"}
    states = {"Work": {**STATES["Work"], "Parameters": event, "Next": None, "End": True}}
    del states["Work"]["Next"]
    said = {"type": "state_machine", "definition": {"StartAt": "Work", "States": states}}
    found = check(document({"machine": said, "worker": WORKER}))
    assert [(one.id, one.path) for one in found if one.severity == "error"] == [
        ("machine.not-simulated", "components.machine.definition.States.Work")
    ]


def test_there_are_never_more_workers_than_are_said():
    """Those at work go when they are done; whoever comes back before that is one of them."""
    times = enumerate((1, 5, 1, 5, 3), start=6)
    changes = [
        {"at": at, "action": "set", "values": {"machine.activities.check.workers": n}}
        for at, n in times
    ]
    states = {"Check": {"Type": "Task", "Resource": CHECK, "End": True}}
    machine = {
        "type": "state_machine",
        "definition": {"StartAt": "Check", "States": states},
        "activities": {"check": {"workers": 5, "duration": 30}},
    }
    site = {**CLIENT, "target": "machine"}
    found = outcome({"site": site, "machine": machine}, duration=80, interventions=changes)
    busy = found["series"]["machine"]["ActivityWorkersBusy"]
    assert max(busy) == 5
    assert busy[-1] == 3


@pytest.mark.parametrize(("lasts", "end"), [(5, "succeeded"), (50, "timed_out")])
def test_whoever_has_begun_a_task_ends_it(lasts, end):
    """The machine that it waits for is nobody's any more; it ends well, or is stopped."""
    nest = {**STATES["Nest"], "TimeoutSeconds": 8, "Next": None, "End": True}
    del nest["Next"]
    machine = {
        "type": "state_machine",
        "definition": {"StartAt": "Nest", "States": {"Nest": nest}},
        "tasks": {"Nest": {"target": "inner"}},
    }
    waits = {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": lasts, "End": True}}}
    inner = {"type": "state_machine", "definition": waits}
    site = {**CLIENT, "target": "machine", "limit": 4}
    change = {"at": 3, "action": "set", "values": {"machine.tasks.Nest.target": None}}
    parts = {"site": site, "machine": machine, "inner": inner}
    found = outcome(parts, duration=20, interventions=[change])["counters"]
    assert found["machine"][f"tasks_{end}"] == 4
    assert found["inner"]["open_executions"] == 0


def test_what_nobody_waits_for_is_not_kept():
    """Tasks that no worker polled, and calls that may take as long as they like."""
    hook = {"Type": "Task", "Resource": f"{ARN}apigateway:invoke", "Next": "Check"}
    hook["Parameters"] = {"ApiEndpoint": "x.execute-api.us-east-1.amazonaws.com", "Method": "GET"}
    left = {"Type": "Task", "Resource": CHECK, "TimeoutSeconds": 1, "End": True}
    left["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": "Done"}]
    states = {"Hook": hook, "Check": left, "Done": {"Type": "Succeed"}}
    machine = {
        "type": "state_machine",
        "definition": {"StartAt": "Hook", "States": states},
        "tasks": {"Hook": {"duration": 0.1}},
        "activities": {"check": {"workers": 0}},
    }
    said = document({"site": {**CLIENT, "target": "machine", "stop": 20}, "machine": machine})
    assert kept({**said, "duration": 30}) == 0


def kept(said):
    """Executions that are in memory at the end of a run."""
    run = Run(load_scenario(said))
    list(run.frames())
    gc.collect()
    mine = [one for one in gc.get_objects() if isinstance(one, Execution)]
    return sum(one.host.env is run._simulation.env for one in mine)


LONG = {
    "a call": ({"Resource": f"{ARN}aws-sdk:s3:getObject"}, {"duration": 3_600}),
    "a token": (token(), {"answer": {"after": 3_600, "heartbeat": 2}}),
    "a worker": ({"Resource": CHECK}, {}),
}


@pytest.mark.parametrize("kind", LONG)
def test_what_would_end_after_the_run_is_not_kept_when_it_is_given_up(kind):
    asked, done = LONG[kind]
    left = {**asked, "Type": "Task", "TimeoutSeconds": 1, "End": True}
    left["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": "Done"}]
    machine = {
        "type": "state_machine",
        "definition": {"StartAt": "Ask", "States": {"Ask": left, "Done": {"Type": "Succeed"}}},
    }
    if asked["Resource"] == CHECK:
        machine["activities"] = {"check": {"workers": 30, "duration": 3_600}}
    else:
        machine["tasks"] = {"Ask": done}
    site = {**CLIENT, "target": "machine", "stop": 10}
    said = document({"site": site, "machine": machine, "mails": {"type": "queue"}})
    assert kept({**said, "duration": 20}) == 0


def test_what_was_told_of_histories_is_in_no_snapshot():
    states = {"A": {"Type": "Wait", "Seconds": 1, "End": True}}
    machine = {"type": "state_machine", "definition": {"StartAt": "A", "States": states}}
    run = Run(
        load_scenario(document({"site": {**CLIENT, "target": "machine"}, "machine": machine}))
    )
    told = [row for frame in run.frames() for row in frame.payload["histories"]["machine"]]
    assert all(row[6] for row in told if row[4] == "ExecutionStarted")
    (live,) = [one for one in run._simulation.components if one.id == "machine"]
    assert not live.texts.details
