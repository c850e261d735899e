"""Data streams and tables: where records go, and what a shard takes and gives."""

import pytest

from simcore.awslambda.event_source_mapping.streams.facts import RecordProcessed
from simcore.engine.environment import Environment
from simcore.facts import StreamObserved
from simcore.roles.read_limits import ReadLimit
from simcore.roles.sharded import HASH_SPACE, hash_of
from simcore.services.dynamodb import Table, TableSettings
from simcore.services.dynamodb.facts import (
    ItemWriteThrottled,
    ItemWritten,
    RecordsReturned,
    ShardRolledOver,
)
from simcore.services.kinesis import Growth
from simcore.services.kinesis.facts import ReadThrottled, RecordPut, RecordsRead, WriteThrottled
from tests.awslambda.stage import make_function, rows
from tests.awslambda.stream_stage import make_mapping, make_stream, put_at

MB = 1024 * 1024


@pytest.fixture
def env():
    return Environment()


def test_a_partition_key_is_hashed_as_kinesis_does():
    """MD5 of the partition key, here "1", as a 128-bit number (RFC 1321's digest of "1" is
    c4ca4238a0b923820dcc509a6f75849b); the second of two shards begins in the middle."""
    assert hash_of(1) == 0xC4CA4238A0B923820DCC509A6F75849B
    stream = make_stream(Environment(), shards=2)
    assert [(s.low, s.high) for s in stream.shards] == [
        (0, HASH_SPACE // 2),
        (HASH_SPACE // 2, HASH_SPACE),
    ]
    stream.put(0.0, 1, False)
    assert rows(stream, RecordPut, "shard") == [1]


def test_every_key_has_the_shard_of_its_range():
    for n in (1, 3, 7, 10):
        stream = make_stream(Environment(), shards=n)
        for key in range(500):
            stream.put(0.0, key, False)
            shard = stream.shards[rows(stream, RecordPut, "shard")[-1]]
            assert shard.low <= hash_of(key) < shard.high


def test_a_shard_takes_1000_records_a_second(env):
    """3,000 in 2 s against a limit of 1,000 a second: a second's worth at once and 2,000 after."""
    stream = make_stream(env, writes=1000, write_bytes=MB)
    accepted = [stream.put(n / 2000.0, 0, False) for n in range(4000)]
    assert sum(accepted) == pytest.approx(3000, abs=1)
    assert len(rows(stream, WriteThrottled)) == 4000 - sum(accepted)


def test_a_shard_takes_1_mb_a_second(env):
    """Records of 64 KB: 16 a second."""
    stream = make_stream(env, record_bytes=64 * 1024, writes=1000, write_bytes=MB)
    assert sum(stream.put(n / 1000.0, 0, False) for n in range(1000)) == pytest.approx(31, abs=1)
    env.run(until=10)
    assert sum(stream.put(10.0, 0, False) for n in range(100)) == 16


def test_the_limits_belong_to_each_shard(env):
    stream = make_stream(env, shards=4, writes=10)
    accepted = sum(stream.put(0.0, key, False) for key in range(10_000))
    assert accepted == 40


def test_after_10_mb_the_next_calls_fail_for_5_s():
    """KDS23: a GetRecords call that returns 10 MB makes calls within the next 5 s fail."""
    limit = ReadLimit(2 * MB, 5)
    assert limit.open_at(100.0) == 100.0
    limit.take(100.0, 10 * MB)
    assert limit.open_at(104.9) == 105.0
    assert limit.open_at(105.0) == 105.0


def test_five_calls_a_second():
    limit = ReadLimit(2 * MB, 5)
    for _ in range(5):
        assert limit.open_at(7.0) == 7.0
        limit.take(7.0, 1000)
    assert limit.open_at(7.0) == pytest.approx(7.2)


def test_two_mb_a_second_through_many_calls():
    """Reading 0.5 MB at a time as soon as it is allowed: 2 MB a second in the long run."""
    limit, now, taken = ReadLimit(2 * MB, 5), 0.0, 0
    while (now := limit.open_at(now)) < 100.0:
        limit.take(now, MB // 2)
        taken += MB // 2
    assert taken / MB / 100 == pytest.approx(2, rel=0.03)


def test_readers_share_what_a_shard_gives_unless_they_have_their_own(env):
    """Seven mappings poll one shard once a second: it answers five calls a second."""

    def refused(**more):
        env = Environment()
        stream = make_stream(env, read_calls=5, read_bytes=2 * MB)
        for n in range(7):
            make_mapping(stream, make_function(env, id=f"f{n}", duration=0.01), **more)
        put_at(stream, *[t / 20 for t in range(20 * 60)])
        env.run(until=60)
        return len(rows(stream, ReadThrottled)), len(rows(stream, RecordsRead))

    throttled, answered = refused(interval=1.0)
    assert throttled > 60
    assert answered <= 5 * 61
    assert refused()[0] == 0


def test_a_change_of_shards_keeps_what_was_written(env):
    stream = make_stream(env, shards=2, resharding=((10.0, 3), (20.0, 1)))
    mapping = make_mapping(stream, make_function(env, duration=0.5))
    for key in range(50):
        put_at(stream, *[t / 2 for t in range(60)], key=key)
    env.run(until=200)
    stream.observe(200)
    assert rows(stream, StreamObserved, "shards") == [1]
    assert [s.closed for s in stream.shards] == [True] * 5 + [False]
    assert [len(s.parents) for s in stream.shards] == [0, 0, 1, 2, 1, 3]
    assert sum(rows(mapping.source, RecordsRead, "n")) == 3000


def test_an_on_demand_stream_doubles_until_it_is_wide_enough(env):
    """4 shards of 10 records a second; 60 a second come. Half of 40 is passed in the first minute,
    half of 80 in the second, half of 160 never: 16 shards."""
    stream = make_stream(env, shards=4, writes=10, growth=Growth(60.0, 0.5, 200))
    for n in range(300 * 60):
        env.call_at(n / 60.0, lambda key: stream.put(env.now, key, False), n)
    seen = []
    for minute in range(1, 6):
        env.run(until=60.0 * minute + 0.001)
        stream.observe(env.now)
        seen.append(rows(stream, StreamObserved, "shards")[-1])
    assert seen == [8, 16, 16, 16, 16]


def test_a_partition_of_a_table_takes_1000_write_units_a_second(env):
    """Items of 2.5 KB take three units: 333 a second for each of two partitions."""
    table = Table(env, "orders", TableSettings(2, 86_400.0, 2560, 3, 1000.0))
    accepted = sum(table.put(0.0, key, False) for key in range(5000))
    assert accepted == 2 * 333
    assert len(rows(table, ItemWriteThrottled)) == 5000 - accepted
    assert set(rows(table, ItemWritten, "units")) == {3}


def test_a_shard_of_a_table_is_closed_and_another_one_goes_on(env):
    """A shard lives for 100 s and has 40 of them behind it: at 60 s it is closed, and again every
    100 s. Its keys, its sequence numbers and the partition's write quota go on."""
    table = Table(env, "orders", TableSettings(1, 86_400.0, 1000, 1, 1.0, None, 100.0), [0.4])
    mapping = make_mapping(table, make_function(env, duration=0.1), interval=0.25, batch_size=1)
    put_at(table, *[float(t) for t in range(0, 300, 10)], key=7)
    env.run(until=400)
    assert rows(table, ShardRolledOver) == [(60, 0, 1), (160, 1, 2), (260, 2, 3), (360, 3, 4)]
    assert rows(mapping, RecordProcessed, "written") == list(range(0, 300, 10))
    assert [shard.end for shard in table.shards] == [30]
    assert rows(table, ItemWriteThrottled) == []
    assert [shard.parents for shard in table.shards[0].parents] == [()]


def test_a_mapping_finds_a_new_shard_late(env):
    """Facts 14.8g, measured: with the rest of the closed shard it reads on after 30 to 60 s, in
    order: 1 record a second, shards of 1,000 s."""
    table = Table(env, "orders", TableSettings(1, 86_400.0, 1000, 1, 1000.0, None, 1000.0), [0.0])
    found = {"interval": 0.25, "found_after_s": (30.0, 60.0)}
    mapping = make_mapping(table, make_function(env, duration=0.1), batch_size=10, **found)
    times = [t + 0.5 for t in range(3500)]
    put_at(table, *times, key=7)
    env.run(until=4000)
    processed = rows(mapping, RecordProcessed)
    assert [written for _, written in processed] == times
    late = [t - written for t, written in processed if t - written > 5]
    for rollover in (1000.0, 2000.0, 3000.0):
        gap = [t - written for t, written in processed if rollover <= written < rollover + 1]
        assert 29 < gap[0] < 61
    assert len(late) < 3 * 60, "all the others are in time"


def test_the_stream_of_a_table_is_read(env):
    table = Table(env, "orders", TableSettings(4, 86_400.0, 1000, 1, 1000.0))
    mapping = make_mapping(table, make_function(env, duration=0.1), interval=0.25)
    for key in range(100):
        put_at(table, 5.0, key=key)
    env.run(until=10)
    assert sum(rows(table, RecordsReturned, "n")) == 100
    assert len(rows(mapping, RecordProcessed)) == 100
    assert max(t - 5.0 for t in rows(mapping, RecordProcessed, "t")) <= 0.25 + 0.1
