"""Tumbling windows of one mapping: what fails, what is late, what is closed."""

from simcore.awslambda.event_source_mapping.streams.facts import (
    RecordsDiscarded,
    ShardObserved,
    StreamBatchInvoked,
    WindowClosed,
    WindowInvoked,
)
from tests.awslambda.stage import make_function, rows
from tests.awslambda.stream_stage import make_mapping, make_stream, put_at


def windowed(stream, function, **more):
    return make_mapping(stream, function, tumbling_s=10.0, late_s=20.0, **more)


def batches(mapping):
    return rows(mapping, StreamBatchInvoked, "t", "n")


def test_the_end_of_a_window_waits_for_a_batch_that_is_tried_again(env):
    """Poison at 8 s, tried at 8, 8 + 1 + 4 = 13 and 18 s, given up at 19 s: only then the window up
    to 10 s is closed (19-20 s), and only then the record of 12 s has its batch (20-21 s). The
    second window is closed after the wait, 20 + 20 = 40 s."""
    stream = make_stream(env)
    function = make_function(env, may_be_poisoned=True)
    mapping = windowed(stream, function, wait=4.0, maximum_retry_attempts=2)
    put_at(stream, 8.0, poison=True)
    put_at(stream, 12.0)
    env.run(until=100)
    assert batches(mapping) == [(8, 1), (13, 1), (18, 1), (20, 1)]
    assert rows(mapping, WindowClosed) == [(20, 10), (41, 20)]


def test_a_record_at_the_border_belongs_to_the_window_that_begins(env):
    stream = make_stream(env)
    mapping = windowed(stream, make_function(env, duration=0.5), window_s=60.0)
    put_at(stream, 9.0, 9.5, 10.0)
    env.run(until=100)
    assert batches(mapping) == [(10, 2), (71, 1)]
    assert rows(mapping, WindowClosed) == [(11, 10), (72, 20)]


def test_windows_without_records_are_not_closed(env):
    stream = make_stream(env)
    mapping = windowed(stream, make_function(env, duration=0.5))
    put_at(stream, 3.0, 95.0)
    env.run(until=200)
    assert rows(mapping, WindowClosed) == [(30.5, 10), (120.5, 100)]


def test_a_final_invocation_is_tried_again_and_given_up(env):
    """After its first batch the function runs into its timeout of 1.5 s: the final invocation of
    the window up to 10 s is due at 30 s, tried then and, 1 s after 31.5 s, at 32.5 s, and given up
    at 34 s, with no record."""
    stream = make_stream(env)
    function = make_function(env, duration=(1.0, 99.0, 99.0, 1.0), timeout=1.5)
    mapping = windowed(stream, function, wait=1.0, maximum_retry_attempts=1)
    put_at(stream, 5.0)
    env.run(until=100)
    assert batches(mapping) == [(5, 1)]
    assert rows(mapping, RecordsDiscarded, "t", "n") == [(34, 0)]
    assert rows(mapping, WindowInvoked) == [(30, 10), (32.5, 10)]
    assert rows(mapping, WindowClosed) == []
    mapping.observe(100.0)
    assert rows(mapping, ShardObserved, "waiting", "oldest_written") == [(0, -1.0)]


def test_a_shard_that_is_closed_ends_its_window_and_its_children_begin_their_own(env):
    """One shard becomes two at 6 s: the parent's window up to 10 s is closed then, at 7 s."""
    stream = make_stream(env, resharding=((6.0, 2),))
    mapping = windowed(stream, make_function(env))
    put_at(stream, 5.0)
    put_at(stream, 8.0)
    env.run(until=100)
    assert rows(mapping, WindowClosed) == [(7, 10), (31, 10)]
    assert batches(mapping) == [(5, 1), (8, 1)]
