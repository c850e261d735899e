"""Handlers that send on: when, how often, and what a refusal does."""

from dataclasses import replace

import pytest

from simcore.awslambda.async_invoke.event import QueuedEvent
from simcore.awslambda.facts.invocations import InvocationEnded, InvocationStarted
from simcore.awslambda.facts.sends import HandlerSendRefused, HandlerSent
from simcore.awslambda.function import Function
from simcore.awslambda.lifecycle import LifecycleSettings
from simcore.awslambda.sends import Send
from simcore.awslambda.settings import FunctionSettings
from simcore.engine.distributions import Constant
from simcore.engine.environment import INF, Environment
from simcore.engine.keys import UniformKeys
from simcore.facts import ERROR, SUCCESS, TIMEOUT
from simcore.roles.event import FROM_OUTSIDE
from simcore.roles.request import Request
from tests.awslambda.stage import in_turn, invoke_at, make_account, make_function, rows


class Target:
    """Takes the first so many events, and remembers them."""

    def __init__(self, env, takes=1_000_000, may_refuse=False):
        self.env, self.takes, self.events = env, takes, []
        self.always_takes = not may_refuse

    def deliver(self, now, event):
        if len(self.events) >= self.takes:
            return False
        self.events.append((now, event))
        return True

    @property
    def times(self):
        return [round(t, 6) for t, _ in self.events]


def sender(env, *sends, target=None, **more):
    """A function of 100 ms that sends to `to`."""
    function = make_function(env, **{"duration": 0.1, "sends": sends or (Send("to"),), **more})
    target = target or Target(env)
    function.handler.connect_sends({"to": target, "other": Target(env)})
    return function, target


def outcomes(function):
    return rows(function, InvocationEnded, "outcome")


class Batch:
    """Five records, of which some are named as failed."""

    def __init__(self, failed=()):
        self.failed = failed

    def __len__(self):
        return 5

    def poisoned(self):
        return self.failed


def invoke(function, payload, until=10.0):
    function.invoke(0.0, payload, lambda _: None)
    function.env.run(until=until)


def test_it_sends_when_it_ends(env):
    function, target = sender(env, Send("to", count=3, bytes=500))
    invoke_at(function, 1.0)
    env.run(until=5.0)
    assert target.times == [1.1, 1.1, 1.1]
    assert {event.bytes for _, event in target.events} == {500}
    assert rows(function, HandlerSent) == [(1.1, 1, 3)]


def test_its_environment_is_free_when_what_it_sent_is_there(env):
    """Reserved 1: what it invokes by it runs at once, in the same environment."""
    function = make_function(env, duration=0.1, sends=(Send("to"),), reserved=1)

    class Again(Target):
        def deliver(self, now, event):
            if len(self.events) < 2:
                function.invoke(now, (), lambda _: None)
            return super().deliver(now, event)

    function.handler.connect_sends({"to": Again(env)})
    invoke_at(function, 0.0)
    env.run(until=5.0)
    assert [round(t, 6) for t in rows(function, InvocationStarted, "t")] == [0.0, 0.1, 0.2]
    assert rows(function, InvocationStarted, "slot") == [0, 0, 0]


def test_what_it_sends_is_sent_in_order(env):
    order = []

    class Ordered(Target):
        def __init__(self, name):
            super().__init__(env)
            self.name = name

        def deliver(self, now, event):
            order.append(self.name)
            return True

    function = make_function(env, sends=(Send("b"), Send("a", count=2)))
    function.handler.connect_sends({"a": Ordered("a"), "b": Ordered("b")})
    invoke(function, ())
    assert order == ["b", "a", "a"]


def test_the_share_of_invocations_that_send(env):
    """Of 2,000 about 30 %: 600, give or take four standard errors of 20.5."""
    function, target = sender(env, Send("to", probability=0.3))
    invoke_at(function, *[float(t) for t in range(2_000)])
    env.run(until=3_000.0)
    assert len(target.events) == pytest.approx(600, abs=82)
    assert sum(rows(function, HandlerSent, "n")) == len(target.events)


# Records.


def test_for_each_record_of_a_batch(env):
    function, target = sender(env, Send("to", by_record=True, count=2))
    invoke(function, Batch())
    assert len(target.events) == 10


def test_an_event_is_one_record_and_a_request_has_none(env):
    function, target = sender(env, Send("to", by_record=True))
    invoke(function, (QueuedEvent(0, 0.0, FROM_OUTSIDE),))
    assert len(target.events) == 1
    function.invoke(10.0, (), lambda _: None)
    function.invoke(10.0, Request(), lambda _: None)
    env.run(until=20.0)
    assert len(target.events) == 1


def test_records_that_are_reported_as_failed_send_nothing(env):
    sends = (Send("to", by_record=True), Send("other", by_record=True, always=True))
    function, target = sender(env, *sends, may_be_poisoned=True, reports_item_failures=True)
    invoke(function, Batch(failed=(1, 3)))
    assert len(target.events) == 3
    assert rows(function, HandlerSent, "send", "n") == [(1, 3), (2, 5)]


# Failures.


@pytest.mark.parametrize(("always", "sent"), [(False, 0), (True, 1)])
def test_a_handler_that_fails_sends_only_if_it_always_does(env, always, sent):
    function, target = sender(env, Send("to", always=always), error_rate=1.0)
    invoke(function, ())
    assert (len(target.events), outcomes(function)) == (sent, [ERROR])


@pytest.mark.parametrize(("always", "sent"), [(False, 0), (True, 1)])
def test_so_does_one_that_is_cut_off(env, always, sent):
    function, target = sender(env, Send("to", always=always), duration=5.0, timeout=2.0)
    invoke(function, ())
    assert (len(target.events), outcomes(function)) == (sent, [TIMEOUT])


def test_a_handler_that_never_ran_sends_nothing(env):
    """The restore of its environment reached its limit."""
    lives = LifecycleSettings(in_turn(0.0), restore=Constant(20.0), restore_limit_s=10.0)
    sends, target = (Send("to", always=True),), Target(env)
    settings = FunctionSettings(in_turn(1.0), lives, 60.0, 60.0, sends=sends)
    function = Function(env, "restored", settings, make_account(), seed=1)
    function.handler.connect_sends({"to": target})
    invoke(function, (), until=30.0)
    assert (target.events, outcomes(function)) == ([], [ERROR])


def test_a_refusal_fails_the_handler(env):
    """The second of three is refused: the third is not sent, nor what would come after it."""
    target = Target(env, takes=1, may_refuse=True)
    function, _ = sender(env, Send("to", count=3), Send("other"), target=target)
    invoke(function, ())
    assert (len(target.events), outcomes(function)) == (1, [ERROR])
    assert rows(function, HandlerSent, "send", "n") == [(1, 1)]
    assert rows(function, HandlerSendRefused, "send", "n") == [(1, 1)]


def test_a_refusal_that_is_caught_does_not(env):
    target = Target(env, takes=1, may_refuse=True)
    function, _ = sender(
        env, Send("to", count=3, catches_errors=True), Send("other"), target=target
    )
    invoke(function, ())
    assert outcomes(function) == [SUCCESS]
    assert rows(function, HandlerSendRefused, "n") == [2]
    assert rows(function, HandlerSent, "send", "n") == [(1, 1), (2, 1)]


def test_nobody_knows_the_outcome_before_it_was_asked(env):
    function, _ = sender(env, target=Target(env, may_refuse=True))
    reply = function.invoke(0.0, (), lambda _: None)
    assert reply.ends == INF
    env.run(until=1.0)
    assert (reply.ends, reply.outcome) == (0.1, SUCCESS)
    open_ended, _ = sender(Environment())
    assert open_ended.invoke(0.0, (), lambda _: None).ends == 0.1


# Keys and chains.


def test_messages_have_keys(env):
    function, target = sender(env, Send("to", count=200, keys=UniformKeys(4)))
    invoke(function, ())
    assert {event.key for _, event in target.events} == {0, 1, 2, 3}


def test_their_keys_can_be_changed(env):
    """As they would have been from the start: the draws go on."""
    sends = [Send("to", count=50, keys=UniformKeys(n)) for n in (1, 4)]
    function, target = sender(env, sends[0])
    other, always = sender(env, sends[1])
    for one in (function, other):
        one.invoke(0.0, (), lambda _: None)
    env.run(until=1.0)
    function.retune(replace(function.settings, sends=(sends[1],)))
    for one in (function, other):
        one.invoke(1.0, (), lambda _: None)
    env.run(until=2.0)
    keys = [event.key for _, event in target.events]
    assert keys == [0] * 50 + [event.key for _, event in always.events][50:]
    assert set(keys[50:]) == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("payload", "chain"),
    [
        ((), 1),
        (Request(chain=4), 5),
        ((QueuedEvent(0, 0.0, FROM_OUTSIDE._replace(chain=2)),), 3),
    ],
)
def test_what_it_sends_says_how_many_invocations_led_to_it(env, payload, chain):
    function, target = sender(env)
    invoke(function, payload)
    assert [event.chain for _, event in target.events] == [chain]
