"""A standard queue: who sees a message, how often, in which order, and how it is deleted."""

import pytest

from simcore.engine.environment import Environment
from simcore.services.sqs.facts import (
    MessageDeleted,
    MessagesReceived,
    MessagesReturned,
    QueueObserved,
)
from tests.awslambda.stage import at, make_queue, receive, receive_counts, rows, send_at


@pytest.fixture
def env():
    return Environment()


# Visibility.


def test_a_received_message_is_hidden(env):
    queue = make_queue(env, initial_messages=1)
    queue.start()
    assert len(receive(queue, 1.0)) == 1
    assert queue.visible() == 0
    assert queue.receive(1.0, 10) is None


def test_it_is_visible_again_when_its_visibility_timeout_ends(env):
    queue = make_queue(env, visibility_timeout=30.0, initial_messages=3)
    queue.start()
    receive(queue, 1.5)
    at(queue, 40.0)
    assert rows(queue, MessagesReturned) == [(31.5, 3)]
    assert queue.visible() == 3


def test_its_receive_count_goes_up_with_each_receive(env):
    queue = make_queue(env, visibility_timeout=10.0, initial_messages=2)
    queue.start()
    counts = [receive_counts(receive(queue, t)) for t in (0.0, 11.0, 22.0)]
    assert counts == [[1, 1], [2, 2], [3, 3]]


def test_a_deleted_message_does_not_come_back(env):
    queue = make_queue(env, initial_messages=2)
    queue.start()
    receipt = receive(queue, 5.0)
    assert queue.delete(at(queue, 7.0).env.now, receipt) == 2
    at(queue, 100.0)
    assert rows(queue, MessageDeleted) == [(7.0, 0.0, 1), (7.0, 0.0, 1)]
    assert rows(queue, MessagesReturned) == []


def test_those_that_failed_come_back_alone(env):
    queue = make_queue(env, visibility_timeout=30.0)
    send_at(queue, 0.1, 0.2, 0.3, 0.4, 0.5)
    receipt = at(queue, 1.0).receive(1.0, 10)
    assert queue.delete_except(1.0, receipt, frozenset({1, 3})) == 3
    at(queue, 40.0)
    assert rows(queue, MessageDeleted, "sent") == [0.1, 0.3, 0.5]
    assert [message.sent for message in queue.receive(40.0, 10).unpack()] == [0.2, 0.4]
    assert rows(queue, MessagesReturned) == [(31.0, 2)]


def test_those_that_were_deleted_are_not_in_flight(env):
    queue = make_queue(env, initial_messages=5)
    queue.start()
    queue.delete_except(1.0, at(queue, 1.0).receive(1.0, 10), frozenset({1, 3}))
    queue.observe(1.0)
    assert rows(queue, QueueObserved, "in_flight") == [2]


def test_nothing_comes_back_when_none_failed(env):
    queue = make_queue(env, initial_messages=5)
    queue.start()
    receipt = queue.receive(0.0, 10)
    assert queue.delete_except(0.0, receipt, frozenset()) == 5
    at(queue, 100.0)
    assert rows(queue, MessagesReturned) == []


# Deletes that come late.


def test_a_late_delete_counts_when_nobody_has_received_the_message_since(env):
    queue = make_queue(env, visibility_timeout=10.0, initial_messages=2)
    queue.start()
    receipt = receive(queue, 0.0)
    assert at(queue, 12.0).delete(12.0, receipt) == 2
    assert queue.visible() == 0
    assert queue.receive(12.0, 10) is None


def test_a_late_delete_is_in_vain_when_somebody_has(env):
    queue = make_queue(env, visibility_timeout=10.0, initial_messages=1)
    queue.start()
    first = receive(queue, 0.0)
    second = receive(queue, 11.0)
    assert queue.delete(12.0, first) == 0
    assert queue.delete(13.0, second) == 1
    assert rows(queue, MessageDeleted) == [(13.0, 0.0, 2)]


def test_a_late_delete_takes_only_those_that_nobody_has(env):
    queue = make_queue(env, visibility_timeout=10.0, initial_messages=3)
    queue.start()
    first = receive(queue, 0.0)
    receive(queue, 11.0, most=2)
    assert queue.delete(12.0, first) == 1
    at(queue, 30.0)
    assert queue.visible() == 2


def test_a_late_delete_of_a_dead_letter_is_in_vain(env):
    dead = make_queue(env, id="dead")
    queue = make_queue(
        env,
        visibility_timeout=10.0,
        initial_messages=1,
        dead_letter_queue=dead,
        max_receive_count=1,
    )
    queue.start()
    first = receive(queue, 0.0)
    assert receive(queue, 11.0) is None
    assert queue.delete(12.0, first) == 0
    assert dead.visible() == 1


# Order.


def test_messages_are_received_in_the_order_in_which_they_were_sent(env):
    queue = make_queue(env)
    send_at(queue, 1.0, 2.0, 3.0)
    assert [m.sent for m in at(queue, 5.0).receive(5.0, 2).unpack()] == [1.0, 2.0]


def test_one_that_came_back_goes_before_those_sent_later(env):
    queue = make_queue(env, visibility_timeout=10.0)
    send_at(queue, 1.0, 5.0, 15.0)
    receive(queue, 2.0, most=1)  # back at 12
    receipt = at(queue, 20.0).receive(20.0, 2)
    assert [m.sent for m in receipt.unpack()] == [5.0, 15.0]
    assert queue.receive(20.0, 10).unpack()[0].sent == 1.0


def test_a_receive_is_filled_with_those_that_came_back(env):
    queue = make_queue(env, visibility_timeout=10.0)
    send_at(queue, 1.0, 1.0, 1.0, 5.0)
    receive(queue, 2.0, most=3)  # back at 12
    assert len(at(queue, 20.0).receive(20.0, 10)) == 4


def test_a_receive_of_more_than_ten_takes_several_calls(env):
    queue = make_queue(env, initial_messages=25)
    queue.start()
    queue.receive(0.0, 25)
    assert rows(queue, MessagesReceived) == [(0.0, 25, 3)]
