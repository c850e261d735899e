"""Amazon SNS, standard topic: hands each message to all of its subscribers.

Models: Publish; delivery to every subscribed queue (SendMessage) and function (asynchronous
    Invoke, which Lambda's internal queue accepts at once) at the same moment.
Ignores: delivery latency, delivery retries and the subscriptions' dead-letter queues (what a
    subscriber refuses is lost; queues and functions of a scenario always accept), filter policies,
    FIFO topics, message size, the publish quota, other kinds of endpoint.
States: MessagePublished, NotificationDelivered.

Sources: Amazon SNS Developer Guide (Dec 2022); AWS Lambda Developer Guide, with-sns (2022).
"""

from __future__ import annotations

from collections.abc import Sequence

from simcore.facts import MessagePublished, NotificationDelivered, ledgers_for
from simcore.roles.event import Event
from simcore.roles.taker import Taker


class Topic:
    """One standard topic."""

    type = "topic"

    def __init__(self, id: str) -> None:
        self.id = id
        self.ledgers = ledgers_for(MessagePublished, NotificationDelivered)
        self._subscribers: list[Taker] = []

    def subscribe(self, subscribers: Sequence[Taker]) -> None:
        """Subscribe: each of them gets every message from now on."""
        self._subscribers += subscribers

    def deliver(self, now: float, event: Event) -> bool:
        """Publish."""
        self.ledgers[MessagePublished].append((now,))
        for subscriber in self._subscribers:
            if subscriber.deliver(now, event):
                self.ledgers[NotificationDelivered].append((now,))
        return True

    def bind(self) -> None:
        """Nothing of a topic's is on the hot path."""

    def observe(self, now: float) -> None:
        """A topic has no levels to state: it keeps nothing."""
