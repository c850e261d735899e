"""An on-demand stream grows with its use, up to what AWS gives it and no further."""

import pytest

from simcore.engine.environment import Environment
from simcore.facts import StreamObserved
from simcore.services.kinesis import Growth
from tests.awslambda.stage import rows
from tests.awslambda.stream_stage import make_stream

MINUTE_S = 60.0


@pytest.fixture
def env():
    return Environment()


def shards_by_minute(env, rates, *, growth):
    """Open shards of 10 records a second after each minute of so many records a second."""
    stream = make_stream(env, shards=4, writes=10, growth=growth)
    for minute, rate in enumerate(rates):
        for n in range(int(rate * MINUTE_S)):
            t = minute * MINUTE_S + n / rate
            env.call_at(t, lambda key: stream.put(env.now, key, False), n)
    for minute in range(1, len(rates) + 1):
        env.run(until=minute * MINUTE_S + 0.001)
        stream.observe(env.now)
    return rows(stream, StreamObserved, "shards")


def test_it_grows_to_its_limit_and_not_beyond(env):
    """Twice 4 are 8, twice 8 would be 16, but 10 is the most."""
    growth = Growth(MINUTE_S, 0.5, 10)
    assert shards_by_minute(env, [300, 300, 300], growth=growth) == [8, 10, 10]


def test_it_grows_with_the_use_of_the_last_minute_alone(env):
    """Half of what 4 shards take is 20 a second: 15 a second for ten minutes never pass it."""
    growth = Growth(MINUTE_S, 0.5, 200)
    assert shards_by_minute(env, [15] * 10, growth=growth) == [4] * 10


def test_it_does_not_shrink(env):
    growth = Growth(MINUTE_S, 0.5, 200)
    assert shards_by_minute(env, [30, 1, 1], growth=growth) == [8, 8, 8]
