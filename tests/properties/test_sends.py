"""Functions that send on and call downstreams: at every frame of scenarios made at random, what was
sent is where it was sent to, and a run that was put away goes on to the same bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from tests.properties.strategies import arrivals, distributions, examples, one_of

SCENARIOS = 60  # over all profiles
TARGETS = ("again", "groups", "news", "bus", "bucket", "records", "items", "last")
COUNTED = {
    "again": "sent",
    "groups": "sent",
    "news": "published",
    "bus": "received",
    "bucket": "received",
    "records": "records",
    "items": "records",
    "last": "async_received",
}


@st.composite
def sends(draw, targets):
    return [
        {
            "target": target,
            "per": draw(one_of("invocation", "record")),
            "probability": draw(one_of(0.3, 1, 1)),
            "count": draw(one_of(1, 1, 3)),
            "when": draw(one_of("success", "success", "always")),
            "catches_errors": draw(st.booleans()),
            "keys": draw(one_of(None, {"uniform": {"count": 5}})),
        }
        for target in draw(st.lists(one_of(*targets), max_size=3))
    ]


@st.composite
def functions(draw, targets):
    function = {
        "type": "function",
        "timeout": draw(st.integers(1, 5)),
        "duration": draw(distributions(0.1, 3.0)),
        "init_duration": draw(distributions(0.0, 2.0)),
        "error_rate": draw(one_of(0, 0.2)),
        "reserved_concurrency": draw(one_of(None, None, 2)),
        "sends": draw(sends(targets)),
        "duration_per_record": draw(one_of(None, 0.1, {"uniform": {"low": 0, "high": 0.5}})),
    }
    if draw(st.booleans()):
        function["calls"] = [{"target": "store", "catches_errors": draw(st.booleans())}]
    return function


def stores(draw):
    return {
        "type": "downstream",
        "connections": draw(st.integers(1, 4)),
        "latency": draw(distributions(0.1, 2.0)),
        "max_waiting": draw(one_of(None, 0, 3)),
        "wait_timeout": draw(one_of(None, 0.5, 2)),
        "error_rate": draw(one_of(0, 0.2)),
    }


@st.composite
def documents(draw, profile):
    """One function is called, the other reads a queue, to which both may send; a third gets events,
    of which it sends some on, but not back."""
    parts = {
        "caller": {"type": "client", "target": "first", "arrivals": draw(arrivals(3))},
        "first": draw(functions(TARGETS)),
        "producer": {"type": "client", "target": "again", "arrivals": draw(arrivals(2))},
        "again": {"type": "queue", "visibility_timeout": 6, "delay": draw(one_of(0, 0, 2))},
        "poll": {
            "type": "event_source_mapping", "source": "again", "function": "reader",
            "batch_size": draw(one_of(1, 5, 10)),
            "report_batch_item_failures": profile != "notes-2021" and draw(st.booleans()),
        },
        "reader": {**draw(functions(TARGETS)), "item_error_rate": draw(one_of(0, 0.3))},
        "last": draw(functions(("groups", "bucket"))),
        "store": stores(draw),
        "groups": {"type": "queue", "fifo": {}},
        "news": {"type": "topic", "subscribers": []},
        "bus": {"type": "bus"}, "bucket": {"type": "bucket"},
        "records": {"type": "stream"}, "items": {"type": "table", "partitions": 1},
    }  # fmt: skip
    return {
        "format": "windtunnel.scenario/1", "id": "at-random", "title": "Is anything lost?",
        "seed": draw(st.integers(0, 10_000)), "profile": profile,
        "duration": draw(one_of(15, 30)), "components": parts,
        "quotas": {"kinesis.shard_write_bytes": draw(one_of(2048, 1_000_000)),
                   "sqs.fifo.calls_per_second": draw(one_of(1, 300))},
        "interventions": draw(one_of([], [{"action": "outage", "component": "store", "at": 7,
                                           "for": 4}])),
    }  # fmt: skip


def check_sends(scenario, counters):
    """What is where it was sent to, is what handlers sent; clients sent to one queue besides."""
    senders = {id: c for id, c in scenario.components.items() if c.type == "function"}
    reached = {send.target for function in senders.values() for send in function.sends}
    taken = sum(counters[id].get("handler_sends", 0) for id in senders)
    there = sum(counters[id][COUNTED[id]] for id in reached)
    if "again" in reached:
        there -= counters["producer"]["requests"]
    assert taken == there
    refused = sum(counters[id].get("handler_sends_refused", 0) for id in senders)
    assert refused == (
        counters["records"].get("writes_throttled", 0)
        + counters["items"].get("writes_throttled", 0)
        + counters["groups"].get("sends_refused", 0)
    )


def check_downstream(scenario, counters, frame):
    """Every call is somewhere, and as many are worked on as there are connections, at most."""
    store, spec = counters["store"], scenario.components["store"]
    ended = ("answered", "failed", "refused", "given_up", "busy", "waiting")
    assert store["calls"] == sum(store[name] for name in ended)
    assert store["busy"] <= spec.connections
    assert spec.max_waiting is None or store["waiting"] <= spec.max_waiting


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_what_is_sent_is_there(profile, data):
    scenario = simcore.load_scenario(data.draw(documents(profile)))
    run, middle = simcore.Run(scenario), None
    for frame in run.frames():
        check_sends(scenario, frame.payload["counters"])
        check_downstream(scenario, frame.payload["counters"], frame)
        if frame.t1 == scenario.duration // 2:
            middle = run.snapshot()
    again = simcore.Run.restore(middle)
    for _ in again.frames():
        pass
    assert again.result().fingerprint == run.result().fingerprint
