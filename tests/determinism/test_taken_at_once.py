"""Messages and records that wake nobody are taken many at a time: nothing else changes."""

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


SOURCES = {
    "stream": {"type": "stream", "shards": 3},
    "hot shards": {"type": "stream", "shards": 2},
    "resharded": {"type": "stream", "shards": 1, "resharding": [{"at": 20, "shards": 3}]},
    "table": {"type": "table", "partitions": 3},
}


def of_a_stream(source, rate, count):
    """Shards of which now one, now another is waited for; four lanes, some batches fail."""
    return {
        "format": "windtunnel.scenario/1",
        "id": "read",
        "title": "Readers wait now and then",
        "duration": "60 s",
        "quotas": {"kinesis.shard_write_records": 40, "dynamodb.partition_write_units": 40},
        "components": {
            "shop": {
                "type": "client",
                "target": "orders",
                "arrivals": {"poisson": {"rate": rate}},
                "keys": {"zipf": {"count": count}},
            },
            "orders": source,
            "orders-to-worker": {
                "type": "stream_event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": 10,
                "parallelization_factor": 2,
                "maximum_retry_attempts": 1,
            },
            "worker": {
                "type": "function",
                "duration": {"exponential": {"mean": "150 ms"}},
                "error_rate": "5 %",
            },
        },
    }


@pytest.mark.parametrize(("rate", "count"), [(90, 5), (90, 500), (5, 500)])
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_one_record_at_a_time_is_the_same_run(source, rate, count, taken, monkeypatch):
    document = of_a_stream(source, rate, count)
    given_back, give_back = [], Environment.give_back_arrivals

    def counting(env, n):
        given_back.append(n)
        give_back(env, n)

    monkeypatch.setattr(Environment, "give_back_arrivals", counting)
    at_once = fingerprint(document)
    if rate == 90:
        assert sum(taken) - sum(given_back) > 1_000
    else:  # now and then somebody waits
        assert len(given_back) > 5
    monkeypatch.setattr(Environment, "take_arrivals", none_but)
    assert fingerprint(document) == at_once
