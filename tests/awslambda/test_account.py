"""What functions share: concurrency and the scaling rate."""

from simcore.awslambda.facts.invocations import (
    AccountObserved,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.engine.environment import Environment
from simcore.facts import THROTTLE_REASONS
from tests.awslambda.stage import invoke_at, make_account, make_function, rows

SCALING_RATE = THROTTLE_REASONS.index("FunctionInvocationRateLimitExceeded")
FULL = THROTTLE_REASONS.index("ConcurrentInvocationLimitExceeded")


def two_functions(account, **first):
    env = Environment()
    return (
        make_function(env, id="first", account=account, duration=50.0, **first),
        make_function(env, id="second", account=account, duration=50.0),
    )


def admitted(function):
    return len(rows(function, InvocationStarted))


def test_reserved_concurrency_is_taken_from_the_others_used_or_not():
    _, other = two_functions(make_account(concurrency=10), reserved=4)
    invoke_at(other, *[0.0] * 8)
    other.env.run(until=1.0)
    assert admitted(other) == 6
    assert rows(other, InvocationThrottled, "reason") == [FULL, FULL]


def test_reserved_concurrency_is_a_guarantee():
    reserved, other = two_functions(make_account(concurrency=10), reserved=4)
    invoke_at(other, *[0.0] * 10)
    invoke_at(reserved, *[1.0] * 5)
    other.env.run(until=2.0)
    assert admitted(reserved) == 4


def test_functions_without_a_reservation_share_the_rest():
    first, second = two_functions(make_account(concurrency=10))
    invoke_at(first, *[0.0] * 7)
    invoke_at(second, *[1.0] * 7)
    first.env.run(until=2.0)
    assert (admitted(first), admitted(second)) == (7, 3)


def test_the_account_is_observed():
    account = make_account(concurrency=10)
    reserved, other = two_functions(account, reserved=4)
    invoke_at(reserved, *[0.0] * 2)
    invoke_at(other, *[0.0] * 3)
    other.env.run(until=1.0)
    account.observe(1.0)
    assert rows(account, AccountObserved) == [(1.0, 5, 3, 7)]


def test_the_scaling_rate_is_a_burst_and_a_refill():
    """Two at once, then one a second."""
    function = make_function(account=make_account(burst=2, refill_per_min=60), duration=100.0)
    invoke_at(function, 0.0, 0.0, 0.0, 0.99, 1.0, 1.01, 2.5, 3.0)
    function.env.run(until=10.0)
    assert rows(function, InvocationStarted, "t") == [0.0, 0.0, 1.0, 2.5, 3.0]
    assert set(rows(function, InvocationThrottled, "reason")) == {SCALING_RATE}


def test_tokens_do_not_pile_up_above_the_burst():
    function = make_function(account=make_account(burst=2, refill_per_min=600), duration=900.0)
    invoke_at(function, *[100.0] * 5)
    function.env.run(until=101.0)
    assert admitted(function) == 2


def test_a_warm_start_needs_no_token():
    function = make_function(account=make_account(burst=1), duration=1.0)
    invoke_at(function, 0.0, 2.0, 4.0)
    function.env.run(until=10.0)
    assert admitted(function) == 3


def test_a_throttled_invocation_takes_no_token():
    function = make_function(account=make_account(burst=2), duration=(10.0, 1.0), reserved=1)
    invoke_at(function, 0.0, 1.0, 2.0)
    function.env.run(until=20.0)
    assert function.scaling.level(20.0) == 1.0


def test_today_each_function_has_a_scaling_rate_of_its_own():
    first, second = two_functions(make_account(burst=3, profile="aws-2026"))
    invoke_at(first, *[0.0] * 5)
    invoke_at(second, *[0.0] * 5)
    first.env.run(until=1.0)
    assert (admitted(first), admitted(second)) == (3, 3)


def test_in_2022_the_functions_of_a_region_shared_it():
    first, second = two_functions(make_account(burst=3, profile="aws-2022"))
    invoke_at(first, 0.0, 0.0)
    invoke_at(second, *[0.5] * 5)
    first.env.run(until=1.0)
    assert (admitted(first), admitted(second)) == (2, 1)


def test_reserved_concurrency_is_no_way_around_the_scaling_rate():
    reserved, _ = two_functions(make_account(burst=3), reserved=100)
    invoke_at(reserved, *[0.0] * 5)
    reserved.env.run(until=1.0)
    assert rows(reserved, InvocationThrottled, "reason") == [SCALING_RATE] * 2
