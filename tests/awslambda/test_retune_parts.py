"""Provisioned concurrency, versions and calls that change while a function runs."""

from dataclasses import replace

import pytest

from simcore.awslambda.calls import Call
from simcore.awslambda.cpu import CpuWork
from simcore.awslambda.facts.invocations import EnvironmentReclaimed, InvocationEnded
from simcore.awslambda.facts.provisioned import (
    AdditionalVersionInvoked,
    ProvisionedReady,
    ProvisionedRequested,
)
from simcore.awslambda.lifecycle import LifecycleSettings
from simcore.awslambda.scaling import ScalingSettings, TargetTracking
from simcore.awslambda.settings import AdditionalSettings, FunctionSettings
from simcore.errors import RetuneError
from tests.awslambda.retuning import change_at, provisioned
from tests.awslambda.stage import (
    FOR_EVER,
    in_turn,
    invoke_at,
    make_account,
    make_function,
    rows,
)


def test_provisioned_concurrency_is_a_request(env):
    """Asked for at 10 s, prepared for a minute and then allocated."""
    function = make_function(env, provisioned=provisioned(2))
    change_at(function, 10.0, provisioned=provisioned(5))
    env.run(until=100.0)
    assert rows(function, ProvisionedRequested) == [(0.0, 2, 2), (10.0, 5, 3)]
    assert rows(function, ProvisionedReady)[-1] == (pytest.approx(70.03), 5)


def test_it_can_be_deleted(env):
    function = make_function(env, provisioned=provisioned(2))
    change_at(function, 10.0, provisioned=None)
    env.run(until=100.0)
    assert rows(function, ProvisionedRequested) == [(0.0, 2, 2), (10.0, 0, -2)]
    assert rows(function, EnvironmentReclaimed, "t") == [10.0, 10.0]


def test_what_a_schedule_made_of_it_is_deleted_with_it(env):
    settings = replace(provisioned(0), scaling=ScalingSettings(schedule=((5.0, 3),)))
    function = make_function(env, provisioned=settings)
    change_at(function, 100.0, provisioned=None)
    env.run(until=200.0)
    assert rows(function, ProvisionedRequested, "t", "requested") == [(5.0, 3), (100.0, 0)]


def test_it_is_taken_out_of_what_is_reserved_by_then(env):
    """Two out of the account's ten; then six are reserved, and four provisioned out of them."""
    account = make_account(concurrency=10)
    function = make_function(env, account=account, provisioned=provisioned(2))
    change_at(function, 1.0, reserved_concurrency=6)
    change_at(function, 2.0, provisioned=provisioned(4))
    env.run(until=100.0)
    assert (account.unreserved.limit, function.pool.limit) == (10 - 6, 6 - 4)


def test_what_was_asked_for_meanwhile_is_not_asked_for_again(env):
    """A schedule made it three; another error rate does not make it two again."""
    settings = replace(provisioned(2), scaling=ScalingSettings(schedule=((5.0, 3),)))
    function = make_function(env, provisioned=settings)
    change_at(function, 10.0, error_rate=0.5)
    env.run(until=100.0)
    assert rows(function, ProvisionedRequested) == [(0.0, 2, 2), (5.0, 3, 1)]


def test_utilization_is_tracked_from_then_on(env):
    """All of two are busy: the minutes to 180, 240 and 300 s show it, and then it doubles."""
    tracking = TargetTracking(0.5, 1, 10, 0.9, 3, 0.1)
    function = make_function(env, duration=1e6, provisioned=provisioned(2))
    invoke_at(function, 0.0, 0.0)
    change_at(function, 120.5, provisioned=provisioned(2, tracking))
    env.run(until=400.0)
    requested = rows(function, ProvisionedRequested, "t", "requested")
    assert requested[:2] == [(0.0, 2), (300.0, 4)]


def test_another_weight_is_for_the_next_request(env):
    lives = LifecycleSettings(init_duration=in_turn(0.0))
    other = FunctionSettings(in_turn(2.0), lives, 900.0, FOR_EVER)
    function = make_function(env, additional=AdditionalSettings(other, weight=0.0))
    change_at(function, 10.0, additional=AdditionalSettings(other, weight=1.0))
    change_at(function, 20.0, additional=None)
    invoke_at(function, *[float(t) for t in range(0, 30, 3)])
    env.run(until=60.0)
    assert rows(function, AdditionalVersionInvoked, "t") == [12.0, 15.0, 18.0]


def test_other_calls_are_for_new_invocations(env):
    function = make_function(env, calls=(Call("down", probability=0.0),))
    down = make_function(env, id="down", duration=1.0)
    function.connect({"down": down})
    change_at(function, 5.0, calls=(Call("down", count=2),))
    change_at(function, 15.0, calls=())
    invoke_at(function, 0.0, 10.0, 20.0)
    env.run(until=60.0)
    assert rows(function, InvocationEnded, "duration_s") == [1.0, 3.0, 1.0]


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("calls", {"calls": (Call("down"),)}),
        ("provisioned concurrency", {"provisioned": provisioned(1)}),
        ("processor work", {"cpu": CpuWork(in_turn(1.0), 1.0)}),
        ("SnapStart", {"lifecycle": LifecycleSettings(in_turn(0.0), restore=in_turn(1.0))}),
        (
            "proactive initialization",
            {"lifecycle": LifecycleSettings(in_turn(0.0), proactive_share=0.5)},
        ),
    ],
)
def test_what_a_function_was_not_made_with_it_does_not_get(env, part, changes):
    function = make_function(env)
    with pytest.raises(RetuneError, match=f"^worker: {part} cannot change"):
        function.retune(replace(function.settings, **changes))
    lives = LifecycleSettings(init_duration=in_turn(0.0))
    plain = FunctionSettings(in_turn(1.0), lives, 900.0, FOR_EVER)
    weighed = make_function(env, additional=AdditionalSettings(plain, 0.5))
    both = AdditionalSettings(replace(plain, **changes), 0.5)
    with pytest.raises(RetuneError, match=f"{part} of the additional version"):
        weighed.retune(replace(weighed.settings, additional=both))
