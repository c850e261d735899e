"""Messages are known before they come, while nobody waits for them: nothing else changes."""

import copy
from array import array

import pytest

import simcore
from simcore.engine.environment import Environment

MAPPING = "orders-to-worker"
DOCUMENT = {
    "format": "windtunnel.scenario/1",
    "id": "busy",
    "title": "Every poller is busy most of the time",
    "duration": "60 s",
    "components": {
        "shop": {"type": "client", "target": "orders", "arrivals": {"poisson": {"rate": 80}}},
        "orders": {
            "type": "queue",
            "visibility_timeout": "9 s",
            "message_retention_period": "60 s",
            "redrive": {"dead_letter_queue": "dead", "max_receive_count": 2},
        },
        "dead": {"type": "queue"},
        "orders-to-worker": {
            "type": "event_source_mapping",
            "source": "orders",
            "function": "worker",
            "maximum_concurrency": 5,
        },
        "worker": {
            "type": "function",
            "timeout": "8 s",
            "duration": {"exponential": {"mean": "700 ms"}},
            "error_rate": "15 %",
        },
    },
}


def fingerprint(document):
    run = simcore.Run(simcore.load_scenario(document))
    for _ in run.frames():
        pass
    return run.result().fingerprint


def none_but(env, came):
    """As if nothing were known of the others."""
    return array("d", [came])


@pytest.fixture
def taken(monkeypatch):
    """How many arrivals were known with each one that came."""
    take, counts = Environment.take_arrivals, []

    def counting(env, came):
        times = take(env, came)
        counts.append(len(times))
        return times

    monkeypatch.setattr(Environment, "take_arrivals", counting)
    return counts


SET = {"at": 20.05, "action": "set"}
CASES = {
    "busy": {},
    "windows": {"orders-to-worker.maximum_batching_window": "1 s"},
    "some rest": {
        "orders-to-worker.batch_size": 3,
        "orders-to-worker.maximum_concurrency": 40,
    },
    "in step": {"shop.arrivals": {"constant": {"rate": 40}}, "worker.duration": 0.2},
    "at once": {"shop.arrivals": {"burst": {"rate": 9, "at": 15, "for": 0, "count": 400}}},
    "another rate": {"interventions": [{**SET, "values": {"shop.arrivals.poisson.rate": 79}}]},
    "a delay": {"interventions": [{**SET, "values": {"orders.delay": 3}}]},
    "purged": {
        "interventions": [{"at": 20.05, "action": "purge", "component": "orders", "takes": 3}]
    },
    "nobody, then many": {
        "interventions": [{"at": 8.05, "action": "disable", "component": MAPPING, "for": 9}]
    },
    "beside": {
        "interventions": [
            {"at": 11.3, "action": "burst", "component": "shop", "count": 50, "over": 2},
            {"at": 21.7, "action": "pause", "component": "shop", "for": 6},
        ]
    },
}


def changed(change):
    """The document with values at paths of components, or with interventions."""
    document = copy.deepcopy(DOCUMENT)
    for path, value in change.items():
        if path == "interventions":
            document[path] = value
        else:
            component, field = path.split(".")
            document["components"][component][field] = value
    return document


@pytest.mark.parametrize("change", CASES.values(), ids=CASES)
def test_one_at_a_time_is_the_same_run(change, taken, monkeypatch):
    document = changed(change)
    at_once = fingerprint(document)
    assert sum(taken) > 100
    monkeypatch.setattr(Environment, "take_arrivals", none_but)
    assert fingerprint(document) == at_once
