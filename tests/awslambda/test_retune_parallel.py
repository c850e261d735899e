"""Another number of parallel batches of a shard during a run; every key keeps its order."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.awslambda.event_source_mapping.streams.facts import (
    RecordProcessed,
    RecordsPolled,
    StreamMappingObserved,
)
from simcore.engine.environment import Environment
from simcore.errors import RetuneError
from tests.awslambda.stage import make_account, make_function, rows
from tests.awslambda.stream_retuning import batches, mapped, retune, two_keys
from tests.awslambda.stream_stage import make_mapping, make_stream, put_at


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
