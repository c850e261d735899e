"""Message groups that a FIFO queue forgets when they have no messages, and finds again."""

import pickle

import pytest

from simcore.engine.environment import Environment
from tests.awslambda.fifo_stage import ids_of, make_fifo, send
from tests.awslambda.stage import at

SOON = 0.001


@pytest.fixture
def env():
    return Environment()


def test_groups_without_messages_take_no_room(env):
    queue = make_fifo(env)
    empty = len(pickle.dumps(queue))
    for group in range(1_000):
        send(queue, (group, 1))
        queue.delete(0.0, queue.receive(0.0, 10, True))
    queue.observe(0.0)
    for ledger in queue.ledgers.values():
        ledger.take()
    assert len(pickle.dumps(queue)) < 2 * empty


def test_the_quota_of_a_group_outlives_its_messages(env):
    """Two a second: the two at 0 s use up the second, of which half is back after half of it."""
    queue = make_fifo(env, calls_per_s=1e6, group_sends_per_s=2.0)
    send(queue, (1, 2))
    queue.delete(0.0, queue.receive(0.0, 10, True))
    queue.observe(0.1)
    assert not queue.put(0.4, 1, False)
    assert queue.put(0.5, 1, False)


def test_a_delayed_message_finds_its_group_again(env):
    queue = make_fifo(env, delay=5.0)
    send(queue, (1, 1), at=0.0)
    queue.observe(1.0)
    send(queue, (1, 1), at=1.0)
    first = at(queue, 5.0 + SOON).receive(5.0, 10, True)
    at(queue, 6.0 + SOON)
    assert queue.receive(6.0, 10, True) is None
    queue.delete(6.5, first)
    assert ids_of(queue.receive(6.5, 10, True)) == [1]


def test_a_message_out_of_sight_finds_its_group_again(env):
    queue = make_fifo(env, look_ahead=2)
    send(queue, (1, 2), (2, 1))
    queue.observe(0.0)
    send(queue, (2, 1))
    queue.delete(0.0, queue.receive(0.0, 2, True))
    assert ids_of(queue.receive(0.0, 1, True)) == [2]
    assert queue.receive(0.0, 1, True) is None
