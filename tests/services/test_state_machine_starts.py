"""Who may start executions: rules, schedules, handlers, buckets through a bus, clients; and what
they do when StartExecution is throttled.

EventBridge, Scheduler and handlers start them themselves; S3 and SNS name no state machine as a
destination (NotificationDestinationTypes; SNS Developer Guide, supported endpoints).
"""

import pytest

from simcore import check, load_scenario, run
from simcore.components import TYPES

WAIT = {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "End": True}}}
MACHINE = {"type": "state_machine", "definition": WAIT}
FUNCTION = {"type": "function", "duration": 0.1}
BUS = {"type": "bus", "rules": [{"targets": [{"target": "m"}]}]}


def client(target):
    return {"type": "client", "target": target, "arrivals": {"constant": {"rate": 2}}, "limit": 10}


def document(quotas=None, **parts):
    return {
        "format": "windtunnel.scenario/1",
        "id": "starts",
        "title": "Who starts it?",
        "duration": 130,
        "quotas": quotas or {},
        "components": {"m": MACHINE, **parts},
    }


def schedules(**more):
    return {
        "type": "scheduler",
        "schedules": [{"expression": "rate(1 minute)", "target": "m", **more}],
    }


STARTS = {
    "client": ({"c": client("m")}, 10),
    "rule": ({"c": client("bus"), "bus": BUS}, 10),
    "schedule of a rule": (
        {"bus": {"type": "bus", "rules": [{"schedule": "rate(1 minute)", **BUS["rules"][0]}]}},
        2,
    ),
    "schedules": ({"clock": schedules(count=3)}, 6),
    "handler": ({"c": client("f"), "f": {**FUNCTION, "sends": [{"target": "m", "count": 2}]}}, 20),
    "objects": (
        {"c": client("b"), "b": {"type": "bucket", "event_bridge": "bus"}, "bus": BUS},
        10,
    ),
}


@pytest.mark.parametrize("who", STARTS)
def test_each_starts_an_execution_for_each(who):
    parts, n = STARTS[who]
    counters = run(load_scenario(document(**parts))).as_dict()["counters"]["m"]
    assert counters["executions_started"] == counters["executions_succeeded"] == n


ONE_A_SECOND = {
    "stepfunctions.start_execution_bucket": 1,
    "stepfunctions.start_execution_per_second": 1,
}


@pytest.mark.parametrize(
    ("who", "parts", "failed", "lost"),
    [
        ("bus", {"c": client("bus"), "bus": BUS}, "invocation_attempts_failed", 0),
        ("clock", {"clock": schedules(count=5)}, "target_errors", 0),
        ("f", STARTS["handler"][0], "handler_sends_refused", None),
    ],
)
def test_who_is_throttled_tries_again_but_for_a_handler(who, parts, failed, lost):
    """ThrottlingException: EventBridge and its Scheduler have retries, code has an error."""
    found = run(load_scenario(document(ONE_A_SECOND, **parts))).as_dict()["counters"]
    assert found[who][failed] > 0
    assert found["m"]["executions_started"] > 1
    if lost is not None:
        due = found[who].get("invocations_due", found[who].get("schedules_due"))
        waits = found[who]["invocations_retrying"] + found[who]["invocations_waiting"]
        assert found["m"]["executions_started"] + waits == due


@pytest.mark.parametrize(
    "parts",
    [
        {"b": {"type": "bucket", "notifications": [{"target": "m"}]}},
        {"t": {"type": "topic", "subscribers": ["m"]}},
    ],
)
def test_who_names_no_state_machine(parts):
    assert "reference.wrong-type" in {found.id for found in check(document(**parts))}


def test_what_goes_into_a_machine_and_out_of_it_is_drawn():
    """Of whom an API asks, and whom a machine does, something is counted: lines have marks."""
    for source, target in (("api", "state_machine"), ("state_machine", "function")):
        metrics = {one.name for one in TYPES[target].reading.metrics}
        flows = TYPES[source].picture.leaving["invoke"]
        counted = [f for f in flows if f.glyph == "busy" and f.of == "to" and f.metric in metrics]
        assert len(counted) == 1, (source, target)


@pytest.mark.parametrize("workflow", ["express", "standard"])
def test_an_api_answers_200_whatever_became_of_the_execution(workflow):
    """StartSyncExecution returns 200 even if the workflow failed."""
    fails = {"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "No"}}}
    machine = {"type": "state_machine", "workflow": workflow, "definition": fails}
    parts = {"m": machine, "api": {"type": "api", "integration": "m"}, "c": client("api")}
    found = run(load_scenario(document(**parts))).as_dict()["counters"]
    assert found["m"]["executions_failed"] == found["c"]["responses"] == 10
    assert found["api"]["server_errors"] == found["api"]["integrations_failed"] == 0
