"""A pool of connections with a line before it: who waits, who is refused, who gives up."""

from dataclasses import replace

import pytest

from simcore.engine.distributions import Constant
from simcore.engine.environment import Environment
from simcore.facts import ERROR, SUCCESS, TIMEOUT
from simcore.services.downstream.facts import (
    BOUND_BY,
    REFUSALS,
    CallEnded,
    CallGaveUp,
    CallRefused,
    DownstreamObserved,
)
from simcore.services.downstream.pool import ConnectionPool, PoolSettings
from tests.awslambda.stage import rows


@pytest.fixture
def env():
    return Environment()


def make(env, connections=1, latency=1.0, **more):
    return ConnectionPool(env, "db", PoolSettings(connections, Constant(latency), **more), seed=1)


def call_at(pool, *times):
    """Calls at these times; their answers (end, outcome) in the order in which they come."""
    answers = []

    def call(t):
        pool.invoke(t, t, lambda reply: answers.append((reply.ends, reply.outcome)))

    for t in times:
        pool.env.call_at(t, call, t)
    return answers


def bound(pool):
    pool.observe(pool.env.now)
    return BOUND_BY[rows(pool, DownstreamObserved, "bound")[-1]]


def test_as_many_at_once_as_there_are_connections(env):
    pool = make(env, connections=2)
    answers = call_at(pool, 0.0, 0.0, 0.5)
    env.run(until=10.0)
    assert answers == [(1.0, SUCCESS), (1.0, SUCCESS), (2.0, SUCCESS)]
    assert rows(pool, CallEnded, "came", "began") == [(0.0, 0.0), (0.0, 0.0), (0.5, 1.0)]


def test_first_come_first_served(env):
    pool = make(env)
    call_at(pool, 0.0, 0.1, 0.2, 0.3)
    env.run(until=10.0)
    assert rows(pool, CallEnded, "came", "began") == [
        (0.0, 0.0),
        (0.1, 1.0),
        (0.2, 2.0),
        (0.3, 3.0),
    ]


def test_a_reply_says_when_it_ends_once_it_has_a_connection(env):
    pool = make(env)
    first, second = (pool.invoke(0.0, n, lambda _: None) for n in range(2))
    assert (first.ends, second.ends, second.payload) == (1.0, float("inf"), 1)
    env.run(until=1.5)
    assert second.ends == 2.0


def test_a_full_line_refuses(env):
    pool = make(env, most_waiting=1)
    answers = call_at(pool, 0.0, 0.1, 0.2)
    env.run(until=0.5)
    assert rows(pool, CallRefused) == [(0.2, REFUSALS.index("waiting line full"))]
    assert bound(pool) == "waiting line"
    env.run(until=10.0)
    assert len(answers) == 2
    assert bound(pool) == "upstream"


def test_who_waits_too_long_gives_up(env):
    """The third would get its connection after 2 s, and waits for 1.5 s at the most."""
    pool = make(env, wait_timeout_s=1.5)
    answers = call_at(pool, 0.0, 0.1, 0.2, 1.9)
    env.run(until=10.0)
    assert answers == [(1.0, SUCCESS), (1.7, TIMEOUT), (2.0, SUCCESS), (3.0, SUCCESS)]
    assert rows(pool, CallGaveUp, "t", "came") == [(1.7, 0.2)]
    assert (pool.busy, pool.waiting) == (0, 0)


def test_errors_come_after_the_latency(env):
    pool = make(env, error_rate=1.0)
    answers = call_at(pool, 0.0)
    env.run(until=10.0)
    assert answers == [(1.0, ERROR)]


def test_an_outage_refuses_all_fails_the_line_and_answers_what_is_under_way(env):
    pool = make(env)
    answers = call_at(pool, 0.0, 0.1, 0.2, 0.6)
    env.run(until=0.5)
    assert bound(pool) == "connections"
    pool.retune(replace(pool.settings, available=False))
    assert answers == [(0.5, ERROR), (0.5, ERROR)]
    assert bound(pool) == "outage"
    env.run(until=10.0)
    assert answers[2:] == [(1.0, SUCCESS)]
    assert rows(pool, CallRefused) == [(0.6, REFUSALS.index("outage"))]


@pytest.mark.parametrize(("connections", "ends"), [(3, [1.0, 1.5, 1.5]), (1, [1.0, 2.0, 3.0])])
def test_connections_that_are_added_are_taken_at_once(env, connections, ends):
    pool = make(env)
    answers = call_at(pool, 0.0, 0.1, 0.2)
    env.run(until=0.5)
    pool.retune(replace(pool.settings, connections=connections))
    env.run(until=10.0)
    assert [t for t, _ in answers] == ends


def test_fewer_connections_when_calls_end(env):
    pool = make(env, connections=2)
    answers = call_at(pool, 0.0, 0.0, 0.1, 0.2)
    env.run(until=0.5)
    pool.retune(replace(pool.settings, connections=1))
    env.run(until=10.0)
    assert [t for t, _ in answers] == [1.0, 1.0, 2.0, 3.0]


def test_who_gave_up_is_not_kept_in_line(env):
    """A call that takes 1,000 s, and a hundred that wait for 1 s each."""
    pool = make(env, latency=1_000.0, wait_timeout_s=1.0)
    call_at(pool, *range(101))
    env.run(until=200.0)
    assert (pool.waiting, len(rows(pool, CallGaveUp))) == (0, 100)
    assert len(pool._line) == 0
