"""What the readings say that balances does, at every frame of scenarios made at random."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.components import READINGS
from simcore.quotas import PROFILES
from simcore.recording.reading import Balance
from tests.properties import (
    test_callers,
    test_concurrency,
    test_edge,
    test_events,
    test_fifo_order,
    test_front_doors,
    test_managed_instances,
    test_pushes,
    test_sends,
    test_sources,
    test_step_functions,
    test_streams,
)
from tests.properties.strategies import documents, examples
from tests.services import test_front_doors as test_doors
from tests.services import test_subscriptions

SCENARIOS = 15
"""Of each kind: those that the properties of a mechanism are tested with."""

KINDS = {
    "queues": documents,
    "groups": test_fifo_order.documents,
    "events": test_events.documents,
    "provisioned": test_concurrency.documents,
    "streams": lambda profile: test_streams.documents(),
    "edge": test_edge.documents,
    "pushes": test_pushes.documents,
    "sources": test_sources.documents,
    "sends": test_sends.documents,
    "front doors": test_front_doors.documents,
    "sockets": lambda profile: test_front_doors.socket_documents(),
    "urls": lambda profile: test_front_doors.url_documents(),
    "callers": test_callers.documents,
    "machines": test_step_functions.documents,
    "managed": lambda profile: test_managed_instances.documents(),
}


SHIPPED = (
    "async-retries",
    "bisect-bad-records",
    "healthy-queue-fills-dlq",
    "managed-instances",
    "provisioned-pollers",
)
"""So that every balance is of something, whatever the random ones come to."""


SPILLING = {
    "format": "windtunnel.scenario/1",
    "id": "spilling",
    "title": "Is there enough of it?",
    "duration": "3 min",
    "components": {
        "site": {"type": "client", "target": "api", "arrivals": {"poisson": {"rate": 5}}},
        "api": {"type": "function", "duration": "1 s", "provisioned_concurrency": 4},
    },
}


def client(target, rate):
    return {"type": "client", "target": target, "arrivals": {"constant": {"rate": rate}}}


LOST = {"target": "worker", "delivery_fails": True, "dead_letter_queue": "dead"}
ARRIVALS = {"constant": {"rate": 1}}
FAILING = {
    "format": "windtunnel.scenario/1",
    "id": "failing",
    "title": "Where does it go?",
    "duration": "70 s",
    "components": {
        "site": client("bus", 1),
        "bus": {"type": "bus", "rules": [{"targets": [LOST, {"target": "hook"}]}]},
        "hook": {"type": "endpoint", "error_rate": 0.5},
        "clock": {
            "type": "scheduler",
            "schedules": [{"expression": "at(2026-01-01T00:00:03)", **LOST}],
        },
        "writer": client("news", 1),
        "news": {
            "type": "topic",
            "publish_quota": True,
            "subscriptions": [{**LOST, "target": "dead"}],
        },
        "dead": {"type": "queue"},
        "putters": client("firehose", 1),
        "firehose": {
            "type": "delivery_stream",
            "destination": "kept",
            "transformation": {"target": "worker"},
        },
        "kept": {"type": "bucket", "notifications": [{"target": "worker"}]},
        "saver": client("kept", 1),
        "logs": {
            "type": "event_source",
            "service": "logs",
            "target": "worker",
            "delivery_fails": True,
            "arrivals": ARRIVALS,
        },
        "users": {
            "type": "event_source",
            "service": "cognito",
            "target": "worker",
            "arrivals": ARRIVALS,
        },
        "worker": {
            "type": "function",
            "duration": "100 ms",
            "error_rate": 0.5,
            "calls": [{"target": "database"}],
        },
        "database": {"type": "downstream", "latency": 0.1, "available": False},
    },
}
"""What fails, and how, is not left to luck."""


WINDOWED = {
    "format": "windtunnel.scenario/1",
    "id": "windowed",
    "title": "Does a window's last invocation count?",
    "duration": "40 s",
    "quotas": {"esm.streams.retry_max_s": 1},
    "components": {
        "site": client("clicks", 2),
        "clicks": {"type": "stream", "shards": 1},
        "poll": {
            "type": "stream_event_source_mapping",
            "source": "clicks",
            "function": "worker",
            "tumbling_window": 5,
            "maximum_retry_attempts": 1,
        },
        "worker": {"type": "function", "duration": "1 s", "error_rate": 0.4},
    },
}
"""Final invocations have no records, and fail like any other."""


def machine(states, **more):
    definition = {"StartAt": next(iter(states)), "States": states}
    return {"type": "state_machine", "definition": definition, **more}


ARN = "arn:aws:states:us-east-1:123456789012:activity:"
MANY = {
    "Type": "Map",
    "ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": "b"}},
    "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        "StartAt": "One",
        "States": {"One": {"Type": "Pass", "End": True}},
    },
    "End": True,
}
MACHINES = {
    "format": "windtunnel.scenario/1",
    "id": "machines",
    "title": "What becomes of executions?",
    "duration": "30 s",
    "quotas": {
        "stepfunctions.start_execution_bucket": 5,
        "stepfunctions.start_execution_per_second": 1,
    },
    "components": {
        "site": client("orders", 2),
        "orders": machine(
            {
                "Ask": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish",
                        "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 1}],
                        "Catch": [{"ErrorEquals": ["Busy"], "Next": "Check"}], "Next": "Check"},
                "Check": {"Type": "Task", "Resource": ARN + "check", "TimeoutSeconds": 2,
                          "Next": "Many"},
                "Many": MANY,
            },
            tasks={"Ask": {"errors": [{"error": "Busy", "share": 0.7}]}},
            activities={"check": {"lost": 0.3}},
            items={"Many": {"count": 3}},
        ),
    },
}  # fmt: skip
"""Refused, failed, retried, caught, timed out, and in Map Runs."""


def check(frame, types, came):
    """Every balance of every component; ``came`` adds up how much it was about."""
    for id, counters in frame.payload["counters"].items():
        kind = types.get(id, id)
        for balance in READINGS[kind].balances:
            if balance.applies(counters):
                told = {n: counters.get(n) for n in (*balance.came, *balance.left)}
                assert balance.holds(counters), (frame.n, id, told)
                came[kind, balance] += sum(counters.get(name, 0) for name in balance.came)


def check_all(scenario, came):
    """Frame by frame."""
    run = simcore.Run(scenario)
    types = {node["id"]: node["type"] for node in run.header()["topology"]["nodes"]}
    for frame in run.frames():
        check(frame, types, came)


def put_to_the_test(made_by, came):
    """Scenarios of one kind."""

    @examples(SCENARIOS)
    @given(data=st.data())
    def try_out(data):
        profile = data.draw(st.sampled_from(PROFILES))
        check_all(simcore.load_scenario(data.draw(made_by(profile))), came)

    try_out()


def test_what_came_is_somewhere_at_every_frame():
    came = Counter()
    doors = map(test_doors.document, test_doors.DOORS.values())
    own = (SPILLING, FAILING, WINDOWED, MACHINES, test_edge.KNOWN, test_subscriptions.DOCUMENT)
    for known in (*SHIPPED, *own, *doors):
        check_all(simcore.load_scenario(known), came)
    for made_by in KINDS.values():
        put_to_the_test(made_by, came)
    balances = [(kind, part) for kind, reading in READINGS.items() for part in reading.balances]
    untested = [(kind, part.came) for kind, part in balances if not came[kind, part]]
    assert untested == []  # a balance of nothing says nothing


def test_a_balance_that_does_not_hold_is_seen():
    exact = Balance(("sent", "again"), ("gone", "part.<of>"))
    assert exact.holds({"sent": 5, "again": 1, "gone": 2, "part.a": 3, "part.b": 1})
    assert exact.holds({"sent": 2, "gone": 2})
    assert not exact.holds({"sent": 5, "gone": 2, "part.a": 2})
    assert not exact.applies({"gone": 2})
    atmost = Balance(("sent",), ("gone",), rest="those that wait", unless="other")
    assert atmost.holds({"sent": 5, "gone": 2})
    assert not atmost.holds({"sent": 1, "gone": 2})
    assert not atmost.applies({"sent": 1, "other": 0})
