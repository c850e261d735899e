"""Handlers that call others and wait: who is paid for what, and what a failure does."""

import pytest

from simcore.awslambda.calls import Call
from simcore.awslambda.facts.invocations import InvocationStarted, InvocationThrottled
from simcore.awslambda.facts.lifecycle import RestoreTimedOut, SuppressedInit
from simcore.awslambda.function import Function
from simcore.awslambda.lifecycle import LifecycleSettings
from simcore.awslambda.settings import FunctionSettings
from simcore.engine.environment import INF, Environment
from simcore.facts import ERROR, SUCCESS, TIMEOUT
from simcore.services.clients.facts import RequestEnded
from simcore.services.clients.open_loop import SynchronousClient
from tests.awslambda.calling_stage import DOWN, Times, ended, make_pair, run
from tests.awslambda.stage import FOR_EVER, in_turn, make_account, make_function, rows

# Waiting.


def test_waiting_is_duration(env):
    caller, called = make_pair(env)
    run(env, caller, 1.0)
    assert ended(called) == [(1.4, 0.3, SUCCESS)]
    assert ended(caller) == [(1.4, 0.4, SUCCESS)]


def test_nobody_knows_the_end_at_the_start(env):
    caller, _ = make_pair(env)
    reply = caller.invoke(0.0, "order", lambda _: None)
    assert (reply.payload, reply.started, reply.ends) == ("order", 0.0, INF)
    env.run(until=1.0)
    assert (reply.ends, reply.outcome) == (pytest.approx(0.4), SUCCESS)


def test_an_invocation_that_calls_nobody_ends_when_it_says(env):
    caller, called = make_pair(env, (Call("down", probability=0.0),))
    assert caller.invoke(0.0, (), lambda _: None).ends == 0.1
    env.run(until=1.0)
    assert ended(caller) == [(0.1, 0.1, SUCCESS)]
    assert ended(called) == []


def test_calls_come_one_after_the_other(env):
    caller, called = make_pair(env, (Call("down", count=3),))
    run(env, caller, 0.0)
    assert [t for t, *_ in ended(called)] == [0.4, 0.7, 1.0]
    assert ended(caller) == [(1.0, 1.0, SUCCESS)]


def test_targets_are_called_in_the_order_in_which_they_are_named(env):
    caller, down = make_pair(env, (Call("down", count=2), Call("other")))
    other = make_function(env, id="other", duration=1.0)
    caller.connect({"other": other})
    run(env, caller, 0.0)
    assert [t for t, *_ in ended(down)] == [0.4, 0.7]
    assert ended(other) == [(1.7, 1.0, SUCCESS)]
    assert ended(caller) == [(1.7, 1.7, SUCCESS)]


def test_an_init_of_the_target_is_waited_for_and_not_its_duration(env):
    caller, called = make_pair(env, down={"init": 2.0}, init=0.5)
    run(env, caller, 0.0, 10.0)
    assert ended(called) == [(2.9, 0.3, SUCCESS), (10.4, 0.3, SUCCESS)]
    assert ended(caller) == [(2.9, 2.4, SUCCESS), (10.4, 0.4, SUCCESS)]


def test_an_environment_that_waits_is_busy(env):
    """Reserved 1: another request finds it taken while it waits, and free at the answer."""
    caller, _ = make_pair(env, reserved=1)
    run(env, caller, 0.0, 0.39, 0.41)
    assert rows(caller, InvocationThrottled, "t") == [0.39]
    assert rows(caller, InvocationStarted, "t", "slot") == [(0.0, 0), (0.41, 0)]


def test_the_share_of_invocations_that_call(env):
    """Of 2,000 about 30 %: 600, give or take four standard errors of 20.5."""
    caller, called = make_pair(env, (Call("down", probability=0.3),))
    run(env, caller, *[float(t) for t in range(2_000)], until=3_000.0)
    assert len(ended(called)) == pytest.approx(600, abs=82)
    waited = [duration_s for _, duration_s, _ in ended(caller) if duration_s > 0.1]
    assert len(waited) == len(ended(called))


def test_another_probability_leaves_the_tosses_of_other_calls_alone(env):
    """Whether the second call is made depends on its own toss, however likely the first is."""

    def made(probability):
        env = Environment()
        caller, _ = make_pair(env, (Call("first", probability), Call("down", 0.5)))
        first, second = (make_function(env, id=id, duration=0.0) for id in ("first", "second"))
        caller.connect({"first": first, "down": second})
        run(env, caller, *[float(t) for t in range(100)], until=200.0)
        return [round(t - 0.1) for t, *_ in ended(second)]

    assert made(0.0) == made(1.0)
    assert 20 < len(made(0.0)) < 80


def test_calls_down_a_chain(env):
    """Each knows the end of its target as little as its own caller does."""
    account = make_account()
    first, second = make_pair(env, account=account, down={"calls": (Call("last"),)})
    last = make_function(env, id="last", account=account, duration=1.0)
    second.connect({"last": last})
    run(env, first, 0.0)
    assert ended(last) == [(1.4, 1.0, SUCCESS)]
    assert ended(second) == [(1.4, 1.3, SUCCESS)]
    assert ended(first) == [(1.4, 1.4, SUCCESS)]


# Timeouts.


def test_a_timeout_cuts_the_waiting_off_and_not_what_was_called(env):
    caller, called = make_pair(env, timeout=0.2)
    client = SynchronousClient(env, "client", Times(1.0), caller)
    env.run(until=10.0)
    assert ended(caller) == [(1.2, 0.2, TIMEOUT)]
    assert ended(called) == [(1.4, 0.3, SUCCESS)]
    assert [row[2] for row in rows(client, RequestEnded)] == [TIMEOUT]


def test_after_a_timeout_the_environment_is_initialised_again(env):
    caller, _ = make_pair(env, timeout=0.2, init=0.05)
    run(env, caller, 0.0, 10.0)
    assert rows(caller, SuppressedInit, "t") == [10.0]


def test_an_answer_at_the_very_end_of_the_timeout_is_in_time(env):
    """Known at the start or not: 0.25 + 0.5 s, at the end of a chain 0.25 + 0.25 + 0.25 s."""
    account = make_account()
    caller, _ = make_pair(env, account=account, duration=0.25, timeout=0.75, down={"duration": 0.5})
    run(env, caller, 0.0)
    assert ended(caller) == [(0.75, 0.75, SUCCESS)]
    env = Environment()
    first, second = make_pair(
        env, duration=0.25, timeout=0.75, down={"duration": 0.25, "calls": (Call("last"),)}
    )
    second.connect({"last": make_function(env, id="last", duration=0.25)})
    run(env, first, 0.0)
    assert ended(first) == [(0.75, 0.75, SUCCESS)]


def test_the_init_is_no_part_of_the_timeout_of_a_handler_that_waits(env):
    caller, _ = make_pair(env, init=1.0, timeout=0.5)
    run(env, caller, 0.0)
    assert ended(caller) == [(1.4, 0.4, SUCCESS)]


def test_a_handler_that_is_cut_off_before_it_calls_does_not(env):
    caller, called = make_pair(env, duration=5.0, timeout=0.2)
    run(env, caller, 0.0)
    assert ended(caller) == [(0.2, 0.2, TIMEOUT)]
    assert ended(called) == []


def test_the_timeout_of_an_earlier_invocation_does_not_cut_off_a_later_one(env):
    """The second, in the same environment, is not over when the first's timeout would have been:
    nobody knew beforehand when their targets would end."""
    account = make_account()
    last = make_function(env, id="last", account=account, duration=0.0)
    down = {"duration": (0.3, 0.8), "calls": (Call("last"),)}
    caller, called = make_pair(env, account=account, timeout=1.0, down=down)
    called.connect({"last": last})
    run(env, caller, 0.0, 0.5)
    assert rows(caller, InvocationStarted, "slot") == [0, 0]
    assert ended(caller) == [(0.4, 0.4, SUCCESS), (1.4, 0.9, SUCCESS)]


# Failures.


def test_a_target_that_fails_fails_its_caller_at_once(env):
    caller, _ = make_pair(env, (Call("down", count=2),), down={"error_rate": 1.0})
    run(env, caller, 0.0)
    assert ended(caller) == [(0.4, 0.4, ERROR)]


def test_so_does_one_that_times_out(env):
    caller, called = make_pair(env, down={"timeout": 0.2})
    run(env, caller, 0.0)
    assert ended(called) == [(0.3, 0.2, TIMEOUT)]
    assert ended(caller) == [(0.3, 0.3, ERROR)]


def test_a_throttle_of_the_target_is_an_error_of_the_caller(env):
    """Reserved 1: of two callers at once, one gets its answer, and the other an error."""
    caller, called = make_pair(env, down={"reserved": 1})
    run(env, caller, 0.0, 0.0)
    assert rows(called, InvocationThrottled, "t") == [0.1]
    assert ended(caller) == [(0.1, 0.1, ERROR), (0.4, 0.4, SUCCESS)]


def test_a_handler_that_catches_errors_goes_on(env):
    calls = (Call("down", count=2, catches_errors=True),)
    caller, called = make_pair(env, calls, down={"error_rate": 1.0})
    run(env, caller, 0.0)
    assert [outcome for *_, outcome in ended(called)] == [ERROR, ERROR]
    assert ended(caller) == [(0.7, 0.7, SUCCESS)]


def test_it_goes_on_after_throttles_too(env):
    caller, called = make_pair(
        env, (Call("down", count=3, catches_errors=True),), down={"reserved": 0}
    )
    run(env, caller, 0.0)
    assert rows(called, InvocationThrottled, "t") == [0.1] * 3
    assert ended(caller) == [(0.1, 0.1, SUCCESS)]


def test_an_error_of_its_own_comes_after_the_calls(env):
    caller, called = make_pair(env, error_rate=1.0)
    run(env, caller, 0.0)
    assert ended(called) == [(0.4, 0.3, SUCCESS)]
    assert ended(caller) == [(0.4, 0.4, ERROR)]


@pytest.mark.parametrize("crash_rate", [0.0, 1.0])
def test_an_environment_that_was_not_restored_runs_no_handler(env, crash_rate):
    lives = LifecycleSettings(
        init_duration=in_turn(0.0), restore=in_turn(20.0), restore_limit_s=10.0
    )
    settings = FunctionSettings(
        in_turn(0.1), lives, 900.0, FOR_EVER, crash_rate=crash_rate, calls=DOWN
    )
    caller = Function(env, "up", settings, make_account(), seed=1)
    called = make_function(env, id="down")
    caller.connect({"down": called})
    run(env, caller, 0.0)
    assert rows(caller, RestoreTimedOut, "t") == [10.0]
    assert ended(caller) == [(10.0, 0.0, ERROR)]
    assert ended(called) == []
