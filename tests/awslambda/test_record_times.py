"""Handlers that go through their batch: what each record adds to the duration."""

from dataclasses import replace

import pytest

from simcore.awslambda.async_invoke.event import QueuedEvent
from simcore.awslambda.facts.invocations import InvocationEnded
from simcore.facts import SUCCESS, TIMEOUT
from simcore.roles.event import FROM_OUTSIDE
from simcore.roles.request import Request
from tests.awslambda.stage import in_turn, make_function, make_mapping, make_queue, rows, send_at


def durations(function):
    return [round(s, 6) for s in rows(function, InvocationEnded, "duration_s")]


def make(env, each=0.5, **more):
    return make_function(env, duration_per_record=in_turn(each), **{"duration": 0.1, **more})


@pytest.mark.parametrize(
    ("payload", "duration_s"),
    [
        ([1, 2, 3], 1.6),
        ((), 0.1),
        (Request(), 0.1),
        ((QueuedEvent(0, 0.0, FROM_OUTSIDE),), 0.6),
    ],
)
def test_each_record_of_the_payload(env, payload, duration_s):
    function = make(env)
    function.invoke(0.0, payload, lambda _: None)
    env.run(until=10.0)
    assert durations(function) == [duration_s]


def test_each_takes_its_own_time(env):
    function = make(env, each=(0.1, 0.2, 0.3, 0.4))
    function.invoke(0.0, [1, 2, 3], lambda _: None)
    function.invoke(5.0, [4], lambda _: None)
    env.run(until=10.0)
    assert durations(function) == [0.7, 0.5]


def test_the_timeout_cuts_all_of_it_off(env):
    function = make(env, timeout=2.0)
    function.invoke(0.0, [1, 2, 3, 4], lambda _: None)
    env.run(until=10.0)
    assert rows(function, InvocationEnded, "duration_s", "outcome") == [(2.0, TIMEOUT)]


def test_a_throttled_invocation_uses_up_no_draws(env):
    function = make(env, each=(0.1, 0.2), reserved=1)
    function.invoke(0.0, [1], lambda _: None)
    assert function.invoke(0.05, [2], lambda _: None) is None
    env.run(until=5.0)
    function.invoke(5.0, [3], lambda _: None)
    env.run(until=10.0)
    assert durations(function) == [0.2, 0.3]


def test_a_batch_of_a_queue(env):
    """Eight messages in one receive: 0.1 + 8 x 0.5 s."""
    queue, function = make_queue(env), make(env)
    send_at(queue, *[0.0] * 7)
    env.run(until=1.0)
    make_mapping(queue, function, batch_size=10)
    send_at(queue, 1.0)
    env.run(until=30.0)
    (only,) = rows(function, InvocationEnded, "duration_s", "outcome")
    assert only == (pytest.approx(0.1 + 8 * 0.5), SUCCESS)


def test_it_can_be_changed(env):
    function = make(env)
    function.retune(replace(function.settings, duration_per_record=in_turn(2.0)))
    function.invoke(0.0, [1, 2], lambda _: None)
    env.run(until=10.0)
    assert durations(function) == [4.1]


def test_it_can_be_taken_away(env):
    function = make(env)
    function.retune(replace(function.settings, duration_per_record=None))
    function.invoke(0.0, [1, 2], lambda _: None)
    env.run(until=10.0)
    assert durations(function) == [0.1]
