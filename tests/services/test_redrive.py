"""Between queues: what a dead-letter queue is sent, how old it is, and the way back."""

import pickle

import pytest

from simcore.engine.environment import Environment
from simcore.facts import STORY_STEPS as STEPS
from simcore.facts import StoryStep
from simcore.services.sqs import MessageMoveTask
from simcore.services.sqs.facts import (
    MessageDeleted,
    MessagesDuplicated,
    MessagesExpired,
    MessagesMoved,
    MessagesSent,
    QueueObserved,
)
from tests.awslambda.stage import at, make_queue, receive, rows, send_at


@pytest.fixture
def env():
    return Environment()


@pytest.fixture
def redriven(env):
    """A queue whose messages are dead after one receive, and its dead-letter queue."""
    dead = make_queue(env, id="dead", has_move_task=True, retention=600.0)
    queue = make_queue(env, visibility_timeout=10.0, dead_letter_queue=dead, max_receive_count=1)
    return queue, dead


def kill(queue, *times):
    """Send messages, receive each of them, and once more after its visibility timeout."""
    send_at(queue, *times)
    receive(queue, times[-1] + 1.0)
    receive(queue, times[-1] + 20.0)


# Age: setting-up-dead-letter-queue-retention (2026).


def test_in_a_dead_letter_queue_age_counts_from_the_move(redriven):
    queue, dead = redriven
    kill(queue, 5.0)
    at(dead, 100.0).observe(100.0)
    assert rows(dead, QueueObserved, "visible", "oldest_sent") == [(1, 25.0)]


def test_retention_counts_from_the_sending_and_so_ends_sooner(redriven):
    """A message that spent a day in its queue is deleted from a dead-letter queue with a
    retention of four days after three, and the oldest is then three days old."""
    _, dead = redriven
    day = 86_400.0
    env = dead.env
    dead = make_queue(env, id="late", retention=4 * day)
    queue = make_queue(env, visibility_timeout=1.0, dead_letter_queue=dead, max_receive_count=1)
    send_at(queue, 0.0)
    receive(queue, day - 10.0)
    receive(queue, day)
    at(dead, 4 * day - 1.0).observe(4 * day - 1.0)
    at(dead, 4 * day).observe(4 * day)
    visible, oldest = zip(*rows(dead, QueueObserved, "visible", "oldest_sent"), strict=True)
    assert visible == (1, 0)
    assert 4 * day - oldest[0] == 3 * day
    assert rows(dead, MessagesExpired) == [(4 * day, 1)]


def test_what_came_back_is_gone_through_only_when_something_is_too_old(redriven, monkeypatch):
    queue, dead = redriven
    kill(queue, 5.0)
    receive(dead, 30.0)  # hidden for 30 s
    walks, walk = [], dead._returned._sweep
    monkeypatch.setattr(dead._returned, "_sweep", lambda oldest: walks.append(1) or walk(oldest))
    for t in (70.0, 80.0, 604.0, 605.0, 606.0):
        at(dead, t).observe(t)
    assert len(walks) == 1
    assert rows(dead, MessagesExpired) == [(605.0, 1)]


def test_a_dead_letter_keeps_its_age_when_a_reader_fails_it(redriven):
    queue, dead = redriven
    kill(queue, 5.0)
    receive(dead, 30.0)  # hidden for 30 s
    for t in (40.0, 70.0):
        at(dead, t).observe(t)
    assert rows(dead, QueueObserved, "visible", "in_flight", "oldest_sent") == [
        (0, 1, 25.0),
        (1, 0, 25.0),
    ]


# StartMessageMoveTask.


def start(env, dead, queue, at_s=100.0, rate=2.0, destination=None):
    return MessageMoveTask(env, dead, at_s, rate, queue, destination)


def test_messages_go_back_at_the_rate_and_are_new_ones(env, redriven):
    queue, dead = redriven
    kill(queue, 1.0, 2.0, 3.0)
    start(env, dead, queue)
    at(queue, 200.0)
    assert rows(dead, MessagesMoved) == [(100.0, 1), (100.5, 1), (101.0, 1)]
    assert rows(queue, MessagesSent)[3:] == [(100.0, 1), (100.5, 1), (101.0, 1)]
    receipt = queue.receive(200.0, 10)
    assert receipt.fresh.tolist() == [100.0, 100.5, 101.0], "receive count and retention begin anew"
    assert dead.visible() == 0


def test_five_hundred_a_second_take_a_minute_for_thirty_thousand(env):
    dead = make_queue(env, id="dead", has_move_task=True, initial_messages=30_000)
    dead.start()
    queue = make_queue(env)
    start(env, dead, queue, 0.0, 500.0)
    at(queue, 59.997)
    assert (queue.visible(), dead.visible()) == (29_999, 1)  # the last one moves at 59.998
    at(queue, 60.0)
    assert (queue.visible(), dead.visible()) == (30_000, 0)


def test_each_message_goes_to_the_queue_that_it_came_from(env, redriven):
    queue, dead = redriven
    other = make_queue(
        env, id="other", visibility_timeout=10.0, dead_letter_queue=dead, max_receive_count=1
    )
    kill(queue, 1.0, 2.0)
    kill(other, 40.0)
    start(env, dead, queue)
    at(queue, 200.0)
    assert (queue.visible(), other.visible()) == (2, 1)


def test_a_named_destination_gets_all_of_them(env, redriven):
    queue, dead = redriven
    named = make_queue(env, id="named")
    kill(queue, 1.0, 2.0)
    start(env, dead, queue, destination=named)
    at(queue, 200.0)
    assert (queue.visible(), named.visible()) == (0, 2)


def test_the_task_ends_when_nothing_is_visible(env, redriven):
    queue, dead = redriven
    kill(queue, 1.0)
    start(env, dead, queue)
    send_at(dead, 100.2)
    at(dead, 300.0)
    assert rows(dead, MessagesMoved, "t") == [100.0, 100.5]
    send_at(dead, 400.0)
    at(dead, 500.0)
    assert len(rows(dead, MessagesMoved)) == 2
    assert dead.visible() == 1


def test_what_is_in_flight_or_expired_does_not_move(env):
    dead = make_queue(env, id="dead", has_move_task=True, retention=60.0, visibility_timeout=500.0)
    send_at(dead, 1.0, 30.0, 95.0)
    receive(dead, 31.0, 1)
    queue = make_queue(env)
    start(env, dead, queue)
    at(queue, 200.0)
    assert rows(dead, MessagesMoved) == [(100.0, 1)]
    assert rows(dead, MessagesExpired) == [(100.0, 1)]


def test_a_message_keeps_its_content_on_the_way_there_and_back(env, redriven):
    queue, dead = redriven
    kill(queue, 1.0, 2.0)
    before = [queue.content_of(0), queue.content_of(1)]
    assert [dead.content_of(0), dead.content_of(1)] == before
    start(env, dead, queue)
    at(queue, 200.0)
    assert [queue.content_of(2), queue.content_of(3)] == before


def test_a_task_goes_on_after_a_snapshot(env, redriven):
    queue, dead = redriven
    kill(queue, 1.0, 2.0, 3.0)
    start(env, dead, queue)
    at(queue, 100.2)
    env, queue, dead = pickle.loads(pickle.dumps((env, queue, dead)))
    for part in (queue, dead, env):
        part.bind()
    at(queue, 200.0)
    assert rows(dead, MessagesMoved, "t") == [100.0, 100.5, 101.0]
    assert queue.visible() == 3


# At-least-once delivery.


def test_a_deleted_message_may_come_back_when_its_visibility_timeout_would_have_ended(env):
    queue = make_queue(env, visibility_timeout=30.0, duplicate_rate=1.0)
    send_at(queue, 1.0)
    receipt = at(queue, 2.0).receive(2.0, 10)
    env.call_at(5.0, lambda _: queue.delete(5.0, receipt))
    at(queue, 31.9)
    assert queue.visible() == 0
    at(queue, 33.0)
    assert rows(queue, MessageDeleted) == [(5.0, 1.0, 1)]
    assert rows(queue, MessagesDuplicated) == [(32.0, 1)]
    again = queue.receive(33.0, 10)
    assert [(m.sent, m.receives) for m in again.messages] == [(1.0, 2)]
    steps = [STEPS[step] for step in rows(queue, StoryStep, "step")]
    assert steps == ["sent", "received", "deleted", "duplicated", "received"]


def test_a_duplicate_may_be_one_receive_too_many(env):
    """Each deletion leaves a copy: the third receive is the dead-letter queue's."""
    dead = make_queue(env, id="dead")
    queue = make_queue(
        env,
        visibility_timeout=10.0,
        duplicate_rate=1.0,
        dead_letter_queue=dead,
        max_receive_count=2,
    )
    send_at(queue, 0.0)
    for t in (1.0, 12.0):
        queue.delete(t, at(queue, t).receive(t, 10))
    assert at(queue, 30.0).receive(30.0, 10) is None
    assert dead.visible() == 1


def test_duplicates_are_as_frequent_as_it_says(env):
    """20,000 deletions at 1 %: 200, give or take 2.58 times the root of 198."""
    queue = make_queue(env, visibility_timeout=30.0, duplicate_rate=0.01, initial_messages=20_000)
    queue.start()
    while receipt := queue.receive(0.0, 10):
        queue.delete(0.0, receipt)
    at(queue, 31.0)
    assert abs(len(rows(queue, MessagesDuplicated)) - 200) < 2.58 * 198**0.5


def test_without_duplicates_nothing_comes_back(env):
    queue = make_queue(env, initial_messages=100)
    queue.start()
    while receipt := queue.receive(0.0, 10):
        queue.delete(0.0, receipt)
    at(queue, 100.0)
    assert queue.visible() == 0
    assert MessagesDuplicated not in queue.ledgers
