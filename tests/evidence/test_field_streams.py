"""What people saw of streams, tables and their triggers: field reports, as scenarios of ours."""

from itertools import pairwise
from pathlib import Path

import pytest

import simcore
from simcore.awslambda.reading.views.bound_by import NAMES as BOUND
from simcore.awslambda.reading.views.limited_by import NAMES
from tests import store

PROVES = (
    "simcore/awslambda/event_source_mapping/streams/mapping.py",
    "simcore/awslambda/event_source_mapping/streams/reader.py",
    "simcore/services/dynamodb/table.py",
)

FIELD = Path(__file__).parent / "field"


def field(name, seed=None, **changes):
    """What a report's scenario gives."""
    path = FIELD / f"{name}.yaml"
    overrides = {key.replace("__", "."): value for key, value in changes.items()}
    return store.result(simcore.load_scenario(path, seed=seed, overrides=overrides))


def limiters(result, function):
    """What limited the function, bin by bin."""
    return [NAMES[value] for value in result["series"][function]["LimitedBy"]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_readers_share_a_shard(seed):
    """Facts 14.8d: one call a second for two readers that want one each: half of the 600 calls for
    each of them, less what is lost until somebody comes when the shard gives again. Both read to
    the end, and a reader is told what holds it, the shard's reads, when a call is refused."""
    result = field("stream-two-readers", seed=seed)
    reads = result["counters"]["s"]["read_calls"]
    assert 540 < reads <= 601
    for mapping, function in (("e1", "f1"), ("e2", "f2")):
        counters = result["counters"][mapping]
        assert counters["batches_invoked"] == pytest.approx(reads / 2, rel=0.15)
        assert max(result["series"][mapping]["AgeOfOldestRecord"]) < 20
        refused = sum(n > 0 for n in result["series"][mapping]["ReadsRefused"])
        named = limiters(result, function).count("reads of a shard")
        assert refused - 10 <= named <= refused, "some records wait whenever a call was refused"
        assert named > 200


def test_the_first_refused_read_is_flagged():
    result = field("stream-two-readers")
    flags = [flag for flag in result["flags"] if flag["kind"] == "first_read_throttled"]
    assert [(flag["component"], flag["detail"]) for flag in flags] == [("s", "shard 0")]
    refused = result["series"]["s"]["ReadProvisionedThroughputExceeded"]
    first = next(t for t, n in zip(result["time_s"], refused, strict=True) if n)
    assert first <= flags[0]["t_s"] <= first + 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_six_readers_share_a_shard(seed):
    """Facts 7.18, 14.8d: five calls a second among six readers: 5/6 of 600 each."""
    result = field("stream-six-readers", seed=seed)
    for number in range(1, 7):
        read = result["counters"][f"e{number}"]
        assert read["batches_invoked"] == pytest.approx(500, rel=0.1)
        assert read["polled_events"] == pytest.approx(30_000, rel=0.01)
        assert max(result["series"][f"e{number}"]["AgeOfOldestRecord"]) < 6
    assert result["counters"]["s"]["reads_throttled"] > 0


def test_a_backlog_of_a_stream_goes_away():
    """1,440 records at 2.5 - 2.4 = 0.1 a second are gone after 14,400 s, at 4 h 10 min. From then
    on a batch is at most one poll and one invocation old, 5 s, and before it was more than that."""
    result = field("stream-backlog")
    ages = result["series"]["esm"]["IteratorAge"]
    late = [t for t, age in zip(result["time_s"], ages, strict=True) if age and age > 5_000]
    assert late[-1] == pytest.approx(600 + 14_400, rel=0.02)


def test_a_poison_record_blocks_its_shard_for_a_day():
    """Facts 7.12: the record, written after 50 s, leaves the stream a day later; 2 records a second
    have come by then. The function does 10 in 4 s: they are gone after 86,400 x 2 / (2.5 - 2) s,
    four days. What is lost is what gets as old as the stream keeps it while the shard begins to
    move: the batch of the poison record and a little more."""
    result = field("stream-poison-one-day")
    counters, ages = result["counters"]["esm"], result["series"]["esm"]["AgeOfOldestRecord"]
    lost = counters["expired_unread"] + counters["discarded.expired"]
    assert 1 <= lost < 200
    assert counters["processed"] == 936_000 - lost
    assert max(ages) == pytest.approx(86_400, rel=0.001)
    caught_up = [t for t, age in zip(result["time_s"], ages, strict=True) if age > 60][-1]
    assert caught_up == pytest.approx(86_450 + 4 * 86_400, rel=0.01)


def test_one_retry_of_a_table_s_record_and_then_the_destination():
    """Facts 7.8, 7.13: one retry is two attempts; then one document for the record."""
    counters = field("table-stream-retry-once")["counters"]
    assert counters["f"]["invocations"] == 2
    assert counters["esm"]["discarded.RetryAttemptsExhausted"] == 1
    assert counters["failures"]["visible"] == 1


def test_reported_records_end_at_the_destination():
    """Facts 7.10, 7.13: the six before the reported record are done, it and those behind it are
    tried twice more, and then the destination gets one document about all 14."""
    counters = field("stream-reported-items", seed=1)["counters"]  # no poll among the twenty
    assert counters["f"]["invocations"] == 3
    assert counters["esm"]["processed"] == 6
    assert counters["esm"]["discarded.RetryAttemptsExhausted"] == 14
    assert counters["failures"]["visible"] == 1


def test_a_healthy_trigger_of_a_table_has_ages_of_30_to_60_s():
    """Facts 14.8g: 20 shards that are open for 4 h each, not all at once: 25 in 5 h are closed.
    Each keeps the mapping from its records for 30 to 60 s; iterator ages of that size were
    reported, and all is well between."""
    result = field("table-stream-spikes")
    table, ages = result["counters"]["t"], result["series"]["esm"]["AgeOfOldestRecord"]
    assert 24 <= table["rollovers"] <= 26
    assert 50 < max(ages) < 61
    age = result["percentiles"]["esm"]["IteratorAge"]
    assert 30_000 < age["max"] < 61_000
    assert age["p99"] < 500
    spikes = sum(before <= 10 < after for before, after in pairwise(ages))
    assert 15 <= spikes <= 26, "one for each, unless two come together"
    bound = result["series"]["esm"]["BoundBy"]
    named = [BOUND[word] for word, age in zip(bound, ages, strict=True) if age > 20]
    assert named.count("polls and windows") > 0.9 * len(named) > 50, "no lane works on them"
    assert not [
        found for found in result["insights"] if found["id"] in ("hot-shard", "lanes-bound")
    ]
    counters = result["counters"]["esm"]
    assert counters["processed"] + counters["waiting"] + 10 >= table["records"], "nothing is lost"


def test_shards_that_stay_open_make_no_such_ages():
    result = field("table-stream-spikes", components__t__shard_lifetime=0, duration="20 min")
    assert result["counters"]["t"]["rollovers"] == 0
    assert max(result["series"]["esm"]["AgeOfOldestRecord"]) < 1
