"""What a mapping states of the lanes of a shard."""

from simcore.awslambda.event_source_mapping.streams.facts import ShardObserved
from simcore.engine.environment import Environment
from tests.awslambda.stage import make_function
from tests.awslambda.stream_stage import make_mapping, make_stream


def worked(mapping, env, t):
    """(invoking, worked) of the only shard at ``t``."""
    env.run(until=t)
    mapping.ledgers[ShardObserved].take()
    mapping.observe(env.now)
    ((_, _, invoking, *_, worked),) = mapping.ledgers[ShardObserved].take()
    return invoking, worked


def test_a_batch_that_is_over_was_there_and_is_told_once():
    """Three keys in three lanes, invoked at the first poll and done within a second of it."""
    env = Environment()
    stream = make_stream(env)
    mapping = make_mapping(stream, make_function(env, duration=0.1), parallelization=50)
    lanes = {mapping.lane_of[key] for key in range(3)}
    for key in range(3):
        stream.put(0.0, key, False)
    assert worked(mapping, env, 3.0) == (0, len(lanes))
    assert worked(mapping, env, 4.0) == (0, 0)


def test_a_long_batch_is_told_each_time():
    env = Environment()
    stream = make_stream(env)
    mapping = make_mapping(stream, make_function(env, duration=60.0))
    stream.put(0.0, 7, False)
    assert worked(mapping, env, 3.0) == worked(mapping, env, 4.0) == (1, 1)
