"""Clients: they send at their own pace and write down the answers."""

from simcore.facts import ERROR, SUCCESS, THROTTLED, TIMEOUT
from simcore.services.clients.facts import RequestEnded, RequestSent
from simcore.services.clients.open_loop import Producer, SynchronousClient
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
    assert rows(queue, MessagesSent) == [(1.0, 1), (4.0, 1)]
    assert rows(producer, RequestSent, "t") == [1.0, 4.0]
