"""A disabled mapping of a stream: "pause invocation and resume later from the same location"."""

import pickle

import pytest

from simcore.awslambda.event_source_mapping.facts import BatchThrottled
from simcore.awslambda.event_source_mapping.streams.facts import (
    RecordProcessed,
    RecordsExpired,
    StreamMappingObserved,
)
from simcore.services.kinesis.facts import RecordsRead
from tests.awslambda.stage import make_function, rows
from tests.awslambda.stream_retuning import (
    batches,
    failing,
    mapped,
    retune,
    two_keys,
)
from tests.awslambda.stream_stage import make_mapping, make_stream, put_at


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
