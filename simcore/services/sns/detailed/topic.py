"""Amazon SNS, a topic of which more is said: retries, quotas, sizes, FIFO.

Models: what :mod:`simcore.services.sns.topic` models, and: server-side errors of a subscriber, by
    their share of the attempts, and what a subscriber refuses, which are tried again
    (:mod:`simcore.services.sns.retries`); filter policies by classes of messages, on attributes or
    on the body, which messages without attributes or with a body that is no JSON never satisfy; the
    publish quota, shared by all topics that have it (assumed: a second's worth at once); the
    largest message. Of a FIFO topic: the quota of the topic or of each message group,
    deduplication, and order: what a subscriber does not take keeps all later messages of its group
    from it.
Ignores: latency of a delivery; attributes that are invalid (-InvalidAttributes would count them);
    how long a change of a filter policy takes (up to 15 minutes); the 20 MB/s of a FIFO topic;
    content-based deduplication (a sender says that a message is the same); with a filter policy a
    FIFO topic may lose a message; what the JSON document around a message adds to its size; the
    cost of filter policies on the body. A queue decides itself what its messages hold, for the
    filters of those who read it.
States: MessagePublished, NotificationDelivered, NotificationFilteredOut, NotificationRedriven,
    PublishTaken, PublishRefused, PublishDeduplicated, FilteredBy, AttemptFailed, HttpDelivered,
    NotificationGivenUp, RedriveFailed, TopicObserved.

Sources: Amazon SNS Developer Guide (Dec 2022: sns-dead-letter-queues,
sns-subscription-filter-policies, sns-monitoring-using-cloudwatch, fifo-message-delivery; 2026:
sns-message-delivery-retries); AWS General Reference, sns (2025); API model of botocore 1.44.8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simcore.engine.contents import Contents
from simcore.engine.environment import Environment
from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.facts import ledgers_for
from simcore.frozen import frozen
from simcore.roles.event import Event
from simcore.roles.filtering import FilterCriteria
from simcore.roles.redelivery import NOT_ALLOWED, Redelivery, Undelivered
from simcore.services.sns.facts import (
    FILTERED_BY,
    AttemptFailed,
    FilteredBy,
    HttpDelivered,
    MessagePublished,
    NotificationDelivered,
    NotificationFilteredOut,
    NotificationGivenUp,
    NotificationRedriven,
    PublishDeduplicated,
    PublishRefused,
    PublishTaken,
    RedriveFailed,
    TopicObserved,
)

STATES = (
    MessagePublished,
    NotificationDelivered,
    NotificationFilteredOut,
    NotificationRedriven,
    PublishTaken,
    PublishRefused,
    PublishDeduplicated,
    FilteredBy,
    AttemptFailed,
    HttpDelivered,
    NotificationGivenUp,
    RedriveFailed,
    TopicObserved,
)
UNIT_BYTES = 65_536
"""Of what is charged; `price.sns.publish_usd` says so."""
ABOVE_QUOTA, TOO_LARGE = range(2)
BY_ATTRIBUTES, BY_BODY, NO_ATTRIBUTES, INVALID_BODY = range(len(FILTERED_BY))


@frozen
class TopicSettings:
    """What is said of a topic: sizes in bytes, shares of its messages.

    ``usual_bytes`` is the size of a message of which nobody says it.
    """

    most_bytes: int
    usual_bytes: int
    without_attributes: float = 0.0
    invalid_body: float = 0.0


@frozen
class Subscriber:
    """Who gets which messages; ``number`` is told in facts, ``on_body`` is the filter's scope."""

    delivery: Redelivery
    filter: FilterCriteria | None = None
    on_body: bool = False
    is_http: bool = False
    number: int = 0


class DetailedTopic:
    """One topic; ``quota`` is what all topics of the account share, if this one has it."""

    type = "topic"

    def __init__(self, env: Environment, id: str, settings: TopicSettings, seed: int) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = ledgers_for(*STATES)
        self.quota: VirtualSchedule | None = None
        self.subscriptions: tuple[Subscriber, ...] = ()
        self.known: dict[int, Subscriber] = {}  # those of before, too, by the delivery's number
        self._contents, self._published = Contents(seed, id), 0
        self._attributes = Contents(seed, f"{id}/attributes")
        self._bodies = Contents(seed, f"{id}/body")

    def subscribe(self, subscriptions: Sequence[Subscriber]) -> None:
        """Have these subscriptions from now on, in the place of those that there were."""
        self.subscriptions = tuple(subscriptions)
        self.known |= {one.delivery.number: one for one in subscriptions}

    # Messages come.

    def deliver(self, now: float, event: Event) -> bool:
        """Publish; False when that is refused."""
        size = event.bytes or self.settings.usual_bytes
        if size > self.settings.most_bytes:
            self.ledgers[PublishRefused].append((now, TOO_LARGE))
            return False
        if not self._allows(now, event):
            self.ledgers[PublishRefused].append((now, ABOVE_QUOTA))
            return False
        self._take(now, event, size)
        return True

    def _allows(self, now: float, event: Event) -> bool:
        return self.quota is None or self.quota.take(now)

    def _take(self, now: float, event: Event, size: int) -> None:
        self.ledgers[MessagePublished].append((now,))
        due, units = len(self.subscriptions), -(-size // UNIT_BYTES)
        self.ledgers[PublishTaken].append((now, due, size, units))
        number = self._published
        self._published += 1
        if event.content < 0.0:
            event = event._replace(content=self._contents.of(number))
        for subscription in self.subscriptions:
            self._notify(now, event, number, subscription)

    def _notify(self, now: float, event: Event, number: int, to: Subscriber) -> None:
        why = None if to.filter is None else self._against(event, number, to, to.filter)
        if why is None:
            to.delivery.deliver(now, event)
        else:
            self.ledgers[NotificationFilteredOut].append((now, to.number))
            self.ledgers[FilteredBy].append((now, to.number, why))

    def _against(
        self, event: Event, number: int, to: Subscriber, policy: FilterCriteria
    ) -> int | None:
        """Why the filter policy does not accept a message; None if it does."""
        if to.on_body:
            share, others, why = self.settings.invalid_body, self._bodies, INVALID_BODY
        else:
            share, others = self.settings.without_attributes, self._attributes
            why = NO_ATTRIBUTES
        if share and others.of(number) < share:
            return why
        if policy.matches(event.content):
            return None
        return BY_BODY if to.on_body else BY_ATTRIBUTES

    # What becomes of a notification: the deliveries tell.

    def delivered(self, now: float, number: int, sent: Undelivered) -> None:
        """The subscriber has it."""
        to = self.known[number]
        self.ledgers[NotificationDelivered].append((now,))
        if to.is_http:
            self.ledgers[HttpDelivered].append((now, to.number))

    def attempt_failed(self, now: float, number: int, sent: Undelivered) -> None:
        """A server-side error."""
        to = self.known[number]
        self.ledgers[AttemptFailed].append((now, to.number, int(to.is_http)))

    def given_up(self, now: float, number: int, sent: Undelivered, why: int) -> None:
        """NumberOfNotificationsFailed counts it, but each attempt of an HTTP endpoint alone."""
        to = self.known[number]
        counted = int(not to.is_http or why == NOT_ALLOWED)
        row = (now, to.number, why, sent.retries, counted)
        self.ledgers[NotificationGivenUp].append(row)

    def dead_lettered(self, now: float, number: int, taken: bool) -> None:
        """What was given up is in the subscription's dead-letter queue, or lost."""
        fact = NotificationRedriven if taken else RedriveFailed
        self.ledgers[fact].append((now, self.known[number].number))

    def bind(self) -> None:
        """Nothing of a topic's is on the hot path."""

    def observe(self, now: float) -> None:
        """State how many notifications wait for another attempt."""
        waiting = sum([one.delivery.waiting for one in self.known.values()])
        self.ledgers[TopicObserved].append((now, waiting))


class FifoTopic(DetailedTopic):
    """A FIFO topic: its messages have a group, and perhaps were sent before.

    ``topic_quota`` counts for all of them, else each group may have ``group_per_s`` a second.
    """

    reads_keys = True
    spreads_keys = False

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: TopicSettings,
        seed: int,
        quotas: Mapping[str, float],
        by_group: bool,
    ) -> None:
        super().__init__(env, id, settings, seed)
        self._topic_quota = None if by_group else VirtualSchedule(quotas["topic"])
        self._group_per_s, self._deduplication_s = quotas["group"], quotas["deduplication"]
        self._groups: dict[int, VirtualSchedule] = {}

    def put(self, now: float, key: int, poison: bool) -> bool:
        """Publish to the message group ``key``; False when the quota is used up."""
        return self.deliver(now, Event(key=key, poison=poison))

    def put_again(self, now: float, key: int, poison: bool, accepted: float) -> bool:
        """Publish with the deduplication id of what was ``accepted`` at that time."""
        if now - accepted >= self._deduplication_s:
            return self.put(now, key, poison)
        if not self._allows(now, Event(key=key)):
            self.ledgers[PublishRefused].append((now, ABOVE_QUOTA))
            return False
        self.ledgers[PublishDeduplicated].append((now,))
        return True

    def _allows(self, now: float, event: Event) -> bool:
        own = self._topic_quota or self._group(event.key)
        return own.take(now) and super()._allows(now, event)

    def _group(self, key: int) -> VirtualSchedule:
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = VirtualSchedule(self._group_per_s)
        return group
