"""A standard queue: redrive, delay, retention, the in-flight quota, what is observed."""

import pytest

from simcore.engine.environment import Environment
from simcore.facts import LIMITS, LimitReached
from simcore.services.sqs.facts import (
    MessagesBecameVisible,
    MessagesDeadLettered,
    MessagesExpired,
    MessagesSent,
    QueueObserved,
)
from tests.awslambda.stage import at, make_queue, receive, receive_counts, rows, send_at


@pytest.fixture
def env():
    return Environment()


# Redrive.


@pytest.fixture
def redrive(env):
    dead = make_queue(env, id="dead")
    queue = make_queue(env, visibility_timeout=10.0, dead_letter_queue=dead, max_receive_count=2)
    return queue, dead


def test_a_message_goes_to_the_dead_letter_queue_instead_of_one_receive_too_many(redrive):
    queue, dead = redrive
    send_at(queue, 1.0)
    assert receive_counts(receive(queue, 2.0)) == [1]
    assert receive_counts(receive(queue, 13.0)) == [2]
    at(queue, 30.0)
    assert dead.visible() == 0
    assert receive(queue, 30.0) is None
    assert rows(queue, MessagesDeadLettered) == [(30.0, 1)]
    assert rows(dead, MessagesSent) == [(30.0, 1)]


def test_the_retention_of_a_dead_letter_counts_from_when_it_was_first_sent(env):
    dead = make_queue(env, id="dead", retention=60.0)
    dead.accept(30.0, 1.0, 1)
    for t in (60.9, 61.0):
        at(dead, t).observe(t)
    assert rows(dead, QueueObserved, "visible") == [1, 0]
    assert rows(dead, MessagesExpired) == [(61.0, 1)]


def test_good_messages_behind_dead_letters_are_received(redrive):
    queue, _ = redrive
    send_at(queue, 1.0, 1.0)
    for t in (2.0, 13.0):
        receive(queue, t)
    send_at(queue, 25.0)
    assert [m.sent for m in receive(queue, 30.0).unpack()] == [25.0]
    assert rows(queue, MessagesDeadLettered, "n") == [1, 1]


# Delay and retention.


def test_a_delayed_message_is_visible_when_its_delay_ends(env):
    queue = make_queue(env, delay=5.0)
    send_at(queue, 1.0, 2.5)
    assert at(queue, 5.9).visible() == 0
    assert at(queue, 10.0).visible() == 2
    assert rows(queue, MessagesBecameVisible) == [(6.0, 1), (7.5, 1)]
    assert rows(queue, MessagesSent) == [(1.0, 1), (2.5, 1)]


def test_a_delay_does_not_apply_to_dead_letters(env):
    queue = make_queue(env, delay=5.0)
    queue.accept(1.0, 0.0, 3)
    assert queue.visible() == 3


def observed(queue, t):
    at(queue, t).observe(t)
    return rows(queue, QueueObserved, "visible", "in_flight", "delayed")[-1]


def test_a_message_expires_when_its_retention_ends(env):
    queue = make_queue(env, retention=60.0)
    send_at(queue, 1.0, 2.0)
    assert observed(queue, 60.9) == (2, 0, 0)
    assert observed(queue, 61.0) == (1, 0, 0)
    assert rows(queue, MessagesExpired) == [(61.0, 1)]


def test_an_expired_message_is_not_received(env):
    queue = make_queue(env, retention=60.0)
    send_at(queue, 1.0, 50.0)
    assert [m.sent for m in at(queue, 70.0).receive(70.0, 10).unpack()] == [50.0]


def test_a_message_that_came_back_expires_too(env):
    queue = make_queue(env, retention=60.0, visibility_timeout=20.0)
    send_at(queue, 1.0, 2.0)
    receive(queue, 5.0)
    assert observed(queue, 61.5) == (1, 0, 0)
    assert receive(queue, 62.0) is None
    assert rows(queue, MessagesExpired, "n") == [1, 1]


def test_in_flight_a_message_outlives_its_retention_until_it_returns(env):
    queue = make_queue(env, retention=60.0, visibility_timeout=20.0)
    send_at(queue, 1.0)
    receive(queue, 50.0)
    assert observed(queue, 69.0) == (0, 1, 0)
    assert observed(queue, 70.5) == (0, 0, 0)
    assert rows(queue, MessagesExpired, "n") == [1]


# The in-flight quota, and what is observed.


def test_no_more_are_in_flight_than_the_quota_allows(env):
    queue = make_queue(env, in_flight_max=12, initial_messages=30)
    queue.start()
    assert [len(queue.receive(0.0, 10)), len(queue.receive(0.0, 10))] == [10, 2]
    assert queue.receive(0.0, 10) is None
    assert rows(queue, LimitReached) == [(0.0, LIMITS.index("in-flight messages"))]


def test_a_delete_makes_room(env):
    queue = make_queue(env, in_flight_max=10, initial_messages=30)
    queue.start()
    queue.delete(1.0, queue.receive(0.0, 10))
    assert len(queue.receive(1.0, 10)) == 10


@pytest.mark.parametrize(
    ("t", "levels"),
    [
        (1.5, (0, 0, 1, 1.0)),  # sent at 1, delayed until 3
        (3.5, (1, 0, 0, 1.0)),
        (4.5, (0, 1, 0, 1.0)),  # received at 4, hidden until 14
        (14.5, (1, 0, 0, 1.0)),
        (20.5, (0, 1, 0, 1.0)),  # received at 20
        (21.5, (0, 0, 0, -1.0)),  # deleted at 21
    ],
)
def test_the_oldest_message_is_the_oldest_wherever_it_is(env, t, levels):
    queue = make_queue(env, delay=2.0, visibility_timeout=10.0)
    send_at(queue, 1.0)
    env.call_at(4.0, lambda _: queue.keep_hidden(queue.receive(4.0, 1)))
    env.call_at(
        20.0, lambda _: env.call_at(21.0, lambda r: queue.delete(21.0, r), queue.receive(20.0, 1))
    )
    at(queue, t).observe(t)
    assert rows(queue, QueueObserved) == [(t, *levels)]
