"""How many invocations led to a message: it stays with it, and is let go with it."""

import pytest

from simcore.engine.environment import Environment
from simcore.engine.keys import UniformKeys, drawn_keys
from simcore.roles.event import Event
from simcore.services.sqs import QueueSettings
from simcore.services.sqs.chains import FEWEST, Chains
from simcore.services.sqs.fifo import FifoSettings
from simcore.services.sqs.fifo.chained import ChainedFifoQueue
from simcore.services.sqs.standard.chained import ChainedQueue

COMMON = {"visibility_timeout_s": 30.0, "retention_s": 1e9, "in_flight_max": 1_000,
          "receive_max": 10}  # fmt: skip


def standard(env, dead=None, **more):
    return ChainedQueue(env, "q", QueueSettings(**COMMON, **more), dead)


def fifo(env, dead=None, **more):
    limits = {"look_ahead": 20_000, "calls_per_s": 300.0, "deduplication_s": 300.0}
    settings = FifoSettings(**COMMON, **limits, group_sends_per_s=None, **more)
    keys = drawn_keys(1, "q", UniformKeys(1))
    return ChainedFifoQueue(env, "q", settings, keys, dead, 1)


@pytest.fixture
def env():
    return Environment()


@pytest.fixture(params=[standard, fifo])
def make(request):
    return request.param


def receive(queue, now, most=10):
    mixes = (True,) if isinstance(queue, ChainedFifoQueue) else ()
    return queue.receive(now, most, *mixes)


def test_the_longest_of_a_receipt(env, make):
    queue = make(env)
    for chain in (0, 3, 7, 0):
        queue.deliver(0.0, Event(chain=chain))
    assert queue.chain_of(receive(queue, 0.0)) == 7


def test_what_clients_send_comes_from_outside(env, make):
    queue = make(env)
    queue.put(0.0, 0, False)
    queue.deliver(0.0, Event(chain=2))
    first = receive(queue, 0.0, most=1)
    assert queue.chain_of(first) == 0


@pytest.mark.parametrize("poison", [False, True])
def test_it_outlasts_the_delay(env, make, poison):
    queue = make(env, delay_s=5.0)
    queue.deliver(0.0, Event())
    queue.deliver(0.0, Event(chain=4, poison=poison))
    env.run(until=6.0)
    receipt = receive(queue, 6.0)
    assert (len(receipt), queue.chain_of(receipt)) == (2, 4)
    assert receipt.poisoned() == ((1,) if poison else ())


def test_it_comes_back_and_goes_to_the_dead_letter_queue(env, make):
    dead = make(env)
    queue = make(env, dead, max_receive_count=2)
    queue.deliver(0.0, Event(chain=4))
    for t in (0.0, 31.0):
        env.run(until=max(t, 0.001))
        receipt = receive(queue, env.now)
        assert queue.chain_of(receipt) == 4
        queue.keep_hidden(receipt)
    env.run(until=70.0)
    assert receive(queue, 70.0) is None
    assert dead.chain_of(receive(dead, 70.0)) == 4


def test_messages_that_are_gone_are_let_go(env, make):
    """After a look, only those that are somewhere in the queue: in flight, visible, come back."""
    queue = make(env)
    for n in range(2 * FEWEST):
        queue.deliver(n * 0.01, Event(chain=1 + n % 16, key=n))
        env.run(until=n * 0.01 + 0.001)
        receipt = receive(queue, env.now)
        if n < 10:
            queue.keep_hidden(receipt)
        elif n < 2 * FEWEST - 5:
            queue.delete(env.now, receipt)
    queue.deliver(env.now, Event(chain=9))
    queue.observe(env.now)
    assert len(queue._chains._by_id) == 10 + 5 + 1
    env.run(until=100.0)
    found = [queue.chain_of(receive(queue, 100.0)) for _ in range(2)]
    assert max(found) == 10  # of the last one that was left alone


def test_a_few_are_not_worth_a_look():
    chains = Chains()
    chains.add(1, 5)
    chains.tidy(lambda: pytest.fail("looked"))
    assert (chains.of(1), chains.of(2), chains.longest([1, 2])) == (5, 0, 5)
