"""Event source mappings of streams, and streams, that are updated during a run."""

import pytest

from simcore.awslambda.event_source_mapping.streams.facts import RecordsDiscarded, RecordsExpired
from simcore.errors import RetuneError
from simcore.facts import StreamObserved
from simcore.roles.filtering import share_that_matches
from simcore.services.dynamodb import Table, TableSettings
from simcore.services.kinesis import Growth
from tests.awslambda.stage import make_function, rows
from tests.awslambda.stream_retuning import (
    EXHAUSTED,
    EXPIRED,
    TOO_OLD,
    batches,
    failing,
    mapped,
    retune,
)
from tests.awslambda.stream_stage import keys_of, make_mapping, make_stream, put_at

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


def test_a_mapping_that_has_not_begun_to_read_does_not_begin_for_it(env):
    """Before ``starts_at``; it read at once, and began at the starting position once more."""
    stream, mapping = mapped(env, batch_size=1, starts_at_s=6.0)
    put_at(stream, 1.0, *[1.0] * 6)
    retune(mapping, 3.0, batch_size=4)
    env.run(until=50)
    assert batches(mapping) == [(6, 4), (16, 3)]


def test_without_a_window_nothing_waits(env):
    stream, mapping = mapped(env, duration=1.0, batch_size=10, window_s=20.0)
    put_at(stream, 1.0, 8.0)
    retune(mapping, 3.0, window_s=0.0)
    env.run(until=30)
    assert batches(mapping) == [(3, 1), (8, 1)]


# What fails.


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
