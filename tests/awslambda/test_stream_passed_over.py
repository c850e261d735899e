"""What a lane has no room for is passed over, and read again when it has."""

import pytest

from simcore.awslambda.event_source_mapping.streams.facts import (
    RecordProcessed,
    RecordsExpired,
    RecordsPolled,
    StreamMappingObserved,
)
from simcore.facts import EventsFilteredOut
from simcore.roles.filtering import share_that_matches
from simcore.services.kinesis.facts import RecordsRead
from tests.awslambda.stage import FOR_EVER, make_function, rows
from tests.awslambda.stream_stage import make_mapping, make_stream, put_at

AHEAD = 5


def lanes(env, retention=FOR_EVER, ahead=AHEAD, **more):
    """A stream and its mapping with two lanes, which hold five records each, and a key of each."""
    stream = make_stream(env, retention=retention)
    function = make_function(env, may_be_poisoned=True)
    mapping = make_mapping(
        stream,
        function,
        batch_size=10,
        wait=20.0,
        parallelization=2,
        maximum_retry_attempts=1,
        ahead=ahead,
        **more,
    )
    keys = [next(key for key in range(99) if mapping.lane_of[key] == n) for n in (0, 1)]
    return stream, mapping, *keys


def counted(mapping, fact):
    return sum(rows(mapping, fact, "n"))


def test_a_full_lane_stops_no_other_one(env):
    """The first record fails at 1 s and at 22 s and is given up. Five more of its key fill its lane
    at 2 s; three at 2.5 s are passed over. The other lane's record at 3 s is read at once and done
    at 4 s. From 22 s on the lane takes its five, done at 23 s; the three are read again: 24 s."""
    stream, mapping, one, other = lanes(env)
    put_at(stream, 0.0, key=one, poison=True)
    put_at(stream, *[2.0] * 5, *[2.5] * 3, key=one)
    put_at(stream, 3.0, key=other)
    env.run(until=10)
    mapping.observe(10)
    assert rows(mapping, StreamMappingObserved, "failing", "waiting", "oldest_written") == [
        (1, 1 + 5 + 3, 0.0)
    ]
    env.run(until=100)
    done = [(4, 3.0), *[(23, 2.0)] * 5, *[(24, 2.5)] * 3]
    assert rows(mapping, RecordProcessed) == done
    assert counted(mapping, RecordsPolled) == 10, "each is polled once"
    assert sum(rows(stream, RecordsRead, "n")) == 10 + 4, "from 2.5 s on, four are read again"


def test_it_comes_back_for_them_in_parts(env):
    """A lane of two, and five records beyond: at 22 s two are taken, then two and two and one, each
    for a second, in the order in which they were written."""
    stream, mapping, one, _ = lanes(env, ahead=2)
    put_at(stream, 0.0, key=one, poison=True)
    put_at(stream, *[2.0 + i / 10 for i in range(7)], key=one)
    env.run(until=100)
    assert rows(mapping, RecordProcessed) == [
        (t, pytest.approx(2.0 + i / 10)) for i, t in enumerate([23, 23, 24, 24, 25, 25, 26])
    ]


def test_what_was_passed_over_may_expire(env):
    """Kept for 15 s: the five that the lane holds have left the stream when it gets to them, at
    21 s, as has the poison record. The three that it does not hold expire unread, and are counted
    once; the record of 12 s, passed over, too, is the first that it can process."""
    stream, mapping, one, other = lanes(env, retention=15.0)
    put_at(stream, 0.0, key=one, poison=True)
    put_at(stream, *[2.0] * 5, *[2.5] * 3, key=one)
    put_at(stream, 3.0, 12.0, key=other)
    put_at(stream, 12.0, key=one)
    env.run(until=18)
    mapping.observe(18)
    assert rows(mapping, RecordsExpired) == [(18, 3)]
    assert rows(mapping, StreamMappingObserved, "waiting") == [1 + 5 + 1]
    env.run(until=100)
    assert rows(mapping, RecordProcessed) == [(4, 3.0), (13, 12.0), (22, 12.0)]


def test_a_filter_counts_what_is_read_again_once(env):
    """Of 81 records of one key, those that match are processed and the others counted, once each,
    though a lane of five reads most of them several times."""
    stream, mapping, one, _ = lanes(env, filter=share_that_matches(0.5))
    put_at(stream, 0.0, *[2.0] * 80, key=one)
    env.run(until=200)
    mapping.observe(200)
    processed = len(rows(mapping, RecordProcessed))
    assert 0 < processed < 81 == counted(mapping, RecordsPolled)
    assert processed + counted(mapping, EventsFilteredOut) == 81
    assert sum(rows(stream, RecordsRead, "n")) > 81
    assert rows(mapping, StreamMappingObserved, "waiting") == [0]
