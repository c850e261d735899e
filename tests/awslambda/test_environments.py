"""Execution environments: one invocation at a time, reuse, reclaim, places on the grid."""

from simcore.awslambda.facts.invocations import EnvironmentReclaimed, InvocationStarted
from tests.awslambda.stage import invoke_at, make_function, rows


def test_an_environment_serves_one_invocation_at_a_time():
    function = make_function(duration=10.0)
    invoke_at(function, 0.0, 1.0, 2.0)
    function.env.run(until=5.0)
    assert rows(function, InvocationStarted, "slot", "concurrency") == [(0, 1), (1, 2), (2, 3)]


def test_an_idle_environment_is_used_again():
    function = make_function(duration=1.0, init=0.5)
    invoke_at(function, 0.0, 2.0)
    function.env.run(until=5.0)
    assert rows(function, InvocationStarted, "slot", "init_s") == [(0, 0.5), (0, 0.0)]


def test_the_most_recently_used_is_taken_first():
    function = make_function(duration=(1.0, 3.0, 2.0, 1.0, 1.0))
    invoke_at(function, 0.0, 0.0, 0.0)  # end at 1, 3 and 2
    invoke_at(function, 4.0, 4.5)
    function.env.run(until=10.0)
    assert rows(function, InvocationStarted, "slot")[3:] == [1, 2]


def test_an_environment_is_reclaimed_when_its_idle_timeout_ends():
    function = make_function(duration=(1.0, 2.5), idle_timeout=10.0)
    invoke_at(function, 0.0, 0.0)
    function.env.run(until=60.0)
    function.observe(60.0)
    assert rows(function, EnvironmentReclaimed) == [(11.0, 0), (12.5, 1)]


def test_reclaim_happens_when_it_happens_whenever_one_looks():
    def reclaimed(looks):
        function = make_function(duration=(1.0, 2.0, 4.0), idle_timeout=3.0)
        invoke_at(function, 0.0, 0.0, 0.5, 20.0)
        for t in looks:
            function.env.call_at(t, function.observe, t)
        function.env.run(until=40.0)
        function.observe(40.0)
        return rows(function, EnvironmentReclaimed), rows(function, InvocationStarted)

    assert reclaimed([]) == reclaimed([4.5, 5.5, 6.0, 30.0]) == reclaimed(range(1, 40))


def test_just_before_the_idle_timeout_ends_it_is_still_warm():
    function = make_function(duration=1.0, init=0.25, idle_timeout=10.0)
    invoke_at(function, 0.0, 11.2)  # idle since 1.25
    function.env.run(until=20.0)
    assert rows(function, InvocationStarted, "init_s") == [0.25, 0.0]


def test_when_the_idle_timeout_ends_it_is_gone():
    function = make_function(duration=1.0, init=0.25, idle_timeout=10.0)
    invoke_at(function, 0.0, 11.25)
    function.env.run(until=20.0)
    assert rows(function, InvocationStarted, "init_s") == [0.25, 0.25]


def test_use_begins_the_idle_timeout_anew():
    function = make_function(duration=1.0, idle_timeout=10.0)
    invoke_at(function, 0.0, 8.0)
    function.env.run(until=60.0)
    function.observe(60.0)
    assert rows(function, EnvironmentReclaimed) == [(19.0, 0)]


def test_a_new_environment_takes_the_lowest_free_slot():
    function = make_function(duration=(3.0, 1.0, 2.0, 50.0, 50.0, 50.0, 50.0), idle_timeout=5.0)
    invoke_at(
        function, 0.0, 0.0, 0.0, 6.5
    )  # slots 1, 2, 0 fall idle at 1, 2, 3; 1 is reclaimed at 6
    invoke_at(function, 7.5, 7.6, 7.7)
    function.env.run(until=10.0)
    # At 6.5 the last one used, 0, is warm; at 7.5 slot 2 is gone, too; then there are new ones.
    assert rows(function, InvocationStarted, "slot")[3:] == [0, 1, 2, 3]
