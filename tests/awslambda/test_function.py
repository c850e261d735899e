"""A function: cold starts, durations, timeouts, errors, throttles."""

import pytest

from simcore.awslambda import pools
from simcore.awslambda.facts.invocations import (
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.facts import ERROR, SUCCESS, THROTTLE_REASONS, TIMEOUT
from tests.awslambda.stage import invoke_at, make_account, make_function, rows

RESERVED = THROTTLE_REASONS.index("ReservedFunctionConcurrentInvocationLimitExceeded")
ACCOUNT = THROTTLE_REASONS.index("ConcurrentInvocationLimitExceeded")


def run(function, *times, until=100.0):
    invoke_at(function, *times)
    function.env.run(until=until)
    return function


def test_a_cold_start_is_no_part_of_the_duration():
    function = run(make_function(duration=2.0, init=0.5), 1.0)
    assert rows(function, InvocationEnded) == [(3.5, 0, 1.0, 0.5, 2.0, SUCCESS)]


def test_a_cold_start_counts_as_concurrency():
    function = run(make_function(duration=1.0, init=5.0, reserved=1), 0.0, 4.0, 5.5, 6.5)
    assert rows(function, InvocationThrottled) == [
        (4.0, RESERVED, pools.RESERVED),
        (5.5, RESERVED, pools.RESERVED),
    ]
    assert rows(function, InvocationStarted, "t") == [0.0, 6.5]


def test_the_init_is_no_part_of_the_timeout():
    function = run(make_function(duration=2.0, init=5.0, timeout=3.0), 0.0)
    assert rows(function, InvocationEnded, "t", "outcome") == [(7.0, SUCCESS)]


@pytest.mark.parametrize(
    ("duration", "lasted", "outcome"), [(3.0, 3.0, SUCCESS), (3.01, 3.0, TIMEOUT)]
)
def test_a_timeout_cuts_an_invocation_off(duration, lasted, outcome):
    function = run(make_function(duration=duration, timeout=3.0), 0.0)
    assert rows(function, InvocationEnded, "duration_s", "outcome") == [(lasted, outcome)]


def test_an_environment_is_used_again_after_a_timeout():
    function = run(make_function(duration=9.0, init=1.0, timeout=3.0), 0.0, 10.0)
    assert rows(function, InvocationStarted, "slot", "init_s") == [(0, 1.0), (0, 0.0)]


def test_every_invocation_fails_at_an_error_rate_of_one():
    function = run(make_function(error_rate=1.0), 0.0, 2.0)
    assert rows(function, InvocationEnded, "outcome") == [ERROR, ERROR]


def test_a_timeout_is_a_timeout_whatever_else_would_have_failed():
    function = run(make_function(error_rate=1.0, duration=9.0, timeout=3.0), 0.0)
    assert rows(function, InvocationEnded, "outcome") == [TIMEOUT]


def failing(records, **more):
    """How an invocation with so many records ends when every record fails."""
    function = make_function(item_error_rate=1.0, **more)
    environment = function.invoke(0.0, range(records), lambda _: None)
    return environment.outcome, environment.failed_items


def test_a_record_that_fails_fails_the_invocation():
    assert failing(2) == (ERROR, (0, 1))


def test_records_that_are_reported_do_not():
    assert failing(2, reports_item_failures=True) == (SUCCESS, (0, 1))


def test_no_record_no_failure():
    assert failing(0) == (SUCCESS, ())


def test_reserved_concurrency_is_a_cap():
    function = run(make_function(duration=10.0, reserved=2), 0.0, 1.0, 2.0, 10.5)
    assert rows(function, InvocationThrottled) == [(2.0, RESERVED, pools.RESERVED)]
    assert rows(function, InvocationStarted, "t", "concurrency") == [(0.0, 1), (1.0, 2), (10.5, 2)]


def test_reserved_concurrency_of_zero_refuses_everything():
    function = run(make_function(reserved=0), 0.0, 1.0)
    assert rows(function, InvocationThrottled, "reason") == [RESERVED, RESERVED]


def test_the_account_is_a_cap():
    function = run(make_function(duration=10.0, account=make_account(concurrency=1)), 0.0, 1.0)
    assert rows(function, InvocationThrottled) == [(1.0, ACCOUNT, pools.ACCOUNT)]


def test_an_environment_is_free_the_moment_it_ends():
    """A completion comes before whatever else was scheduled later for the same time."""
    function = make_function(duration=5.0, reserved=1)
    invoke_at(function, 0.0)
    function.env.run(until=1.0)
    invoke_at(function, 5.0)
    function.env.run(until=6.0)
    assert rows(function, InvocationStarted, "t") == [0.0, 5.0]


def test_a_refused_invocation_uses_up_no_duration():
    function = run(make_function(duration=(4.0, 7.0), reserved=1), 0.0, 1.0, 5.0)
    assert rows(function, InvocationEnded, "duration_s") == [4.0, 7.0]


def test_the_states_of_the_environments_are_observed():
    function = make_function(duration=(1.0, 9.0, 9.0), init=(0.0, 0.0, 5.0), reserved=7)
    invoke_at(function, 0.0, 0.0, 0.0)
    function.env.run(until=3.0)
    function.observe(3.0)
    assert rows(function, FunctionObserved, "init", "busy", "idle", "concurrency_limit") == [
        (1, 1, 1, 7)
    ]
