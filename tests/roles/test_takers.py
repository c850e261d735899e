"""What is handed from part to part, and what becomes of what is refused."""

import pytest

from simcore.awslambda.async_invoke import AsyncSettings, EventQueue
from simcore.awslambda.destinations import Destination
from simcore.awslambda.facts.asynchronous import (
    CHANNELS,
    AsyncEventEnded,
    DeliveryFailed,
    DestinationDelivered,
)
from simcore.engine.distributions import Constant
from simcore.engine.environment import Environment
from simcore.roles.again import Again
from simcore.roles.event import Event
from simcore.roles.taker import Denied
from simcore.services.eventbridge.bus import EventBus
from simcore.services.s3.bucket import Bucket
from simcore.services.s3.settings import BucketSettings
from simcore.services.sns.facts import MessagePublished, NotificationDelivered
from simcore.services.sns.topic import Subscription, Topic
from simcore.services.sqs.facts import MessagesSent, SendsRefused
from tests.awslambda.fifo_stage import make_fifo
from tests.awslambda.stage import make_function, make_queue, receive, rows
from tests.awslambda.stream_stage import make_stream

SETTINGS = BucketSettings(Constant(1.0), Again(1.0, 300.0, 3_600.0))
SENT = Event(content=0.25, bytes=300, key=7, poison=True, trace=11, chain=3)


class Witness:
    """Takes everything, and remembers it."""

    def __init__(self):
        self.events = []

    def deliver(self, now, event):
        self.events.append((now, event))
        return True


def make_events(function, *destinations):
    """The function's internal queue, whose events are tried once."""
    settings = AsyncSettings((), 21_600.0, backoff_initial_s=1.0, backoff_max_s=300.0)
    events = EventQueue(function.env, settings, function, seed=1)
    events.connect(*destinations)
    return events


def failing(env, *targets):
    """An event that fails after a second; what its function's queue stated."""
    destinations = [Destination(to, CHANNELS.index(channel)) for to, channel in targets]
    events = make_events(make_function(env, error_rate=1.0), *destinations)
    assert events.deliver(0.0, SENT)
    env.run(until=10.0)
    return events


@pytest.fixture
def env():
    return Environment()


def test_whatever_takes_events_says_so(env):
    takers = [make_queue(env), make_fifo(env), Topic("news"), EventBus("bus")]
    takers += [
        Bucket(env, "bucket", SETTINGS, 1, tells=False),
        make_stream(env),
        make_events(make_function(env)),
    ]
    assert [taker.deliver(0.0, SENT) for taker in takers] == [True] * len(takers)


def test_a_queue_keeps_the_poison_of_what_it_takes(env):
    queue = make_queue(env)
    queue.deliver(0.0, Event())
    queue.deliver(0.0, SENT)
    assert receive(queue, 1.0).poisoned() == (1,)


def test_a_fifo_queue_keeps_the_message_group_too(env):
    queue = make_fifo(env)
    queue.deliver(0.0, SENT)
    receipt = queue.receive(1.0, 10, True)
    ((_, _, group),) = receipt.messages
    assert (group.key, receipt.poisoned()) == (7, (0,))


def test_a_dead_letter_queue_gets_the_event_and_a_destination_a_record_of_it(env):
    """The chain is one longer for either; a record of poison is no poison."""
    dead, record = Witness(), Witness()
    failing(env, (dead, "dead-letter queue"), (record, "on failure"))
    assert dead.events == [(1.0, SENT._replace(chain=4))]
    assert record.events == [(1.0, Event(trace=11, chain=4))]


def test_what_a_destination_refuses_is_lost_and_stated(env):
    events = failing(env, (Denied(), "dead-letter queue"), (Witness(), "on failure"))
    assert rows(events, DeliveryFailed) == [(1.0, CHANNELS.index("dead-letter queue"))]
    assert rows(events, DestinationDelivered, "channel") == [CHANNELS.index("on failure")]
    assert rows(events, AsyncEventEnded, "delivered") == [1]


def test_a_quota_refuses_as_well_as_a_missing_permission(env):
    """One call a second: of two events that fail at once the second finds it used up."""
    queue = make_fifo(env, calls_per_s=1.0)
    on_failure = Destination(queue, CHANNELS.index("on failure"))
    events = make_events(make_function(env, error_rate=1.0), on_failure)
    assert events.deliver(0.0, SENT)
    assert events.deliver(0.0, SENT)
    env.run(until=10.0)
    assert rows(queue, SendsRefused) == [(1.0, 1)]
    assert rows(events, DeliveryFailed) == [(1.0, CHANNELS.index("on failure"))]
    assert rows(events, AsyncEventEnded, "delivered") == [1, 0]


def test_a_topic_hands_the_event_on_as_it_came(env):
    topic, first, second = Topic("news"), Witness(), Witness()
    topic.subscribe([Subscription(first), Subscription(second)])
    topic.deliver(2.0, SENT)
    assert first.events == second.events == [(2.0, SENT)]


def test_a_subscriber_that_refuses_keeps_nobody_else_from_the_message(env):
    topic, queue = Topic("news"), make_queue(env)
    topic.subscribe([Subscription(Denied()), Subscription(queue)])
    topic.deliver(2.0, SENT)
    assert rows(topic, MessagePublished) == [(2.0,)]
    assert rows(topic, NotificationDelivered) == [(2.0,)]
    assert rows(queue, MessagesSent) == [(2.0, 1)]
