"""Streams: how often they are read, what a shard takes, and what was offered when."""

import pytest

import simcore
from tests.evidence.stream_parts import burst, mapping, stream, worker

PROVES = (
    "simcore/services/kinesis/stream.py",
    "simcore/awslambda/event_source_mapping/streams/pollers.py",
)


@pytest.mark.parametrize(
    ("source", "interval"),
    [
        ({"type": "stream"}, 1.0),
        ({"type": "table", "partitions": 1, "shard_lifetime": 0}, 0.25),
    ],
)
def test_a_shard_is_polled_once_a_second_that_of_a_table_four_times(simulate, source, interval):
    """Lambda guide, with-kinesis: one poll a second for each shard; with-ddb: four. A record that
    comes at any time waits half of that on average: of 2,000 records, 0.5 s or 0.125 s, and never
    longer. (The standard error is the interval over sqrt(12 x 2000), under 0.7 %.)"""
    result = simulate(
        {
            "producers": {
                "type": "client",
                "target": "source",
                "arrivals": {"poisson": {"rate": 0.1}},
                "keys": {"uniform": {"count": 1}},
            },
            "source": source,
            "poll": mapping("source", batch_size=1),
            "worker": worker("1 ms"),
        },
        20_000,
        "aws-2026",
    )
    age = result["percentiles"]["poll"]["IteratorAge"]
    assert age["count"] > 1800
    assert age["mean"] / 1000 == pytest.approx(interval / 2, rel=0.03)
    assert age["max"] / 1000 <= interval + 0.002


def test_a_shard_takes_a_thousand_records_a_second(simulate, total_from):
    """KDS23: 1,000 records a second for each shard. Two shards and 3,000 records a second of
    evenly spread keys: 2,000 are taken, 1,000 refused."""
    result = simulate(
        {
            "producers": {
                "type": "client",
                "target": "clicks",
                "arrivals": {"constant": {"rate": 3000}},
                "keys": {"uniform": {"count": 100_000}},
                "message_size": 100,
            },
            "clicks": stream(2),
        },
        "30 s",
        "aws-2026",
    )
    assert total_from(result, "clicks", "IncomingRecords", 5, 30) / 25 == pytest.approx(2000, 0.01)
    refused = total_from(result, "clicks", "WriteProvisionedThroughputExceeded", 5, 30)
    assert refused / 25 == pytest.approx(1000, 0.01)


def test_a_hot_key_throttles_its_shard_while_the_others_idle(simulate):
    """All records of one key go to one shard: more shards do not help."""
    result = simulate(
        {
            "producers": {
                "type": "client",
                "target": "clicks",
                "arrivals": {"constant": {"rate": 1500}},
                "keys": {"uniform": {"count": 1}},
                "message_size": 100,
            },
            "clicks": stream(10),
        },
        "20 s",
        "aws-2026",
    )
    counters = result["counters"]["clicks"]
    assert counters["records"] == pytest.approx(20 * 1000 + 1000, abs=2)
    assert counters["writes_throttled"] == pytest.approx(30_000 - 21_000, abs=2)


@pytest.mark.parametrize("profile", ["notes-2021", "aws-2022"])
def test_buckets_are_destinations_since_about_2024(profile):
    """Facts 7.13: SQS and SNS before."""
    document = {
        "format": "windtunnel.scenario/1",
        "id": "evidence",
        "title": "May a bucket take it?",
        "profile": profile,
        "duration": 60,
        "components": {
            "producers": burst(1),
            "clicks": stream(),
            "poll": mapping(on_failure={"target": "kept"}),
            "kept": {"type": "bucket"},
            "worker": worker(1),
        },
    }
    with pytest.raises(simcore.ScenarioInvalid, match=r"mapping\.bucket-not-offered"):
        simcore.load_scenario(document)
    document["profile"] = "aws-2026"
    simcore.load_scenario(document)


@pytest.mark.parametrize(
    "criteria", [{"matching": "25 %"}, {"classes": ["paid"]}], ids=["share", "class"]
)
def test_a_filter_passes_over_what_does_not_match(simulate, criteria):
    """Lambda guide, invocation-eventfiltering: the filter is applied to each record before it is
    added to a batch; what does not match is passed over. Of 4,000 records a quarter reaches the
    function: 1,000, give or take three standard errors of 27. Without a filter, all do."""
    components = {
        "producers": burst(4_000),
        "clicks": stream(3, message_classes={"seen": 0.75, "paid": 0.25}),
        "poll": mapping(filter_criteria=criteria),
        "rest": mapping(),
        "worker": worker("10 ms"),
    }
    quotas = {"kinesis.shard_write_records": 100_000}
    counters = simulate(components, "60 s", "aws-2026", quotas)["counters"]
    poll = counters["poll"]
    assert poll["polled_events"] == 4_000 == counters["rest"]["processed"]
    assert poll["filtered_out_events"] + poll["processed"] == 4_000
    assert poll["processed"] == pytest.approx(1_000, abs=82)
    assert poll["waiting"] == 0
