"""Messages that wake nobody are taken many at a time: nothing else changes."""

from array import array

import pytest

import simcore
from simcore.engine.environment import Environment

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


def none_but(env, came=None):
    """As if all others came later."""
    return array("d", [] if came is None else [came])


@pytest.fixture
def taken(monkeypatch):
    """How many arrivals were taken along with each one that came."""
    take, counts = Environment.take_arrivals, []

    def counting(env, came=None):
        times = take(env, came)
        counts.append(len(times))
        return times

    monkeypatch.setattr(Environment, "take_arrivals", counting)
    return counts


@pytest.mark.parametrize(
    "change",
    [{}, {"maximum_batching_window": "1 s"}, {"batch_size": 3, "maximum_concurrency": 40}],
    ids=["busy", "windows", "some rest"],
)
def test_one_at_a_time_is_the_same_run(change, taken, monkeypatch):
    components = DOCUMENT["components"]
    mapping = {**components["orders-to-worker"], **change}
    document = {**DOCUMENT, "components": {**components, "orders-to-worker": mapping}}
    at_once = fingerprint(document)
    assert sum(taken) > 100
    monkeypatch.setattr(Environment, "take_arrivals", none_but)
    assert fingerprint(document) == at_once
