"""A FIFO queue: order within a group, blocked groups, what it takes and what it refuses."""

import pickle

import pytest

from simcore.engine.environment import Environment
from simcore.facts import LimitReached
from simcore.services.sqs.facts import (
    GroupsObserved,
    MessageDeleted,
    MessagesDeadLettered,
    MessagesDeduplicated,
    MessagesExpired,
    MessagesReturned,
    MessagesSent,
    QueueObserved,
    SendsRefused,
)
from tests.awslambda.fifo_stage import groups_of, ids_of, make_fifo, send
from tests.awslambda.stage import at, rows

SOON = 0.001


def past(queue, t):
    """Let time pass until just after t; the queue."""
    return at(queue, t + SOON)


@pytest.fixture
def env():
    return Environment()


# Message groups.


def test_messages_of_a_group_come_in_the_order_of_sending(env):
    queue = make_fifo(env)
    send(queue, (1, 3))
    assert ids_of(queue.receive(0.0, 2, True)) == [0, 1]


def test_a_group_with_a_message_in_flight_is_blocked(env):
    """SQS23: no more messages of the group are returned until it is deleted or visible again."""
    queue = make_fifo(env)
    send(queue, (1, 3), (2, 1))
    first = queue.receive(0.0, 1, False)
    assert groups_of(first) == [1]
    assert groups_of(queue.receive(0.0, 10, True)) == [2]
    assert queue.receive(0.0, 10, True) is None
    queue.delete(1.0, first)
    assert ids_of(queue.receive(1.0, 10, True)) == [1, 2]


def test_deleting_some_of_a_receipt_does_not_release_the_group(env):
    queue = make_fifo(env, visibility_timeout=30.0)
    send(queue, (1, 5))
    receipt = queue.receive(0.0, 4, True)
    assert queue.delete_except(1.0, receipt, frozenset({2, 3})) == 2
    assert queue.receive(2.0, 10, True) is None
    past(queue, 30.0)
    assert ids_of(queue.receive(30.0, 10, True)) == [2, 3, 4]


def test_a_receive_takes_as_many_of_one_group_as_it_can_and_then_of_others(env):
    queue = make_fifo(env)
    for group in (1, 2, 1, 3, 2, 1):
        queue.put(0.0, group, False)
    assert groups_of(queue.receive(0.0, 5, True)) == [1, 1, 1, 2, 2]
    assert groups_of(queue.receive(0.0, 5, True)) == [3]


def test_or_of_one_group_only(env):
    queue = make_fifo(env)
    send(queue, (1, 2), (2, 2))
    assert [groups_of(queue.receive(0.0, 10, False)) for _ in range(2)] == [[1, 1], [2, 2]]


def test_messages_that_come_back_are_first_in_their_group(env):
    queue = make_fifo(env, visibility_timeout=10.0)
    send(queue, (1, 2), (2, 1))
    queue.keep_hidden(queue.receive(0.0, 10, False))
    send(queue, (1, 2), at=5.0)
    past(queue, 10.0)
    assert rows(queue, MessagesReturned) == [(10.0, 2)]
    again = queue.receive(10.0, 10, False)
    assert ids_of(again) == [0, 1, 3, 4]
    queue.delete(11.0, again)
    assert [receives for _, _, receives in rows(queue, MessageDeleted)] == [2, 2, 1, 1]


def test_deleting_after_the_visibility_timeout_fails(env):
    """Fact 6.12; on a standard queue it would still delete."""
    queue = make_fifo(env, visibility_timeout=10.0)
    send(queue, (1, 1))
    receipt = queue.receive(0.0, 10, True)
    queue.return_in_time(receipt)
    past(queue, 11.0)
    assert queue.delete(11.0, receipt) == 0
    assert rows(queue, MessageDeleted) == []
    assert queue.visible() == 1


def test_groups_are_counted_by_what_they_do(env):
    queue = make_fifo(env)
    send(queue, (1, 2), (2, 1), (3, 1))
    receipt = queue.receive(0.0, 1, True)
    queue.receive(0.0, 1, True)
    queue.keep_hidden(receipt)
    queue.observe(1.0)
    assert rows(queue, GroupsObserved) == [(1.0, 3, 2, 1)]
    past(queue, 30.0)
    queue.observe(30.0)
    assert rows(queue, GroupsObserved)[-1] == (30.0, 3, 1, 0)


# What is in sight.


def test_only_the_first_messages_are_searched_for_groups(env):
    """GC-14, community check: a backlog above the look-ahead hides the groups behind it."""
    queue = make_fifo(env, look_ahead=6)
    send(queue, (1, 2), (2, 2), (3, 2), (4, 1))
    assert [groups_of(queue.receive(0.0, 1, False)) for _ in range(3)] == [[1], [2], [3]]
    # Three are in flight, so three more are searched: among them the one of group 4.
    assert groups_of(queue.receive(0.0, 1, False)) == [4]


def test_a_backlog_of_one_group_hides_the_others(env):
    queue = make_fifo(env, look_ahead=5)
    send(queue, (1, 20), (2, 1))
    receipt = queue.receive(0.0, 10, False)
    assert groups_of(receipt) == [1] * 5
    for n in range(1, 4):  # 15 are left behind those in flight, then 10, then 5, then none
        assert queue.receive(float(n), 10, False) is None
        queue.delete(float(n), receipt)
        receipt = queue.receive(float(n), 10, False)
        assert groups_of(receipt) == [1] * 5
    assert groups_of(queue.receive(4.0, 10, False)) == [2]


# Deduplication.


def test_what_is_sent_again_within_five_minutes_is_not_added(env):
    """Fact 6.11: accepted, and not delivered."""
    queue = make_fifo(env)
    queue.put(0.0, 1, False)
    assert queue.put_again(299.9, 1, False, 0.0)
    assert queue.visible() == 1
    assert rows(queue, MessagesDeduplicated) == [(299.9, 1)]
    assert queue.put_again(300.0, 1, False, 0.0)
    assert queue.visible() == 2
    assert len(rows(queue, MessagesSent)) == 2


# Throughput.


def test_three_hundred_sends_a_second(env):
    """Fact 6.8; the 301st within the second is refused."""
    queue = make_fifo(env, calls_per_s=300.0)
    accepted = [queue.put(0.5, n, False) for n in range(301)]
    assert accepted == [True] * 300 + [False]
    assert rows(queue, SendsRefused) == [(0.5, 1)]
    assert queue.put(0.5 + 1 / 300, 0, False)


def test_in_high_throughput_mode_the_quota_is_the_groups(env):
    queue = make_fifo(env, calls_per_s=70_000.0, group_sends_per_s=300.0)
    assert sum(queue.put(0.0, 1, False) for _ in range(400)) == 300
    assert sum(queue.put(0.0, 2, False) for _ in range(400)) == 300
    assert sum(n for _, n in rows(queue, SendsRefused)) == 200


def test_receives_have_a_quota_too(env):
    queue = make_fifo(env, calls_per_s=2.0)
    send(queue, (1, 1), at=0.0)
    send(queue, (2, 1), at=0.5)
    send(queue, (3, 1), at=1.0)
    taken = [queue.receive(2.0, 1, True) for _ in range(3)]
    assert [receipt is not None for receipt in taken] == [True, True, False]
    assert queue.receives_again_at(2.0) == 2.5
    assert queue.receive(2.5, 1, True) is not None


# Limits and ends.


def test_the_in_flight_quota_is_reached_silently(env):
    queue = make_fifo(env, in_flight_max=3)
    send(queue, (1, 2), (2, 2))
    assert len(queue.receive(0.0, 10, True)) == 3
    assert queue.receive(0.0, 10, True) is None
    assert len(rows(queue, LimitReached)) == 1


def test_a_message_received_too_often_moves_and_its_group_goes_on(env):
    dead = make_fifo(env, id="dead")
    queue = make_fifo(env, visibility_timeout=10.0, max_receive_count=2, dead_letter_queue=dead)
    send(queue, (7, 2))
    for t in (0.0, 10.0):
        queue.keep_hidden(queue.receive(t, 1, True))
        past(queue, t + 10.0)
    assert ids_of(queue.receive(20.0, 1, True)) == [1]
    assert rows(queue, MessagesDeadLettered) == [(20.0, 1)]
    receipt = dead.receive(20.0, 10, True)
    assert [(group.key, sent) for _, sent, group in receipt.messages] == [(7, 20.0)]


def test_old_messages_expire_and_release_their_group(env):
    queue = make_fifo(env, retention=60.0, look_ahead=2)
    send(queue, (1, 2), (2, 1), at=0.0)
    send(queue, (1, 1), (3, 1), at=30.0)
    past(queue, 61.0)
    queue.observe(61.0)
    assert sum(n for _, n in rows(queue, MessagesExpired)) == 3
    assert rows(queue, QueueObserved)[-1] == (61.0, 2, 0, 0, 30.0)
    assert ids_of(queue.receive(61.0, 10, True)) == [3, 4]


def test_a_message_in_flight_does_not_expire_before_it_returns(env):
    queue = make_fifo(env, retention=60.0, visibility_timeout=50.0)
    send(queue, (1, 2))
    queue.keep_hidden(queue.receive(59.0, 1, True))
    past(queue, 70.0)
    queue.observe(70.0)
    assert sum(n for _, n in rows(queue, MessagesExpired)) == 1
    past(queue, 110.0)
    queue.observe(110.0)
    assert sum(n for _, n in rows(queue, MessagesExpired)) == 2
    assert rows(queue, QueueObserved)[-1] == (110.0, 0, 0, 0, -1.0)


def test_a_delay_keeps_the_order(env):
    queue = make_fifo(env, delay=5.0)
    send(queue, (1, 1), at=0.0)
    past(queue, 1.0)
    send(queue, (1, 1), at=1.0)
    queue.observe(1.0)
    assert rows(queue, QueueObserved)[-1] == (1.0, 0, 0, 2, 0.0)
    assert ids_of(past(queue, 5.0).receive(5.0, 10, True)) == [0]
    past(queue, 6.0)
    assert queue.receive(6.0, 10, True) is None


def test_a_pickled_queue_goes_on_where_it_was(env):
    queue = make_fifo(env, visibility_timeout=10.0)
    send(queue, (1, 3), (2, 2))
    queue.keep_hidden(queue.receive(0.0, 2, True))
    copy = pickle.loads(pickle.dumps(queue))
    copy.bind()
    copy.env.bind()
    for one in (queue, copy):
        past(one, 10.0)
        assert ids_of(one.receive(10.0, 10, True)) == [0, 1, 2, 3, 4]


def test_a_group_that_expired_and_came_again_is_blocked_like_any_other(env):
    queue = make_fifo(env, retention=60.0)
    send(queue, (1, 1))
    past(queue, 60.0)
    queue.observe(60.001)
    send(queue, (1, 1), at=61.0)
    assert ids_of(queue.receive(61.0, 10, True)) == [1]
    send(queue, (1, 1), at=62.0)
    assert queue.receive(62.0, 10, True) is None
