"""Units and sizes of streams and tables: what a write costs, what a call gives, 6 MB a batch."""

import pytest

from simcore.quotas import PROFILES
from tests.evidence.stream_parts import PLENTY, burst, mapping, stream, worker

PROVES = (
    "simcore/services/kinesis/stream.py",
    "simcore/services/dynamodb/table.py",
    "simcore/awslambda/event_source_mapping/streams/gathering.py",
)

MB = 1024 * 1024


def steady(rate, target="source", **more):
    return {
        "type": "client",
        "target": target,
        "arrivals": {"constant": {"rate": rate}},
        "keys": {"uniform": {"count": 100_000}},
        **more,
    }


def invocations(result):
    """(second, records) of every invocation."""
    invoked = result["series"]["worker"]["Invocations"]
    records = result["series"]["poll"]["InvokedEventCount"]
    rows = zip(result["time_s"], invoked, records, strict=True)
    return [(t, n) for t, count, n in rows if count]


@pytest.mark.parametrize("profile", PROFILES)
def test_g21_a_write_of_two_kilobytes_takes_two_units(simulate, profile):
    """G21, the write half: a unit for each KB begun, so 2 KB take 2: 200 writes, 400 units. One
    byte more, and each takes 3."""
    for size, units in ((2048, 400), (2049, 600)):
        writers = burst(200, target="orders", message_size=size)
        parts = {"writers": writers, "orders": {"type": "table"}}
        counters = simulate(parts, "10 s", profile)["counters"]["orders"]
        assert counters["records"] == 200
        assert counters["write_units"] == units


@pytest.mark.parametrize(("kilobytes", "writes_per_s"), [(1, 1000), (4, 250)])
def test_a_partition_takes_a_thousand_write_units_a_second(simulate, kilobytes, writes_per_s):
    """Services, section 6: 1,000 write units a second for a partition. Of 1,500 writes a second of
    1 KB 1,000 are taken, of 4 KB 1,000 / 4 = 250, and a second's worth at once at the beginning."""
    seconds = 20
    writers = steady(1500, message_size=kilobytes * 1024)
    parts = {"writers": writers, "source": {"type": "table", "partitions": 1}}
    counters = simulate(parts, seconds, "aws-2026")["counters"]["source"]
    taken = (seconds + 1) * writes_per_s
    assert counters["records"] == pytest.approx(taken, abs=2)
    assert counters["writes_throttled"] == pytest.approx(1500 * seconds - taken, abs=3)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(("size", "batch_size", "count"), [(1024, 10, 10), (MB, 100, 6)])
def test_gc15_a_full_batch_of_a_stream_does_not_wait(simulate, profile, size, batch_size, count):
    """GC-15 (b), (c) and facts 7.3 with a stream: one record a second from 7 s on, a window of
    40 s. Ten records are a full batch at 7 + 9 = 16 s; six of 1 MB are 6 MB at 7 + 5 = 12 s."""
    source = steady("1/s", message_size=size, start=7, limit=count, keys={"uniform": {"count": 1}})
    fields = {"batch_size": batch_size, "maximum_batching_window": 40, "enhanced_fan_out": True}
    result = simulate(
        {
            "producers": source,
            "source": stream(),
            "poll": mapping("source", **fields),
            "worker": worker("100 ms"),
        },
        "100 s",
        profile,
    )
    assert invocations(result) == [(7 + count - 1, count)]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_stream_on_demand_takes_four_megabytes_a_second(simulate, profile):
    """Facts 7.22: 4 MB a second by default, as 4 shards of 1 MB: 64 records of 64 KB a second. Of
    200 a second for 10 s, before anybody looks whether to grow, 64 x 10 are taken, and a second's
    worth at once at the beginning."""
    result = simulate(
        {
            "producers": steady("200/s", message_size=MB // 16),
            "source": {"type": "stream", "mode": "ON_DEMAND"},
        },
        "10 s",
        profile,
        {"kinesis.on_demand_look_s": 3600},
    )
    counters = result["counters"]["source"]
    assert counters["shards"] == 4
    assert counters["records"] == pytest.approx(64 * (10 + 1), rel=0.02)


def test_after_ten_megabytes_a_shard_gives_nothing_for_five_seconds(simulate):
    """Facts 7.18: 2 MB a second; a call gives at most 10 MB, after which calls fail for 5 s. 30
    records of 1 MB are read in three calls, 5 s apart."""
    result = simulate(
        {
            "producers": burst(30, keys=1, message_size=MB),
            "clicks": stream(),
            "poll": mapping(),
            "worker": worker("1 ms"),
        },
        "20 s",
        "aws-2026",
        PLENTY,
    )
    given = result["series"]["clicks"]["GetRecords.Records"]
    calls = [(t, n) for t, n in zip(result["time_s"], given, strict=True) if n]
    first = calls[0][0]
    assert calls == [(first, 10), (first + 5, 10), (first + 10, 10)]


def test_a_shard_answers_five_calls_a_second(simulate):
    """Facts 7.18: 5 GetRecords calls a second, shared by all readers of the shard. Seven mappings
    poll it once a second each: 5 of 7 calls are answered (and 5 more at the beginning)."""
    readers = {f"poll-{n}": mapping() for n in range(7)}
    result = simulate(
        {
            "producers": steady(20, target="clicks", message_size=100),
            "clicks": stream(),
            "worker": worker("1 ms"),
            **readers,
        },
        "60 s",
        "aws-2026",
    )
    counters = result["counters"]["clicks"]
    assert 5 * 60 * 0.9 < counters["read_calls"] <= 5 * 60 + 5
    assert counters["reads_throttled"] > 0
