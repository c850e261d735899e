"""Clients: they send at their own pace and write down the answers."""

import pytest

from simcore.engine import arrivals
from simcore.engine.arrivals import Window
from simcore.engine.environment import Environment
from simcore.engine.keys import RecordedKeys
from simcore.engine.streams import generator
from simcore.facts import ERROR, SUCCESS, THROTTLED, TIMEOUT
from simcore.services.clients.facts import RequestEnded, RequestSent
from simcore.services.clients.keyed import KeyedProducer, RepeatingProducer
from simcore.services.clients.open_loop import AsynchronousClient, Producer, SynchronousClient
from simcore.services.sqs.facts import MessagesSent
from tests.awslambda.stage import make_function, make_queue, rows


class Times:
    """An arrival source with the times that a test chooses."""

    def __init__(self, *times):
        self.blocks = [list(times)]

    def next_block(self):
        return self.blocks.pop() if self.blocks else None


def answers(function, *times):
    client = SynchronousClient(function.env, "caller", Times(*times), function)
    function.env.run(until=100.0)
    assert rows(client, RequestSent, "t") == list(times)
    return rows(client, RequestEnded)


def test_a_request_is_answered_when_its_invocation_ends():
    assert answers(make_function(duration=2.0, init=0.5), 1.0) == [(3.5, 1.0, SUCCESS)]


def test_a_throttled_request_is_answered_at_once():
    function = make_function(duration=2.0, reserved=1)
    assert answers(function, 1.0, 2.0) == [(2.0, 2.0, THROTTLED), (3.0, 1.0, SUCCESS)]


def test_errors_and_timeouts_are_answers():
    assert answers(make_function(error_rate=1.0), 1.0) == [(2.0, 1.0, ERROR)]
    assert answers(make_function(duration=9.0, timeout=3.0), 1.0) == [(4.0, 1.0, TIMEOUT)]


def test_a_client_does_not_wait_for_answers():
    ended = answers(make_function(duration=50.0), 1.0, 1.5, 2.0)
    assert ended == [(51.0, 1.0, SUCCESS), (51.5, 1.5, SUCCESS), (52.0, 2.0, SUCCESS)]


def test_a_producer_sends_messages():
    queue = make_queue(make_function().env)
    producer = Producer(queue.env, "producer", Times(1.0, 4.0), queue)
    queue.env.run(until=10.0)
    queue.observe(10.0)
    assert rows(queue, MessagesSent) == [(1.0, 1), (4.0, 1)]
    assert rows(producer, RequestSent, "t") == [1.0, 4.0]


# A rate that changes during a run.


def evenly(rate):
    return arrivals.constant(rate, rng=generator(1, "shop"), window=Window(20.0))


class Gone:
    """Where messages with a key go that nobody wants to know of."""

    def put(self, now, key, poison):
        return True

    def put_again(self, now, key, poison, accepted):
        return True

    def deliver(self, now, event):
        return True


CLIENTS = {
    "asynchronous": lambda env: AsynchronousClient(env, "shop", evenly(1.0), Gone()),
    "synchronous": lambda env: SynchronousClient(env, "shop", evenly(1.0), make_function(env)),
    "producer": lambda env: Producer(env, "shop", evenly(1.0), make_queue(env)),
    "keyed": lambda env: KeyedProducer(env, "shop", evenly(1.0), Gone(), RecordedKeys([1])),
    "repeating": lambda env: RepeatingProducer(
        env, "shop", evenly(1.0), Gone(), RecordedKeys([1]), None, 0.0, 1.0, 1
    ),
}


@pytest.mark.parametrize("make", CLIENTS.values(), ids=CLIENTS)
def test_a_client_sends_faster_from_now_on_pauses_and_goes_on(make):
    env = Environment()
    client = make(env)
    env.run(until=2.5)
    client.retune(evenly(2.0))
    env.run(until=4.0)
    client.pause()
    env.run(until=9.1)
    client.resume()
    env.run(until=10.0)
    if isinstance(client, Producer):  # it is the queue that looks at the clock
        client.queue.observe(10.0)
    assert rows(client, RequestSent, "t") == [0.0, 1.0, 2.0, 2.75, 3.25, 3.75, 9.25, 9.75]


def test_messages_that_were_known_before_they_came_come_and_no_others():
    """Nobody waits at the queue, so that it knows of all arrivals before they come."""
    env = Environment()
    queue = make_queue(env)
    client = Producer(env, "shop", evenly(10.0), queue)
    env.run(until=1.05)
    client.retune(evenly(2.0))
    env.run(until=3.0)
    assert queue.visible() == len(rows(client, RequestSent)) == 11 + 4
