"""A run that goes on from a snapshot with other interventions had them all along."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore import Run, ScenarioInvalid, load_scenario
from tests.properties import (
    strategies,
    test_callers,
    test_fifo_order,
    test_sources,
    test_step_functions,
    test_streams,
)
from tests.properties.strategies import examples

PROFILE = "aws-2026"
DOCUMENTS = {
    "queues": strategies.documents(PROFILE),
    "groups": test_fifo_order.documents(PROFILE),
    "shards": test_streams.documents(),
    "sources": test_sources.documents(PROFILE),
    "callers": test_callers.documents(PROFILE),
    "machines": test_step_functions.documents(PROFILE),
}


def possible(document: dict[str, Any], at: float) -> list[dict[str, Any]]:
    """What could be done to its components then."""
    found: list[dict[str, Any]] = []
    for id, component in document["components"].items():
        said = {"at": at, "component": id}
        if component["type"] == "client":
            found += [
                {**said, "action": "pause", "for": 5},
                {**said, "action": "burst", "count": 40, "over": 3},
            ]
        if component["type"] == "client" and "timeout" in component:
            found += [{"at": at, "action": "set", "values": {f"{id}.timeout": 1.5}}]
        if "closed_loop" in component.get("arrivals", {}):
            users = {f"{id}.arrivals.closed_loop.users": 9}
            found += [{"at": at, "action": "set", "values": users}]
        if "sdk" in component:
            values = {f"{id}.sdk.max_attempts": 4, f"{id}.sdk.retry_mode": "adaptive"}
            found += [{"at": at, "action": "set", "values": {k: v}} for k, v in values.items()]
        if component["type"] == "function":
            found += [
                {**said, "action": "fail", "count": 7},
                {**said, "action": "fail", "share": 0.3, "for": 10},
                {**said, "action": "slow", "factor": 3, "for": 8},
                {"at": at, "action": "set", "values": {f"{id}.reserved_concurrency": 3}},
            ]
        if component["type"] == "queue":
            found += [{**said, "action": "purge"}, {**said, "action": "purge", "takes": 4}]
        if component["type"] == "event_source":
            values = {f"{id}.delivery_fails": True, f"{id}.start": 2}
            values |= {f"{id}.delivery_error_rate": 0.5}
            found += [{"at": at, "action": "set", "values": {k: v}} for k, v in values.items()]
        if component["type"] == "bucket":
            values = {f"{id}.notification_duplicate_rate": 0.4, f"{id}.notification_latency": 3}
            found += [{"at": at, "action": "set", "values": {k: v}} for k, v in values.items()]
        if component["type"] == "state_machine":
            workers = {f"{id}.activities.{name}.workers": 5 for name in component["activities"]}
            values = {f"{id}.tasks.{name}.duration": 3 for name in component["tasks"]} | workers
            found += [{"at": at, "action": "set", "values": {k: v}} for k, v in values.items()]
        if component["type"] == "delivery_stream":
            found += [{"at": at, "action": "set", "values": {f"{id}.records_per_request": 3}}]
        if component["type"].endswith("event_source_mapping"):
            found += [{**said, "action": "disable", "for": 6}]
    return found


def whole(run: Run) -> tuple[list[Any], str]:
    """The frames that are left, and what identifies the run."""
    return [frame.payload for frame in run.frames()], run.result().fingerprint


@pytest.mark.parametrize("kind", DOCUMENTS)
@examples(12)
@given(data=st.data())
def test_fork_snapshot_and_replay_give_the_same_bytes(kind, data):
    document = data.draw(DOCUMENTS[kind])
    base = Run(load_scenario(document))
    snapshots = [(0.0, base.snapshot())]
    snapshots += [(frame.t1, base.snapshot()) for frame in base.frames()]
    fork_at = data.draw(st.floats(0.0, float(base.scenario.duration) * 0.95))
    said = [data.draw(st.sampled_from(possible(document, fork_at))) for _ in range(2)]
    try:
        forked = load_scenario({**document, "interventions": said})
    except ScenarioInvalid:
        return  # it cannot be done to this scenario, and was said
    replayed, fingerprint = whole(Run(forked))
    from_t, snapshot = max(one for one in snapshots if one[0] <= fork_at)
    going_on = Run.restore(snapshot)
    going_on.diverge(forked.interventions)
    frames, of_fork = whole(going_on)
    assert of_fork == fingerprint, from_t
    assert frames == replayed[len(replayed) - len(frames) :]
