"""Attributes that change while a function runs: what is running goes on, what begins is changed."""

import pickle
from dataclasses import replace

import pytest

from simcore.awslambda.cpu import CpuWork
from simcore.awslambda.facts.invocations import (
    AccountObserved,
    EnvironmentReclaimed,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.lifecycle import LifecycleSettings
from simcore.awslambda.provisioned import ProvisionedSettings
from simcore.awslambda.scaling import ScalingSettings
from simcore.engine.environment import Environment
from simcore.facts import ERROR, SUCCESS, TIMEOUT
from tests.awslambda.retuning import change_at, provisioned
from tests.awslambda.stage import in_turn, invoke_at, make_account, make_function, rows


def started(function):
    return rows(function, InvocationStarted, "t")


def refused(function):
    return rows(function, InvocationThrottled, "t")


# Concurrency.


def test_more_is_reserved_at_once(env):
    function = make_function(env, duration=10.0, reserved=1)
    change_at(function, 2.0, reserved_concurrency=3)
    invoke_at(function, 0.0, 1.0, 3.0, 4.0, 5.0)
    env.run(until=9.0)
    assert (started(function), refused(function)) == ([0.0, 3.0, 4.0], [1.0, 5.0])


def test_what_runs_goes_on_when_less_is_reserved_and_counts(env):
    """Three run until 10 s; of the one that is left, there is none before they have ended."""
    function = make_function(env, duration=10.0, reserved=3)
    change_at(function, 2.0, reserved_concurrency=1)
    invoke_at(function, 0.0, 0.0, 0.0, 5.0, 10.5, 11.0)
    env.run(until=30.0)
    assert (started(function), refused(function)) == ([0.0, 0.0, 0.0, 10.5], [5.0, 11.0])
    ended = rows(function, InvocationEnded, "t", "outcome")
    assert ended == [(10.0, SUCCESS)] * 3 + [(20.5, SUCCESS)]


def two_in_an_account(env, **first):
    account = make_account(concurrency=10)
    functions = [make_function(env, id="first", account=account, duration=10.0, **first)]
    functions.append(make_function(env, id="second", account=account, duration=10.0))
    return account, *functions


def test_what_is_reserved_is_taken_from_the_others_at_once(env):
    """Ten for all; six of them become the first's, and two run already: four are left for it, and
    the second, of which three run, gets one more."""
    _, first, second = two_in_an_account(env)
    invoke_at(first, *[0.0] * 2)
    invoke_at(second, *[0.0] * 3)
    change_at(first, 1.0, reserved_concurrency=6)
    invoke_at(first, *[2.0] * 5)
    invoke_at(second, *[2.0] * 2)
    env.run(until=5.0)
    assert (len(started(first)), len(refused(first))) == (6, 1)
    assert (len(started(second)), len(refused(second))) == (4, 1)


def test_what_is_not_reserved_any_more_is_for_all(env):
    _, first, second = two_in_an_account(env, reserved=6)
    invoke_at(first, *[0.0] * 2)
    invoke_at(second, *[0.0] * 5)
    change_at(first, 1.0, reserved_concurrency=None)
    invoke_at(second, *[2.0] * 5)
    env.run(until=5.0)
    assert (len(started(second)), len(refused(second))) == (4 + 4, 1 + 1)


@pytest.mark.parametrize("steps", [(4, None), (None, 4), (2, 7, None, 3), (0, None)])
def test_concurrency_is_claimed_once_however_it_changes(env, steps):
    """With three provisioned, which are taken out of whatever the function's own is."""
    settings = ProvisionedSettings(3, 0.0, False, ScalingSettings())
    account, first, second = two_in_an_account(env, provisioned=settings)
    invoke_at(first, *[0.0] * 5)
    invoke_at(second, *[0.0] * 2)
    for t, reserved in enumerate(steps, start=1):
        change_at(first, float(t), reserved_concurrency=reserved)
    for t in range(1, len(steps) + 2):
        env.run(until=t + 0.5)
        account.observe(env.now)
    for (_, concurrency, _, claimed), reserved in zip(
        rows(account, AccountObserved)[:-1], steps, strict=True
    ):
        assert concurrency == 5 + 2
        assert claimed == (2 + reserved if reserved is not None else 3 + 2 + 2)
    env.run(until=60.0)
    account.observe(60.0)
    assert account.unreserved.in_use == first.pool.in_use == 0
    held = 3 if steps[-1] is None else steps[-1]
    assert account.unreserved.limit == 10 - held


# Invocations and environments.


def test_a_new_timeout_is_for_new_invocations(env):
    function = make_function(env, duration=5.0, timeout=10.0)
    change_at(function, 1.0, timeout_s=3.0)
    invoke_at(function, 0.0, 2.0)
    env.run(until=20.0)
    assert rows(function, InvocationEnded, "t", "outcome") == [(5.0, SUCCESS), (5.0, TIMEOUT)]
    assert function.timeout_s == 3.0


def test_more_memory_computes_faster(env):
    work = CpuWork(in_turn(4.0), vcpus=1.0)
    function = make_function(env, duration=0.0, cpu=work)
    change_at(function, 1.0, cpu=replace(work, vcpus=2.0))
    invoke_at(function, 0.0, 2.0)
    env.run(until=20.0)
    assert rows(function, InvocationEnded, "t", "duration_s") == [(4.0, 4.0), (4.0, 2.0)]


@pytest.mark.parametrize("rate", ["error_rate", "crash_rate", "item_error_rate"])
def test_failures_begin_and_end(env, rate):
    function = make_function(env, duration=1.0)
    ends = []
    for t in (0.0, 2.0, 4.0):
        env.call_at(t, Invoke(function, ends))
    change_at(function, 1.5, **{rate: 1.0})
    change_at(function, 3.5, **{rate: 0.0})
    env.run(until=20.0)
    assert ends == [SUCCESS, ERROR, SUCCESS]


class Invoke:
    """An invocation with one record, and how it ends."""

    def __init__(self, function, ends):
        self.function, self.ends = function, ends

    def __call__(self, _):
        self.function.invoke(self.function.env.now, "x", self.ended)

    def ended(self, reply):
        self.ends.append(reply.outcome)


def test_another_timeout_leaves_the_draws_alone(env):
    durations = (1.0, 2.0, 3.0, 4.0)
    function = make_function(env, duration=durations)
    change_at(function, 15.0, timeout_s=100.0, error_rate=0.1)
    invoke_at(function, 0.0, 10.0, 20.0, 30.0)
    env.run(until=60.0)
    assert rows(function, InvocationEnded, "duration_s") == list(durations)


def test_an_environment_that_was_idle_for_too_long_already_goes_now(env):
    """Idle since 1 and since 4 s, of which 600 s would be allowed; from 5 s on it is 2 s."""
    function = make_function(env, duration=(1.0, 4.0), idle_timeout=600.0)
    invoke_at(function, 0.0, 0.0)
    change_at(function, 5.0, idle_timeout_s=2.0)
    for t in (4.5, 5.5, 7.0):
        env.run(until=t)
        function.observe(t)
    assert rows(function, EnvironmentReclaimed) == [(5.0, 0), (6.0, 1)]


def test_an_environment_may_be_idle_for_longer(env):
    function = make_function(env, duration=1.0, init=0.5, idle_timeout=2.0)
    change_at(function, 3.0, idle_timeout_s=10.0)
    invoke_at(function, 0.0, 9.0)
    env.run(until=20.0)
    assert rows(function, InvocationStarted, "init_s") == [0.5, 0.0]


def test_no_environment_outlives_its_age_for_a_longer_time_without_work(env):
    lives = LifecycleSettings(in_turn(0.0), maximum_age_s=12.0)
    function = make_function(env, duration=1.0, idle_timeout=5.0)
    function.retune(replace(function.settings, lifecycle=lives))
    invoke_at(function, 0.0, 9.0)
    change_at(function, 10.5, idle_timeout_s=600.0)
    env.run(until=60.0)
    function.observe(60.0)
    assert rows(function, EnvironmentReclaimed) == [(6.0, 0), (21.0, 0)]


def test_another_age_is_for_new_environments(env):
    """The first, from before the change, lives on; the second ends with its invocation."""
    lives = LifecycleSettings(init_duration=in_turn(0.0))
    function = make_function(env, duration=10.0)
    short = replace(lives, maximum_age_s=5.0)
    change_at(function, 1.0, lifecycle=short)
    invoke_at(function, 0.0, 2.0)
    env.run(until=60.0)
    assert rows(function, EnvironmentReclaimed) == [(12.0, 1)]


# At any time.


def story(retunes, pickles):
    """A function with some of everything, perhaps told now and then what it knows already."""
    env = Environment()
    function = make_function(
        env,
        account=make_account(concurrency=8, burst=4, refill_per_min=30),
        duration=(0.7, 3.1, 9.0, 1.3),
        init=(0.4, 6.0),
        timeout=7.0,
        reserved=5,
        idle_timeout=4.0,
        error_rate=0.2,
        crash_rate=0.1,
        provisioned=provisioned(2),
    )
    invoke_at(function, *[i * 0.61 for i in range(100)])
    for stop in (1.0, 5.3, 17.0, 33.3, 90.0):
        env.run(until=stop)
        function.observe(stop)
        if retunes:
            function.retune(function.settings)
        if pickles:
            env, function = pickle.loads(pickle.dumps((env, function)))
            function.bind()
            env.bind()
    return {fact: list(ledger.rows) for fact, ledger in function.ledgers.items()}


def test_what_changes_nothing_changes_nothing():
    assert story(retunes=True, pickles=False) == story(retunes=False, pickles=False)


def test_a_change_is_kept_by_a_snapshot(env):
    function = make_function(env, duration=10.0, reserved=1)
    function.retune(replace(function.settings, reserved_concurrency=3, timeout_s=4.0))
    env, function = pickle.loads(pickle.dumps((env, function)))
    function.bind()
    env.bind()
    invoke_at(function, 0.0, 0.0, 0.0, 0.0)
    env.run(until=20.0)
    assert rows(function, InvocationEnded, "t") == [4.0] * 3
