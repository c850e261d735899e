"""The mappings of streams, and the streams, that are updated during a run."""

import pickle
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.engine.environment import Environment
from simcore.errors import RetuneError
from simcore.facts import (
    BatchThrottled,
    RecordProcessed,
    RecordsDiscarded,
    RecordsExpired,
    RecordsPolled,
    RecordsRead,
    StreamBatchInvoked,
    StreamMappingObserved,
    StreamObserved,
)
from simcore.roles.filtering import share_that_matches
from simcore.services.dynamodb import Table, TableSettings
from simcore.services.kinesis import Growth
from tests.awslambda.stage import make_account, make_function, rows
from tests.awslambda.stream_stage import keys_of, make_mapping, make_stream, put_at

EXHAUSTED, TOO_OLD, EXPIRED = 0, 1, 2
SOON = 0.001


@pytest.fixture
def env():
    return Environment()


def retune(part, t, **changes):
    """Let time pass until t, then change the attributes."""
    if t > part.env.now:
        part.env.run(until=t)
    part.retune(replace(part.settings, **changes))


def mapped(env, *, duration=10.0, function=None, stream=None, **more):
    stream = stream or make_stream(env)
    made = make_function(env, duration=duration, may_be_poisoned=True, **(function or {}))
    return stream, make_mapping(stream, made, **more)


def batches(mapping):
    return rows(mapping, StreamBatchInvoked, "t", "n")


# Batch size and window.


def test_later_batches_have_the_new_size(env):
    stream, mapping = mapped(env, batch_size=1)
    put_at(stream, 0.0, *[1.0] * 6)
    retune(mapping, 5.0, batch_size=4)
    env.run(until=50)
    assert batches(mapping) == [(0, 1), (10, 4), (20, 2)]


def test_what_waits_in_a_window_may_be_enough_for_the_new_size(env):
    stream, mapping = mapped(env, duration=1.0, batch_size=10, window_s=20.0)
    put_at(stream, 1.0, 2.0)
    retune(mapping, 5.0, batch_size=2)
    env.run(until=10)
    assert batches(mapping) == [(5, 2)]


def test_an_open_window_ends_when_it_would_have_and_the_next_one_is_longer(env):
    stream, mapping = mapped(env, duration=1.0, batch_size=10, window_s=4.0)
    put_at(stream, 1.0, 7.0)
    retune(mapping, 2.0, window_s=10.0)
    env.run(until=30)
    assert batches(mapping) == [(5, 1), (16, 1)]


def test_without_a_window_nothing_waits(env):
    stream, mapping = mapped(env, duration=1.0, batch_size=10, window_s=20.0)
    put_at(stream, 1.0, 8.0)
    retune(mapping, 3.0, window_s=0.0)
    env.run(until=30)
    assert batches(mapping) == [(3, 1), (8, 1)]


# What fails.


def failing(env, *times, **more):
    """Every attempt takes 1 s and fails; the next one comes a second later."""
    stream, mapping = mapped(env, duration=1.0, function={"error_rate": 1.0}, **more)
    put_at(stream, *times)
    return stream, mapping


def test_a_limit_of_retries_holds_at_the_next_failure(env):
    _, mapping = failing(env, 0.0)
    retune(mapping, 4.5, maximum_retry_attempts=1)
    env.run(until=20)
    assert batches(mapping) == [(0, 1), (2, 1), (4, 1)]
    assert rows(mapping, RecordsDiscarded, "t", "condition", "attempts") == [(5, EXHAUSTED, 3)]


def test_a_limit_that_is_lifted_gives_nothing_up(env):
    _, mapping = failing(env, 0.0, maximum_retry_attempts=3)
    retune(mapping, 6.5, maximum_retry_attempts=None)
    env.run(until=20)
    assert rows(mapping, RecordsDiscarded) == []
    assert len(batches(mapping)) == 10


def test_a_limit_of_age_holds_at_the_next_attempt(env):
    _, mapping = failing(env, 0.0)
    retune(mapping, 4.5, maximum_record_age_s=3.0)
    env.run(until=20)
    assert len(batches(mapping)) == 3
    assert rows(mapping, RecordsDiscarded, "t", "condition") == [(6, TOO_OLD)]


def test_bisection_begins_with_the_next_failure(env):
    _, mapping = failing(env, *[0.0] * 4, batch_size=4, interval=1.0, full_gap=1.0)
    env.run(until=1.5)
    (first, n), *_ = batches(mapping)
    assert n == 4
    retune(mapping, first + 2.5, bisects=True)
    env.run(until=first + 6.0)
    assert batches(mapping)[1:3] == [(first + 2, 4), (first + 4, 2)]


# How many batches of a shard at once.


def two_keys(mapping):
    """Keys that are in different lanes of two."""
    lanes = type(mapping.lane_of)(2)
    return [next(key for key in range(99) if lanes[key] == n) for n in (0, 1)]


def test_more_batches_at_once_when_none_is_in_process(env):
    stream, mapping = mapped(env, batch_size=1)
    a, b = two_keys(mapping)
    put_at(stream, 0.0, 1.0, key=a)
    put_at(stream, 2.0, key=b)
    put_at(stream, 3.0, key=a)
    retune(mapping, 5.0, parallelization=2)
    env.run(until=50)
    assert batches(mapping) == [(0, 1), (10, 1), (10, 1), (20, 1)]
    assert rows(mapping, RecordProcessed) == [(10, 0), (20, 1), (20, 2), (30, 3)]


def test_fewer_batches_at_once_in_the_order_of_writing(env):
    """The first poll, within a second, finds all four; two go at once, two wait."""
    stream, mapping = mapped(env, batch_size=1, parallelization=2, interval=1.0)
    a, b = two_keys(mapping)
    for t, key in ((0.001, a), (0.002, b), (0.003, b), (0.004, a)):
        put_at(stream, t, key=key)
    retune(mapping, 5.0, parallelization=1)
    env.run(until=50)
    first, *others = [t for t, _ in batches(mapping)]
    assert others == pytest.approx([first, first + 10, first + 20])
    processed = [written for _, written in rows(mapping, RecordProcessed)]
    assert processed == [0.001, 0.002, 0.003, 0.004]


def test_a_failing_batch_is_done_with_first(env):
    """Poison at 0 s: attempts at 0 and 11 s, given up at 21 s; until then nothing else begins."""
    stream, mapping = mapped(env, batch_size=1, maximum_retry_attempts=1)
    a, b = two_keys(mapping)
    put_at(stream, 0.0, key=a, poison=True)
    put_at(stream, 1.0, key=b)
    retune(mapping, 5.0, parallelization=2)
    env.run(until=15)
    mapping.observe(15.0)
    env.run(until=50)
    assert batches(mapping) == [(0, 1), (11, 1), (21, 1)]
    levels = rows(mapping, StreamMappingObserved, "invoking", "waiting", "oldest_written")
    assert levels == [(1, 1, 0.0)]


def test_a_shard_with_nothing_in_process_changes_at_once(env):
    stream, mapping = mapped(env, batch_size=1)
    a, b = two_keys(mapping)
    retune(mapping, 5.0, parallelization=2)
    put_at(stream, 6.0, key=a)
    put_at(stream, 7.0, key=b)
    env.run(until=8)
    assert batches(mapping) == [(6, 1), (7, 1)]


def test_what_was_passed_over_is_not_lost(env):
    """Two records fill a lane; with the first in process, two wait and six are passed over."""
    stream, mapping = mapped(env, batch_size=1, parallelization=2, ahead=2)
    a, b = two_keys(mapping)
    put_at(stream, *[0.1 * n for n in range(9)], key=a)
    put_at(stream, 2.0, 2.5, key=b)
    retune(mapping, 5.0, parallelization=1)
    mapping.observe(5.0)
    assert rows(mapping, StreamMappingObserved, "waiting") == [9 - 1 + 2 - 1]
    env.run(until=500)
    done = [written for _, written in rows(mapping, RecordProcessed)]
    assert sorted(done) == pytest.approx([0.1 * n for n in range(9)] + [2.0, 2.5])
    assert done[2:] == sorted(done[2:])
    assert sum(n for _, n in rows(mapping, RecordsPolled)) == 11


def test_parallel_batches_in_tumbling_windows_are_refused(env):
    _, mapping = mapped(env, tumbling_s=10.0)
    with pytest.raises(RetuneError, match="parallelization"):
        retune(mapping, 1.0, parallelization=2)


class Order:
    """Stands before the function; per key, the numbers of the records that it succeeded with."""

    def __init__(self, function):
        self.function, self.settings = function, function.settings
        self.done = defaultdict(list)

    def invoke(self, now, batch, on_end, synchronous=True):
        environment = self.function.invoke(now, batch, on_end, synchronous)
        if environment is not None and not environment.outcome:
            for key, number in zip(batch.keys, batch.numbers, strict=True):
                self.done[batch.lane.reader.shard.number, key].append(number)
        return environment


changes = st.lists(
    st.tuples(
        st.floats(0.5, 30.0),
        st.one_of(
            st.fixed_dictionaries({"parallelization": st.integers(1, 4)}),
            st.fixed_dictionaries({"enabled": st.booleans()}),
            st.fixed_dictionaries({"batch_size": st.integers(1, 9)}),
            st.fixed_dictionaries({"window_s": st.sampled_from([0.0, 1.0, 3.0])}),
        ),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(
    changes=changes,
    lanes=st.integers(1, 4),
    ahead=st.sampled_from([2, 5, 1000]),
    bisects=st.booleans(),
    interval=st.sampled_from([None, 1.0]),
    every=st.sampled_from([0.05, 0.4]),
)
def test_every_key_keeps_its_order_and_nothing_is_lost_or_done_twice(
    changes, lanes, ahead, bisects, interval, every
):
    """Whatever changes, and however often: batches fail, are refused, split and passed over."""
    env = Environment()
    stream = make_stream(env, shards=2)
    account = make_account(concurrency=5, burst=5)
    function = make_function(env, account=account, duration=(0.3, 1.1, 0.2), error_rate=0.2)
    mapping = make_mapping(
        stream,
        function,
        batch_size=4,
        parallelization=lanes,
        ahead=ahead,
        bisects=bisects,
        interval=interval,
    )
    mapping.function = order = Order(function)
    mapping.bind()
    sent = [round(n * every, 6) for n in range(200)]
    for n, t in enumerate(sent):
        put_at(stream, t, key=n % 7)
    env.run(until=0.25)
    for t, change in sorted(changes, key=lambda change: change[0]):
        retune(mapping, t, **change)
    retune(mapping, 40.0, enabled=True)
    env.run(until=900.0)
    assert all(numbers == sorted(set(numbers)) for numbers in order.done.values())
    assert sorted(written for _, written in rows(mapping, RecordProcessed)) == sent
    mapping.observe(900.0)
    levels = rows(mapping, StreamMappingObserved, "invoking", "failing", "holding", "waiting")
    assert levels == [(0, 0, 0, 0)]


# Disabled and enabled: "pause invocation and resume later from the same location".


def test_a_disabled_mapping_ends_what_runs_and_goes_on_from_there(env):
    stream, mapping = mapped(env, batch_size=2)
    put_at(stream, 0.0, 1.0, 2.0, 3.0, 20.0)
    retune(mapping, 5.0, enabled=False)
    env.run(until=30)
    mapping.observe(30.0)
    assert rows(mapping, StreamMappingObserved, "invoking", "waiting") == [(0, 4)]
    assert rows(mapping, RecordProcessed) == [(10, 0)]
    retune(mapping, 40.0, enabled=True)
    env.run(until=100)
    assert batches(mapping) == [(0, 1), (40, 2), (50, 2)]


def test_a_disabled_mapping_reads_nothing(env):
    """The stream's records expire unread, after a minute."""
    stream = make_stream(env, retention=60.0)
    _, mapping = mapped(env, stream=stream, duration=0.1, interval=1.0)
    put_at(stream, 5.0, 50.0, 100.0)
    retune(mapping, 20.0, enabled=False)
    read = len(rows(stream, RecordsRead))
    env.run(until=120)
    mapping.observe(120.0)
    assert (len(rows(stream, RecordsRead)), read) == (1, 1)
    assert rows(mapping, RecordsExpired) == [(120.0, 1)]
    retune(mapping, 130.0, enabled=True)
    env.run(until=140)
    assert [written for _, written in rows(mapping, RecordProcessed)] == [5.0, 100.0]


def test_polls_keep_their_rhythm(env):
    stream, mapping = mapped(env, duration=0.01, interval=1.0)
    put_at(stream, 5.0, 20.0)
    retune(mapping, 10.3, enabled=False)
    retune(mapping, 15.7, enabled=True)
    env.run(until=30)
    (first, _), (second, _) = batches(mapping)
    assert second - first == pytest.approx(round(second - first))
    assert 20.0 <= second <= 21.0


def test_what_has_to_be_tried_again_waits(env):
    _, mapping = failing(env, 0.0)
    retune(mapping, 2.5, enabled=False)
    env.run(until=30)
    mapping.observe(30.0)
    assert rows(mapping, StreamMappingObserved, "failing", "waiting") == [(1, 1)]
    retune(mapping, 30.0, enabled=True)
    env.run(until=33)
    assert batches(mapping) == [(0, 1), (2, 1), (30, 1), (32, 1)]


def test_a_wait_that_is_not_over_is_waited_for(env):
    _, mapping = failing(env, 0.0, wait=10.0)
    retune(mapping, 3.0, enabled=False)
    retune(mapping, 6.0, enabled=True)
    env.run(until=13)
    assert batches(mapping) == [(0, 1), (11, 1)]


def test_the_other_half_of_a_split_batch_waits(env):
    """Four fail at 1 s; the first half succeeds at 3 s, when the mapping is disabled."""
    stream = make_stream(env)
    function = make_function(env, duration=1.0, may_be_poisoned=True)
    mapping = make_mapping(stream, function, batch_size=4, bisects=True, interval=1.0)
    put_at(stream, 0.0, 0.0, 0.0)
    put_at(stream, 0.0, poison=True)
    env.run(until=1.0)
    ((first, n),) = batches(mapping)
    assert n == 4
    retune(mapping, first + 2.5, enabled=False)
    env.run(until=20.0)
    assert batches(mapping) == [(first, 4), (first + 2, 2)]
    retune(mapping, 20.0, enabled=True)
    env.run(until=20.5)
    assert batches(mapping)[2:] == [(20, 2)]


def test_a_refused_batch_waits_too(env):
    _, mapping = mapped(env, function={"reserved": 0})
    put_at(mapping.source, 0.0)
    retune(mapping, 3.5, enabled=False)
    env.run(until=30)
    refused = len(rows(mapping, BatchThrottled))
    retune(mapping, 30.0, enabled=True)
    assert refused == 4
    assert len(rows(mapping, BatchThrottled)) == 5


def test_shards_that_open_meanwhile_are_read_after_their_parents(env):
    stream, mapping = mapped(env, duration=1.0, batch_size=10)
    put_at(stream, 2.0, key=1)
    retune(mapping, 1.0, enabled=False)
    retune(stream, 5.0, shards=2)
    put_at(stream, 6.0, key=1)
    env.run(until=20)
    assert batches(mapping) == []
    retune(mapping, 30.0, enabled=True)
    env.run(until=50)
    assert batches(mapping) == [(30, 1), (31, 1)]


def test_disabled_while_the_number_of_batches_changes(env):
    stream, mapping = mapped(env, batch_size=1)
    a, b = two_keys(mapping)
    put_at(stream, 0.0, 1.0, key=a)
    put_at(stream, 2.0, key=b)
    retune(mapping, 5.0, parallelization=2)
    retune(mapping, 6.0, enabled=False)
    env.run(until=30)
    assert batches(mapping) == [(0, 1)]
    retune(mapping, 30.0, enabled=True)
    env.run(until=31)
    assert batches(mapping) == [(0, 1), (30, 1), (30, 1)]


def test_a_disabled_mapping_that_changes_its_batches_goes_on_after_a_snapshot(env):
    stream, mapping = mapped(env, batch_size=1)
    a, b = two_keys(mapping)
    put_at(stream, 0.0, 1.0, key=a)
    put_at(stream, 2.0, key=b)
    retune(mapping, 5.0, parallelization=2)
    retune(mapping, 6.0, enabled=False)
    env.run(until=8)
    env, stream, mapping = pickle.loads(pickle.dumps((env, stream, mapping)))
    for part in (mapping.function, stream, mapping, env):
        part.bind()
    retune(mapping, 30.0, enabled=True)
    env.run(until=31)
    assert batches(mapping) == [(0, 1), (30, 1), (30, 1)]


REFUSED = {
    "starting_position": "LATEST",
    "starting_timestamp_s": 5.0,
    "starts_at_s": 5.0,
    "blocks_shard": True,
    "tumbling_s": 5.0,
    "late_s": 5.0,
    "filter": share_that_matches(0.5),
    "first_story": 5,
    "story_stride": 5,
}


@pytest.mark.parametrize(("name", "value"), REFUSED.items(), ids=REFUSED)
def test_what_is_no_attribute_of_a_mapping_does_not_change(env, name, value):
    _, mapping = mapped(env)
    before = mapping.settings
    with pytest.raises(RetuneError, match=name):
        retune(mapping, 1.0, **{name: value})
    assert mapping.settings is before


# Streams and tables.


def test_a_stream_gets_more_shards(env):
    stream = make_stream(env, shards=1)
    retune(stream, 5.0, shards=2)
    stream.observe(5.0)
    assert rows(stream, StreamObserved) == [(5.0, 2)]
    assert [(shard.closed, len(shard.parents)) for shard in stream.shards] == [
        (True, 0),
        (False, 1),
        (False, 1),
    ]
    assert stream.put(5.0, keys_of(stream, 2, 1)[0], False)
    assert stream.shards[2].end == 1


def test_the_same_number_leaves_what_was_planned_meanwhile(env):
    stream = make_stream(env, shards=1, resharding=((3.0, 4),))
    retune(stream, 5.0, shards=1)
    stream.observe(5.0)
    assert rows(stream, StreamObserved) == [(5.0, 4)]


def test_a_longer_retention_keeps_what_is_there(env):
    """Nothing is read: the record of 1 s is kept until 90 s, not until 61 s."""
    stream = make_stream(env, retention=60.0)
    mapping = make_mapping(stream, make_function(env), interval=1.0)
    retune(mapping, 0.5, enabled=False)
    put_at(stream, 1.0)
    retune(stream, 50.0, retention_s=89.5)
    for t in (80.0, 91.0):
        env.run(until=t)
        mapping.observe(t)
    assert rows(mapping, RecordsExpired) == [(91.0, 1)]


def test_a_batch_in_process_gets_the_retention_of_now(env):
    """It fails at 1, 3, 5 s, ..., and has left the stream at the attempt of 6 s."""
    stream = make_stream(env, retention=60.0)
    function = make_function(env, duration=1.0, error_rate=1.0)
    mapping = make_mapping(stream, function)
    put_at(stream, 0.0)
    retune(stream, 4.5, retention_s=5.0)
    env.run(until=20)
    assert rows(mapping, RecordsDiscarded, "t", "condition") == [(6, EXPIRED)]


def test_an_on_demand_stream_is_not_told_how_many_shards(env):
    stream = make_stream(env, shards=4, growth=Growth(60.0, 0.5, 100))
    with pytest.raises(RetuneError, match="shards"):
        retune(stream, 1.0, shards=8)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("record_bytes", 5),
        ("write_records_per_s", 5.0),
        ("write_bytes_per_s", 5.0),
        ("read_bytes_per_s", 5.0),
        ("read_calls_per_s", 5.0),
        ("resharding", ((5.0, 2),)),
        ("growth", Growth(60.0, 0.5, 100)),
    ],
)
def test_what_is_no_attribute_of_a_stream_does_not_change(env, name, value):
    with pytest.raises(RetuneError, match=name):
        retune(make_stream(env), 1.0, **{name: value})


def test_nothing_of_a_table_changes(env):
    table = Table(env, "orders", TableSettings(2, 86_400.0, 1000, 1, 1000.0))
    table.retune(table.settings)
    for name in ("partitions", "retention_s", "record_bytes", "write_units", "units_per_s"):
        with pytest.raises(RetuneError, match=name):
            retune(table, 1.0, **{name: 5})
