"""Amazon SNS, standard topic: hands each message to all of its subscribers.

Models: Publish; delivery to every subscribed queue (SendMessage) and function (asynchronous
    Invoke, which Lambda's internal queue accepts at once) at the same moment; a subscription's
    filter policy, as the share of messages that it accepts (the same messages for everyone who
    accepts as many); a delivery that fails for a client-side error, which is not tried again, and
    the subscription's dead-letter queue, without which the message is lost.
Ignores: delivery latency; patterns of filter policies and how long a change of one takes (up to 15
    minutes); whatever :mod:`simcore.services.sns.detailed.topic` models where a scenario says more:
    server-side errors and their retries, FIFO topics, message size, the publish quota.
States: MessagePublished, NotificationDelivered, NotificationFilteredOut, NotificationFailed,
    NotificationRedriven.

Sources: Amazon SNS Developer Guide (Dec 2022: sns-dead-letter-queues, subscription filter policies,
sns-monitoring-using-cloudwatch); AWS Lambda Developer Guide, with-sns (2022).
"""

from __future__ import annotations

from collections.abc import Sequence

from simcore.engine.contents import Contents
from simcore.facts import ledgers_for
from simcore.frozen import frozen
from simcore.roles.event import Event
from simcore.roles.filtering import FilterCriteria
from simcore.roles.taker import Taker
from simcore.services.sns.facts import (
    MessagePublished,
    NotificationDelivered,
    NotificationFailed,
    NotificationFilteredOut,
    NotificationRedriven,
)


@frozen
class Subscription:
    """Who gets which messages of a topic, and who gets what it did not take.

    Without a ``filter`` it gets all of them. ``number`` is its place among the subscriptions that
    may fail, from 1 on; 0 if it is none of these.
    """

    taker: Taker
    filter: FilterCriteria | None = None
    dead_letter_queue: Taker | None = None
    number: int = 0


class Topic:
    """One standard topic; what it states besides depends on whether ``subscriptions_may_fail``."""

    type = "topic"
    always_takes = True

    def __init__(self, id: str, seed: int = 1, *, subscriptions_may_fail: bool = False) -> None:
        self.id, self.subscriptions_may_fail = id, subscriptions_may_fail
        own = (NotificationFilteredOut, NotificationFailed, NotificationRedriven)
        more = own if subscriptions_may_fail else ()
        self.ledgers = ledgers_for(MessagePublished, NotificationDelivered, *more)
        self.subscriptions: tuple[Subscription, ...] = ()
        self._contents, self._published = Contents(seed, id), 0

    def subscribe(self, subscriptions: Sequence[Subscription]) -> None:
        """Have these subscriptions from now on, in the place of those that there were."""
        self.subscriptions = tuple(subscriptions)

    def deliver(self, now: float, event: Event) -> bool:
        """Publish; a message without contents gets some, for the filters."""
        self.ledgers[MessagePublished].append((now,))
        if event.content < 0.0:
            event = event._replace(content=self._contents.of(self._published))
        self._published += 1
        for subscription in self.subscriptions:
            self._notify(now, event, subscription)
        return True

    def _notify(self, now: float, event: Event, to: Subscription) -> None:
        if to.filter is not None and not to.filter.matches(event.content):
            self.ledgers[NotificationFilteredOut].append((now, to.number))
        elif to.taker.deliver(now, event):
            self.ledgers[NotificationDelivered].append((now,))
        elif NotificationFailed in self.ledgers:
            self._failed(now, event, to)

    def _failed(self, now: float, event: Event, to: Subscription) -> None:
        self.ledgers[NotificationFailed].append((now, to.number))
        if to.dead_letter_queue is not None and to.dead_letter_queue.deliver(now, event):
            self.ledgers[NotificationRedriven].append((now, to.number))

    def bind(self) -> None:
        """Nothing of a topic's is on the hot path."""

    def observe(self, now: float) -> None:
        """A topic has no levels to state: it keeps nothing."""
