"""Queues whose attributes change during a run: what that does to what is there already."""

import pickle
from dataclasses import replace

import pytest

from simcore.engine.environment import Environment
from simcore.errors import RetuneError
from simcore.services.sqs.facts import (
    MessagesBecameVisible,
    MessagesDeadLettered,
    MessagesExpired,
    MessagesReturned,
    QueueObserved,
)
from simcore.services.sqs.fair import Fairness, FairQueue
from tests.awslambda.fifo_stage import ids_of, make_fifo, send
from tests.awslambda.stage import at, make_queue, receive, rows, send_at

SOON = 0.001


@pytest.fixture
def env():
    return Environment()


def retune(queue, t, **changes):
    """Let time pass until t, then change the attributes."""
    at(queue, t).retune(replace(queue.settings, **changes))


def past(queue, t):
    return at(queue, t + SOON)


# Visibility timeout: of later receives.


def test_a_visibility_timeout_is_that_of_later_receives(env):
    queue = make_queue(env, visibility_timeout=30.0, initial_messages=2)
    queue.start()
    receive(queue, 1.0, most=1)
    retune(queue, 5.0, visibility_timeout_s=10.0)
    receive(queue, 6.0, most=1)
    past(queue, 40.0)
    assert rows(queue, MessagesReturned) == [(16.0, 1), (31.0, 1)]


def test_on_a_fifo_queue_too(env):
    queue = make_fifo(env, visibility_timeout=30.0)
    send(queue, (1, 1), (2, 1))
    queue.keep_hidden(at(queue, 1.0).receive(1.0, 1, True))
    retune(queue, 5.0, visibility_timeout_s=10.0)
    queue.keep_hidden(at(queue, 6.0).receive(6.0, 1, True))
    past(queue, 40.0)
    assert rows(queue, MessagesReturned) == [(16.0, 1), (31.0, 1)]


class Consumer:
    def on_visible(self, now):
        """It waits for nothing."""

    def is_waiting(self):
        return False


def test_a_consumer_that_wants_more_still_gets_it(env):
    queue = make_queue(env, visibility_timeout=30.0, initial_messages=2)
    queue.start()
    consumer = Consumer()
    queue.subscribe(consumer, 60.0)
    retune(queue, 1.0, visibility_timeout_s=40.0)
    assert queue.receive(1.0, 1).deadline == 61.0
    queue.subscribe(consumer, 20.0)
    assert queue.receive(1.0, 1).deadline == 41.0


# Retention: of what is there, too.


def test_a_shorter_retention_ends_for_what_is_there(env):
    queue = make_queue(env, retention=1000.0)
    send_at(queue, 1.0, 50.0)
    retune(queue, 70.0, retention_s=60.0)
    for t in (70.0, 109.9, 110.0):
        at(queue, t).observe(t)
    assert rows(queue, QueueObserved, "visible") == [1, 1, 0]
    assert rows(queue, MessagesExpired) == [(70.0, 1), (110.0, 1)]


def test_a_longer_one_keeps_it(env):
    queue = make_fifo(env, retention=60.0)
    send(queue, (1, 1))
    retune(queue, 59.0, retention_s=90.0)
    for t in (80.0, 90.0):
        at(queue, t).observe(t)
    assert rows(queue, QueueObserved, "visible") == [1, 0]


def test_what_came_back_is_too_old_for_the_next_receive(env):
    queue = make_queue(env, retention=1000.0, visibility_timeout=10.0)
    send_at(queue, 1.0)
    receive(queue, 2.0)
    retune(queue, 70.0, retention_s=60.0)
    assert queue.receive(70.0, 10) is None
    assert rows(queue, MessagesExpired) == [(70.0, 1)]


# Delay: sqs-delay-queues (2023), retroactive on a FIFO queue and on no other.


def test_on_a_standard_queue_what_is_there_keeps_its_delay(env):
    queue = make_queue(env, delay=10.0)
    send_at(queue, 0.0, 3.0, 5.5)
    retune(queue, 2.0, delay_s=1.0)
    retune(queue, 5.0, delay_s=0.0)
    at(queue, 5.7).observe(5.7)
    past(queue, 20.0)
    assert rows(queue, MessagesBecameVisible) == [(4.0, 1), (10.0, 1)]
    assert rows(queue, QueueObserved) == [(5.7, 2, 0, 1, 0.0)]
    assert [m.sent for m in queue.receive(20.0, 10).unpack()] == [3.0, 5.5, 0.0]


def test_a_queue_that_becomes_a_delay_queue(env):
    queue = make_queue(env)
    send_at(queue, 1.0, 3.0)
    retune(queue, 2.0, delay_s=7.0)
    assert (at(queue, 9.9).visible(), past(queue, 10.0).visible()) == (1, 2)


@pytest.mark.parametrize(
    ("delay", "visible"),
    [(7.0, [(7.0, 1), (8.0, 1)]), (3.0, [(5.0, 2)]), (0.0, [(5.0, 2)]), (20.0, [(20, 1), (21, 1)])],
)
def test_on_a_fifo_queue_what_is_there_gets_the_new_delay(env, delay, visible):
    queue = make_fifo(env, delay=10.0)
    for t in (0.0, 1.0):
        env.call_at(t, lambda now: queue.put(now, 1, False), t)
    retune(queue, 5.0, delay_s=delay)
    past(queue, 30.0)
    assert rows(queue, MessagesBecameVisible) == visible
    assert ids_of(queue.receive(30.0, 10, True)) == [0, 1]


def test_poison_finds_its_message_under_two_delays(env):
    """The second one overtakes the first, which is the poisoned one."""
    queue = make_queue(env, delay=10.0)
    env.call_at(0.0, lambda _: queue.put(0.0, 1, True))
    send_at(queue, 3.0)
    retune(queue, 2.0, delay_s=1.0)
    receipt = past(queue, 20.0).receive(20.0, 10)
    assert receipt.poisoned() == (1,)


# Redrive.


def twice_received(queue):
    receive(queue, 1.0)
    receive(queue, 12.0)
    return at(queue, 25.0)


def test_fewer_receives_hold_at_the_next_one(env):
    dead = make_queue(env, id="dead")
    queue = make_queue(
        env,
        visibility_timeout=10.0,
        initial_messages=1,
        dead_letter_queue=dead,
        max_receive_count=5,
    )
    queue.start()
    retune(twice_received(queue), 25.0, max_receive_count=2)
    assert dead.visible() == 0
    assert queue.receive(25.0, 10) is None
    assert rows(queue, MessagesDeadLettered) == [(25.0, 1)]
    assert dead.visible() == 1


def test_a_policy_that_is_removed_moves_nothing(env):
    dead = make_queue(env, id="dead")
    queue = make_queue(
        env,
        visibility_timeout=10.0,
        initial_messages=1,
        dead_letter_queue=dead,
        max_receive_count=2,
    )
    queue.start()
    retune(twice_received(queue), 25.0, max_receive_count=None)
    assert len(receive(queue, 25.0)) == 1
    retune(queue, 36.0, max_receive_count=3)
    assert queue.receive(36.0, 10) is None
    assert dead.visible() == 1


def test_a_policy_that_is_added(env):
    dead = make_fifo(env, id="dead")
    queue = make_fifo(env, visibility_timeout=10.0)
    send(queue, (7, 1))
    queue.keep_hidden(queue.receive(0.0, 1, True))
    past(queue, 10.0).retune(replace(queue.settings, max_receive_count=1), dead)
    assert queue.receive(10.5, 1, True) is None
    assert dead.visible() == 1


def test_a_policy_needs_a_dead_letter_queue_of_its_own_type(env):
    queue, fifo = make_queue(env), make_fifo(env, id="fifo")
    with pytest.raises(RetuneError, match=r"orders: max_receive_count .* no dead-letter queue"):
        retune(queue, 1.0, max_receive_count=3)
    for one, other in ((queue, fifo), (fifo, queue)):
        with pytest.raises(RetuneError, match="redrive"):
            one.retune(replace(one.settings, max_receive_count=3), other)
    assert queue.settings.max_receive_count is None


def test_a_fair_queue_is_a_standard_queue(env):
    fair = FairQueue(env, "fair", make_queue(env).settings, Fairness(0.1, 30, 0.1, 60.0, 300.0))
    plain = make_queue(env, id="plain")
    for one, other in ((fair, plain), (plain, fair)):
        one.retune(replace(one.settings, max_receive_count=3), other)
        assert one.settings.max_receive_count == 3
    with pytest.raises(RetuneError, match="redrive"):
        fair.retune(replace(fair.settings, max_receive_count=2), make_fifo(env, id="fifo"))


# What is no attribute, and what changes nothing.

NO_ATTRIBUTES = {
    "in_flight_max": 5,
    "receive_max": 5,
    "initial_messages": 5,
    "story_stride": 5,
    "duplicate_rate": 0.5,
    "has_move_task": True,
}
OF_FIFO = {"look_ahead": 5, "calls_per_s": 5.0, "group_sends_per_s": 5.0, "deduplication_s": 5.0}


@pytest.mark.parametrize(
    ("make", "name", "value"),
    [
        *[(make_queue, name, value) for name, value in NO_ATTRIBUTES.items()],
        *[(make_fifo, name, value) for name, value in {**NO_ATTRIBUTES, **OF_FIFO}.items()],
    ],
)
def test_what_is_no_attribute_does_not_change(env, make, name, value):
    queue = make(env)
    before = queue.settings
    with pytest.raises(RetuneError, match=name):
        retune(queue, 1.0, **{name: value})
    assert queue.settings is before


def test_a_queue_with_several_delays_goes_on_after_a_snapshot(env):
    queue = make_queue(env, delay=10.0)
    for t, delay in ((1.0, 3.0), (2.0, 7.0)):
        queue.send(t)
        retune(queue, t, delay_s=delay)
    queue.send(2.0)
    env, queue = pickle.loads(pickle.dumps((env, queue)))
    for part in (queue, env):
        part.bind()
    past(queue, 20.0)
    assert rows(queue, MessagesBecameVisible) == [(5.0, 1), (9.0, 1), (11.0, 1)]
