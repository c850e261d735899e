"""Streams: AWS's worked examples of their event source mapping, in every vintage."""

import pytest

from simcore.quotas import PROFILES
from tests.evidence.stream_parts import PLENTY, burst, mapping, stream, worker

PROVES = (
    "simcore/awslambda/event_source_mapping/streams/mapping.py",
    "simcore/awslambda/event_source_mapping/streams/given_up.py",
)


@pytest.mark.parametrize("profile", PROFILES)
def test_gc17_concurrency_is_shards_times_parallelization_factor(simulate, profile):
    """GC-17. AWS Lambda Developer Guide, with-kinesis (2022, 12 July 2026): 100 data shards and a
    ParallelizationFactor of 2 give at most 200 concurrent invocations."""
    result = simulate(
        {
            "producers": burst(50_000),
            "clicks": stream(100),
            "poll": mapping(batch_size=1, parallelization_factor=2),
            "worker": worker("30 s"),
        },
        "60 s",
        profile,
        PLENTY | {"lambda.scaling_burst": 1000},
    )
    assert max(result["series"]["worker"]["ConcurrentExecutions"]) == 200
    assert result["series"]["poll"]["Lanes"][-1] == 200


@pytest.mark.parametrize("profile", PROFILES)
def test_gc17_five_shards_and_two_seconds(simulate, total_from, profile):
    """GC-17. The same page (also in November 2018): 5 shards, one batch at a time each, a function
    of 2 s: 5 / 2 = 2.5 invocations a second."""
    result = simulate(
        {
            "producers": burst(5_000),
            "clicks": stream(5),
            "poll": mapping(batch_size=1),
            "worker": worker("2 s"),
        },
        "240 s",
        profile,
        PLENTY,
    )
    assert total_from(result, "worker", "Invocations", 20, 220) == 500


@pytest.mark.parametrize("profile", PROFILES)
def test_gc23_a_document_about_the_bad_batch_and_the_shard_goes_on(simulate, profile):
    """GC-23. Lambda guide, kinesis-on-failure-destination: MaximumRetryAttempts 2, record age
    3,600 s, an SQS destination. The bad batch is attempted 3 times, one document is sent, the shard
    goes on: of 100 records in 10 batches, 9 batches are processed, in 3 + 9 invocations."""
    result = simulate(
        {
            "producers": burst(100, keys=1, poison={"messages": [37]}),
            "clicks": stream(),
            "poll": mapping(
                batch_size=10,
                maximum_retry_attempts=2,
                maximum_record_age=3600,
                on_failure={"target": "given-up"},
            ),
            "given-up": {"type": "queue"},
            "worker": worker("1 s"),
        },
        "120 s",
        profile,
    )
    counters = result["counters"]
    assert counters["worker"]["invocations"] == 3 + 9
    assert counters["worker"]["errors"] == 3
    assert counters["given-up"]["sent"] == 1
    assert counters["poll"]["discarded.RetryAttemptsExhausted"] == 10
    assert counters["poll"]["delivered_events"] == 10
    assert counters["poll"]["dropped_events"] == 0
    assert counters["poll"]["processed"] == 90


@pytest.mark.parametrize("profile", PROFILES)
def test_gc23_or_until_it_is_an_hour_old(simulate, profile):
    """GC-23, the other end: without a limit of retries the batch is given up when its records are
    3,600 s old, at the next attempt: waits are at most 60 s and half as much again."""
    result = simulate(
        {
            "producers": burst(10, keys=1, poison={"messages": [3]}),
            "clicks": stream(),
            "poll": mapping(
                batch_size=10, maximum_record_age=3600, on_failure={"target": "given-up"}
            ),
            "given-up": {"type": "queue"},
            "worker": worker("1 s"),
        },
        "2 h",
        profile,
    )
    assert result["counters"]["given-up"]["sent"] == 1
    assert result["counters"]["poll"]["discarded.RecordAgeExceeded"] == 10
    (flag,) = [f for f in result["flags"] if f["kind"] == "first_dead_letter"]
    assert 3600 <= flag["t_s"] <= 3600 + 90 + 1
    assert result["counters"]["worker"]["invocations"] > 40


@pytest.mark.parametrize("profile", PROFILES)
def test_by_default_a_bad_record_blocks_its_shard_for_as_long_as_the_stream_keeps_it(
    simulate, at, profile
):
    """Lambda guide, with-kinesis and with-ddb: with the default settings a bad record can block its
    shard until it expires: for a day in the stream of a table. Another record a minute for that
    item: after 20 h all 1,200 wait, the oldest is 20 h old; after 26 h nobody waits long."""
    result = simulate(
        {
            "writers": {
                "type": "client",
                "target": "orders",
                "arrivals": {"constant": {"rate": "1/min"}},
                "keys": {"uniform": {"count": 1}},
                "poison": {"messages": [1]},
            },
            "orders": {"type": "table"},
            "poll": mapping("orders", batch_size=1),
            "worker": worker("100 ms"),
        },
        "26 h",
        profile,
    )
    hour, ages = 3600, result["series"]["poll"]["AgeOfOldestRecord"]
    bins = result["time_s"]
    before = ages[max(i for i, t in enumerate(bins) if t <= 20 * hour)]
    assert before == pytest.approx(20 * hour, abs=3 * 60 + result["bin_s"])
    assert ages[-1] < 5 * 60
    assert result["counters"]["poll"]["discarded.expired"] == 1
    assert result["counters"]["poll"]["processed"] > 1500


@pytest.mark.parametrize("profile", PROFILES)
def test_x_retries_are_x_plus_one_attempts(simulate, profile):
    """Lambda guide: the first attempt is none of the retries."""
    for retries in (0, 1, 4):
        result = simulate(
            {
                "producers": burst(1, poison={"rate": 1}),
                "clicks": stream(),
                "poll": mapping(maximum_retry_attempts=retries),
                "worker": worker("10 ms"),
            },
            "60 s",
            profile,
        )
        assert result["counters"]["worker"]["invocations"] == retries + 1
        assert result["counters"]["poll"]["dropped_events"] == 1


@pytest.mark.parametrize("profile", PROFILES)
def test_bisection_costs_a_split_for_each_halving(simulate, profile):
    """BisectBatchOnFunctionError with one bad record in 128: 128, 64, ... 2 fail and are split
    (7 splits, which use up no retry), then the record alone is tried 1 + 1 times; beside it the
    other half of each split succeeds: 7 more. 127 records are processed, one is given up."""
    result = simulate(
        {
            "producers": burst(128, keys=1, poison={"messages": [77]}),
            "clicks": stream(),
            "poll": mapping(
                batch_size=128, bisect_batch_on_function_error=True, maximum_retry_attempts=1
            ),
            "worker": worker("10 ms"),
        },
        "10 min",
        profile,
    )
    assert result["counters"]["worker"]["errors"] == 7 + 2
    assert result["counters"]["worker"]["invocations"] == 7 + 2 + 7
    assert result["counters"]["poll"]["processed"] == 127
    assert result["counters"]["poll"]["dropped_events"] == 1


@pytest.mark.parametrize("profile", PROFILES)
def test_gc15_the_window_of_a_stream(simulate, at, profile):
    """GC-15 with a stream: 5 records read at 7 s and a window of 40 s are invoked at 47 s. Records
    are pushed (enhanced fan-out), so that they are read when they come."""
    result = simulate(
        {
            "producers": burst(5, keys=1, at=7),
            "clicks": stream(),
            "poll": mapping(batch_size=10, maximum_batching_window=40, enhanced_fan_out=True),
            "worker": worker("10 ms"),
        },
        "60 s",
        profile,
    )
    assert at(result, "poll", "InvokedEventCount", 47) == 5
    assert sum(result["series"]["poll"]["InvokedEventCount"]) == 5


@pytest.mark.parametrize("kind", ["queue", "stream"])
@pytest.mark.parametrize("profile", PROFILES)
def test_the_next_window_opens_when_the_invocation_ends(simulate, profile, kind):
    """Facts 5.9 (Lambda guide, invocation-eventsourcemapping, which is about queues and streams
    alike): one record at 5 s and one at 60 s, a window of 40 s, a function of 1 s. Invoked at
    5 + 40 = 45 s; the next window opens when that ends, at 46 s, and is over at 46 + 40 = 86 s."""
    fields = {"batch_size": 10, "maximum_batching_window": 40}
    source, poll = {
        "queue": (
            {"type": "queue", "visibility_timeout": 90},
            {**mapping(**fields), "type": "event_source_mapping"},
        ),
        "stream": (stream(), mapping(**fields, enhanced_fan_out=True)),
    }[kind]
    client = {
        "type": "client",
        "target": "clicks",
        "arrivals": {"constant": {"rate": "1/min"}},
        "limit": 1,
        "message_size": 100,
    }
    result = simulate(
        {
            "first": {**client, "start": 5},
            "second": {**client, "start": 60},
            "clicks": source,
            "poll": poll,
            "worker": worker("1 s", timeout="15 s"),
        },
        "150 s",
        profile,
    )
    invoked = result["series"]["worker"]["Invocations"]
    assert [t for t, n in zip(result["time_s"], invoked, strict=True) if n] == [45, 86]


@pytest.mark.parametrize(("kind", "holds_records"), [("queue", 0), ("topic", 0), ("bucket", 1)])
def test_what_is_sent_about_a_batch_that_is_given_up(simulate, kind, holds_records):
    """Facts 7.13: queues and topics get metadata only, a bucket the records, too. In the story of
    the record: attempts and condition as it is dropped, then what its destination was sent."""
    result = simulate(
        {
            "producers": burst(1, poison={"messages": [1]}),
            "clicks": stream(),
            "poll": mapping(maximum_retry_attempts=2, on_failure={"target": "given-up"}),
            "given-up": {"type": kind},
            "worker": worker("1 s"),
        },
        "60 s",
        "aws-2026",
    )
    steps = [step for story in result["stories"] for step in story["steps"]]
    dropped, delivered = ([s for s in steps if s["step"] == n] for n in ("dropped", "delivered"))
    assert [(s["a"], s["b"]) for s in dropped] == [(3, 0)]
    assert [s["b"] for s in delivered] == [holds_records]
