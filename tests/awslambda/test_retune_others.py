"""Attributes of managed instances and of the internal event queue that change while they run."""

from dataclasses import replace

import pytest

from simcore.awslambda.async_invoke import AsyncSettings, EventQueue
from simcore.awslambda.calls import Call
from simcore.awslambda.facts.asynchronous import CONDITIONS, AsyncAttemptStarted, AsyncEventEnded
from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.managed import EnvironmentReady
from simcore.awslambda.managed_instances import ManagedFunction, ManagedSettings, ScalerSettings
from simcore.errors import RetuneError
from simcore.facts import ERROR, SUCCESS, TIMEOUT
from simcore.roles.event import FROM_OUTSIDE
from tests.awslambda.retuning import change_at
from tests.awslambda.stage import in_turn, invoke_at, make_function, rows


def make_managed(env, *, concurrency=2, environments=1, duration=10.0, **more):
    scaler = ScalerSettings(environments, 50, 0.5, 5.0, 1.0, 10.0, 10.0, 1.0)
    settings = ManagedSettings(
        duration=in_turn(duration),
        init_duration=in_turn(0.0),
        timeout_s=900.0,
        concurrency=concurrency,
        scaler=replace(scaler, maximum=more.pop("most", 50)),
        throttle_reason="ConcurrentInvocationLimitExceeded",
        **more,
    )
    return ManagedFunction(env, "worker", settings, seed=1)


# Managed instances.


def test_an_environment_runs_more_at_once(env):
    function = make_managed(env, most=1)
    change_at(function, 1.0, concurrency=4)
    invoke_at(function, *[0.0] * 3, *[2.0] * 3)
    env.run(until=4.0)
    assert rows(function, InvocationThrottled, "t") == [0.0, 2.0]
    assert len(rows(function, InvocationStarted)) == 4


def test_an_environment_that_runs_more_than_it_may_takes_no_more(env):
    """Four run until 10 s, of which one may; the next is taken when they have ended."""
    function = make_managed(env, concurrency=4, most=1)
    change_at(function, 1.0, concurrency=1)
    invoke_at(function, *[0.0] * 4, 2.0, 11.0, 12.0)
    env.run(until=30.0)
    assert rows(function, InvocationStarted, "t") == [*[0.0] * 4, 11.0]
    assert rows(function, InvocationThrottled, "t") == [2.0, 12.0]
    assert [t for t, *_ in rows(function, InvocationEnded)] == [*[10.0] * 4, 21.0]


def test_environments_that_run_too_much_can_be_dismissed(env):
    """Two with four each; one may go, though either runs more than it may: it goes at its end."""
    function = make_managed(env, concurrency=4, environments=2, duration=100.0)
    invoke_at(function, *[0.0] * 8)
    env.run(until=1.0)
    function.retune(replace(function.settings, concurrency=1))
    function.shrink(1.0, 1)
    env.run(until=200.0)
    assert rows(function, EnvironmentReclaimed)[0][0] == 100.0


def test_the_least_of_environments_is_there_after_the_next_look(env):
    """Looks every 5 s, and a second of preparation: asked for at 10 s, ready at 11 s."""
    function = make_managed(env)
    more = replace(function.settings.scaler, minimum=3)
    change_at(function, 7.0, scaler=more)
    env.run(until=20.0)
    assert rows(function, EnvironmentReady, "t") == [0.0, 11.0, 11.0]


def test_environments_go_when_less_was_enough_for_the_new_delay(env):
    """Nothing runs on three of which one must stay; six looks, 5 s apart, and two of them go."""
    function = make_managed(env, environments=3)
    slower = replace(function.settings.scaler, minimum=1, scale_in_delay_s=30.0)
    change_at(function, 1.0, scaler=slower)
    env.run(until=60.0)
    assert rows(function, EnvironmentReclaimed, "t") == [30.0, 30.0]


def test_timeouts_and_errors_of_managed_instances_are_for_new_invocations(env):
    function = make_managed(env, concurrency=9)
    change_at(function, 1.0, timeout_s=5.0)
    change_at(function, 3.0, timeout_s=900.0, error_rate=1.0)
    invoke_at(function, 0.0, 2.0, 4.0)
    env.run(until=30.0)
    ended = rows(function, InvocationEnded, "t", "outcome")
    assert ended == [(7.0, TIMEOUT), (10.0, SUCCESS), (14.0, ERROR)]
    assert function.timeout_s == 900.0


def test_managed_instances_made_without_calls_make_none(env):
    function = make_managed(env)
    with pytest.raises(RetuneError, match="calls cannot change"):
        function.retune(replace(function.settings, calls=(Call("down"),)))


# The internal queue.


class Deliver:
    """An event at the time at which it is called."""

    def __init__(self, events):
        self.events = events

    def __call__(self, _):
        self.events.deliver(self.events.env.now, FROM_OUTSIDE)


def make_events(env, *delays_s, times=(0.0,), **more):
    """An internal queue in front of a function that always fails, after a second."""
    settings = AsyncSettings(delays_s, 21_600.0, 1.0, 300.0, **more)
    events = EventQueue(env, settings, make_function(env, error_rate=1.0), seed=1)
    for t in times:
        env.call_at(t, Deliver(events))
    return events


def test_more_retries_are_for_events_that_have_not_been_given_up(env):
    events = make_events(env, 10.0)
    change_at(events, 5.0, retry_delays_s=(10.0, 20.0))
    env.run(until=100.0)
    assert rows(events, AsyncAttemptStarted, "t") == [0.0, 11.0, 32.0]


def test_an_event_that_waits_is_looked_at_when_it_was_to_be(env):
    """By then it is too old, and what comes next would be later still."""
    events = make_events(env, 10.0, 10.0)
    change_at(events, 5.0, maximum_event_age_s=15.0)
    env.run(until=100.0)
    assert rows(events, AsyncAttemptStarted, "t") == [0.0, 11.0]
    assert rows(events, AsyncEventEnded, "t", "condition") == [
        (12.0, CONDITIONS.index("EventAgeExceeded"))
    ]


def test_nothing_reserved_refuses_events_from_then_on(env):
    events = make_events(env, times=(0.0, 10.0))
    change_at(events, 5.0, refuses_all=True)
    env.run(until=100.0)
    conditions = [CONDITIONS[n] for n in rows(events, AsyncEventEnded, "condition")]
    assert conditions == ["RetriesExhausted", "ZeroReservedConcurrency"]
