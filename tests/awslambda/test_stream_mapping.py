"""The mapping of a stream: batches of a shard, in order, and what becomes of those that fail."""

import pytest

from simcore.awslambda.destinations import Destination
from simcore.awslambda.event_source_mapping.streams.facts import (
    RecordProcessed,
    RecordsDiscarded,
    RecordsExpired,
    StreamBatchInvoked,
    StreamBatchSucceeded,
    StreamMappingObserved,
)
from simcore.roles.taker import Denied
from simcore.services.sqs.facts import MessagesSent
from tests.awslambda.stage import make_account, make_function, make_queue, rows
from tests.awslambda.stream_stage import keys_of, make_mapping, make_stream, put_at

EXHAUSTED, TOO_OLD, EXPIRED = 0, 1, 2
NOWHERE, DELIVERED, NOT_DELIVERED, NOT_SENT = range(4)


def poisonable(env, **more):
    return make_function(env, may_be_poisoned=True, **more)


def batches(mapping):
    return rows(mapping, StreamBatchInvoked, "t", "n")


def test_a_shard_has_one_batch_at_a_time(env):
    stream = make_stream(env)
    mapping = make_mapping(stream, make_function(env, duration=2.0), batch_size=2)
    put_at(stream, 0.0, 0.5, 0.5, 0.5, 0.5)
    env.run(until=10)
    assert batches(mapping) == [(0.0, 1), (2.0, 2), (4.0, 2)]
    assert rows(mapping, RecordProcessed) == [(2, 0), (4, 0.5), (4, 0.5), (6, 0.5), (6, 0.5)]


def test_a_poller_reads_once_in_its_interval_and_at_once_when_it_was_busy(env):
    """The first poll of a shard comes within the interval; the next ones are a second apart. While
    the function runs for 3 s nothing is read: then at once."""
    stream = make_stream(env)
    mapping = make_mapping(stream, make_function(env, duration=(0.1, 3.0, 0.1)), interval=1.0)
    put_at(stream, 0.0, 1.5, 2.5, 5.9)
    env.run(until=20)
    first, second, third, fourth = [t for t, _ in batches(mapping)]
    assert 0.0 <= first < 1.0
    assert 1.5 <= second < 2.5
    assert second - first == pytest.approx(round(second - first))
    assert third == pytest.approx(second + 3)
    assert fourth == pytest.approx(third + round(fourth - third))


@pytest.mark.parametrize(
    ("second", "invoked"), [(60.0, 86), (90.0, 130), (45.5, 86), (85.5, 86), (86.5, 126.5)]
)
def test_the_next_window_opens_when_the_invocation_ends(env, second, invoked):
    """Facts 5.9 (the page is about every source): the record of 5 s opens a window of 40 s; invoked
    at 45 s for 1 s, so that the next window ends at 46 + 40 = 86 s, whenever in it a record comes.
    After a window without records the next record opens one: 90 + 40 = 130 s."""
    stream = make_stream(env)
    mapping = make_mapping(stream, make_function(env), batch_size=10, window_s=40.0)
    put_at(stream, 5.0, second)
    env.run(until=200)
    assert batches(mapping) == [(45, 1), (invoked, 1)]


def test_a_window_gathers_until_it_is_over_or_the_batch_is_full(env):
    stream = make_stream(env)
    mapping = make_mapping(stream, make_function(env), batch_size=10, window_s=40.0)
    put_at(stream, *[7.0] * 5)
    put_at(stream, *[60.0] * 9, 65.0)
    env.run(until=200)
    assert batches(mapping) == [(47, 5), (65, 10)]


def test_retries_are_counted_and_the_shard_goes_on(env):
    stream, dead = make_stream(env), make_queue(env, id="dead")
    mapping = make_mapping(
        stream,
        poisonable(env),
        batch_size=3,
        wait=10.0,
        maximum_retry_attempts=2,
        on_failure=Destination(dead, 1),
    )
    put_at(stream, 0.0, poison=True)
    put_at(stream, *[0.5] * 3)
    env.run(until=100)
    assert batches(mapping) == [(0, 1), (11, 1), (22, 1), (23, 3)]
    assert rows(mapping, RecordsDiscarded) == [(23, 1, EXHAUSTED, DELIVERED, 0, 3, 0)]
    assert rows(dead, MessagesSent) == [(23, 1)]


def test_a_destination_that_does_not_take_it(env):
    stream, dead = make_stream(env), make_queue(env, id="dead")
    mapping = make_mapping(
        stream,
        poisonable(env),
        maximum_retry_attempts=0,
        on_failure=Destination(Denied(), 1),
    )
    put_at(stream, 0.0, poison=True)
    env.run(until=100)
    assert rows(mapping, RecordsDiscarded) == [(1, 1, EXHAUSTED, NOT_DELIVERED, 0, 1, 0)]
    assert rows(dead, MessagesSent) == []


def test_without_a_limit_a_poisoned_record_blocks_its_shard_until_it_expires(env):
    """Retention 60 s, attempts every 10 s (and 1 s of work): the last that finds it begins at 55 s,
    and at 66 s it has expired. What came at 20 s waits so long."""
    stream = make_stream(env, retention=60.0)
    mapping = make_mapping(stream, poisonable(env), wait=10.0)
    put_at(stream, 0.0, poison=True)
    put_at(stream, 20.0)
    env.run(until=70)
    assert [t for t, _ in batches(mapping)] == [0, 11, 22, 33, 44, 55, 66]
    assert rows(mapping, RecordsDiscarded) == [(66, 1, EXPIRED, NOT_SENT, 0, 6, 0)]
    assert rows(mapping, RecordProcessed) == [(67, 20)]


def test_records_too_old_are_given_up(env):
    stream = make_stream(env)
    mapping = make_mapping(stream, poisonable(env), wait=10.0, maximum_record_age_s=15.0)
    put_at(stream, 0.0, poison=True)
    put_at(stream, 8.0)
    env.run(until=70)
    assert batches(mapping) == [(0, 1), (11, 1), (22, 1)]
    assert rows(mapping, RecordsDiscarded) == [(22, 1, TOO_OLD, NOWHERE, 0, 2, 0)]
    assert rows(mapping, RecordProcessed) == [(23, 8)]


def test_throttles_use_up_no_retry(env):
    account = make_account()
    stream = make_stream(env)
    function = poisonable(env, account=account, reserved=1, duration=(30.0, 1.0, 1.0))
    mapping = make_mapping(stream, function, wait=10.0, maximum_retry_attempts=1)
    env.call_at(0.0, lambda _: function.invoke(0.0, (), lambda _: None))
    put_at(stream, 1.0, poison=True)
    env.run(until=100)
    assert rows(mapping, StreamBatchInvoked, "t", "attempt") == [(31, 1), (42, 2)]
    assert rows(mapping, RecordsDiscarded) == [(43, 1, EXHAUSTED, NOWHERE, 0, 2, 0)]


def test_bisection_isolates_the_poisoned_record(env):
    """Of eight records the sixth is poisoned: 8 fail; 4 succeed; 4, their first 2 and then the
    sixth alone fail. Splits use up no retry, so that alone it is tried three times."""
    stream = make_stream(env)
    mapping = make_mapping(
        stream, poisonable(env), batch_size=8, bisects=True, maximum_retry_attempts=2
    )
    for place in range(8):
        put_at(stream, 0.0, poison=place == 5)
    env.run(until=100)
    assert [n for _, n in batches(mapping)] == [8, 4, 4, 2, 1, 1, 1, 1, 2]
    assert len(rows(mapping, RecordProcessed)) == 7
    assert rows(mapping, RecordsDiscarded, "n") == [1]


def reporting(env, **more):
    """Seven records in one batch of which the third and the fifth are poisoned."""
    stream = make_stream(env)
    function = poisonable(env, reports_item_failures=True)
    mapping = make_mapping(stream, function, batch_size=7, **more)
    for place in range(7):
        put_at(stream, 0.0, poison=place in (2, 4))
    env.run(until=100)
    return mapping


def test_a_partial_batch_goes_on_from_the_lowest_number(env):
    """The checkpoint is the lowest number reported: the third and all after it come again. The
    retries of a batch go with what is left of it: three attempts in all."""
    mapping = reporting(env, maximum_retry_attempts=2)
    assert [n for _, n in batches(mapping)] == [7, 5, 5]
    assert rows(mapping, StreamBatchSucceeded, "n", "n_failed") == [(2, 2), (0, 2), (0, 2)]
    assert rows(mapping, RecordsDiscarded, "n", "condition") == [(5, EXHAUSTED)]


def test_a_partial_batch_is_split_at_the_lowest_number(env):
    """With bisection the batch is split at the number reported and only the rest is tried again:
    7; the last 5; no progress, so halves: 2, of them 1 (the third, thrice) and 1; 3, split again
    behind nothing: 1 (the fifth, thrice) and 2."""
    mapping = reporting(env, maximum_retry_attempts=2, bisects=True)
    assert [n for _, n in batches(mapping)] == [7, 5, 2, 1, 1, 1, 1, 3, 1, 1, 1, 2]
    assert rows(mapping, RecordsDiscarded, "n") == [1, 1]
    assert len(rows(mapping, RecordProcessed)) == 5


def two_lanes(env, blocks_shard):
    stream = make_stream(env)
    mapping = make_mapping(
        stream,
        poisonable(env),
        wait=20.0,
        parallelization=2,
        maximum_retry_attempts=1,
        blocks_shard=blocks_shard,
    )
    one = next(key for key in range(99) if mapping.lane_of[key] == 0)
    other = next(key for key in range(99) if mapping.lane_of[key] == 1)
    put_at(stream, 0.0, key=one, poison=True)
    put_at(stream, 1.5, key=one)
    put_at(stream, 2.0, key=other)
    env.run(until=100)
    return rows(mapping, RecordProcessed)


def test_a_failing_lane_blocks_its_keys(env):
    """Failed at 1 s, tried again at 21 s, given up at 22 s: only then comes the key's next one."""
    assert two_lanes(env, blocks_shard=False) == [(3, 2), (23, 1.5)]


def test_a_failing_lane_may_block_the_whole_shard(env):
    assert sorted(two_lanes(env, blocks_shard=True)) == [(23, 1.5), (23, 2)]


def test_as_many_batches_at_once_as_lanes(env):
    stream = make_stream(env)
    mapping = make_mapping(
        stream, make_function(env, duration=10.0), batch_size=1, parallelization=10
    )
    for key in range(200):
        put_at(stream, 0.0, key=key)
    env.run(until=5)
    mapping.observe(5)
    assert rows(mapping, StreamMappingObserved, "lanes", "invoking", "waiting") == [(10, 10, 190)]


@pytest.mark.parametrize(
    ("position", "processed"),
    [
        ({}, [1, 2, 30, 60]),
        ({"starting_position": "LATEST"}, [60]),
        ({"starting_position": "AT_TIMESTAMP", "starting_timestamp_s": 2.0}, [2, 30, 60]),
    ],
)
def test_starting_positions(env, position, processed):
    stream = make_stream(env)
    mapping = make_mapping(stream, make_function(env), starts_at_s=50.0, **position)
    put_at(stream, 1.0, 2.0, 30.0, 60.0)
    env.run(until=100)
    assert rows(mapping, RecordProcessed, "written") == processed


def test_what_expires_unread_is_lost(env):
    """The function is busy for 100 s with the first record. The second one was read ahead and is
    given up when its turn comes, at 100 s; the third one expires unread after 60 s."""
    stream = make_stream(env, retention=60.0)
    mapping = make_mapping(stream, make_function(env, duration=(100.0, 1.0)), batch_size=1)
    put_at(stream, 0.0, 5.0, 10.0, 50.0)
    env.run(until=75)
    mapping.observe(75)
    env.run(until=200)
    assert rows(mapping, RecordsExpired) == [(75, 1)]
    assert [(row[0], row[1]) for row in rows(mapping, RecordsDiscarded)] == [(100, 1)]
    assert rows(mapping, RecordProcessed) == [(100, 0), (101, 50)]


def test_children_are_read_after_their_parents(env):
    """Six records of one key at 0 s and one at 5 s, one at a time and a second each; at 2 s the one
    shard becomes two. The child begins when the parent is processed, at 6 s."""
    stream = make_stream(env, resharding=((2.0, 2),))
    mapping = make_mapping(stream, make_function(env), batch_size=1)
    put_at(stream, *[0.0] * 6, 5.0, key=3)
    env.run(until=20)
    assert [len(s.parents) for s in stream.shards] == [0, 1, 1]
    assert rows(mapping, RecordProcessed) == [*[(t, 0.0) for t in range(1, 7)], (7, 5.0)]


def test_each_shard_has_its_poller(env):
    stream = make_stream(env, shards=3)
    mapping = make_mapping(stream, make_function(env, duration=5.0), batch_size=1)
    for shard in range(3):
        for key in keys_of(stream, shard, 2):
            put_at(stream, 0.0, key=key)
    env.run(until=20)
    assert [t for t, _ in batches(mapping)] == [0, 0, 0, 5, 5, 5]
