"""Amazon S3, a bucket: objects are put into it, and it tells others of them.

Models: PutObject, one object a time, by clients, functions, destinations and services; the request
    rate of a partitioned prefix, where the scenario says how many there are (objects are spread
    evenly, so that the limits of all of them are one): the excess gets 503 Slow Down; event
    notifications to functions (asynchronous Invoke), standard queues and standard topics, each of
    objects of its own, and every event to EventBridge; they arrive after a while, in no order,
    some of them twice. What a destination refuses is delivered again, later and later (for how
    long is assumed); where S3 has no permission, it is lost.
Ignores: whatever else is done with objects (they are not read, copied, tagged or deleted), so that
    no other type of event happens; keys and sizes of objects; how a hot prefix is split; storage,
    latency and other costs of requests; the test event that S3 sends when notifications are
    configured; the sequencer, but in event documents; replication, versions.
States: ObjectPut, RequestRefused, NotificationMade, NotificationDelivered, NotificationRefused,
    NotificationsObserved.

Sources: Amazon S3 User Guide, EventNotifications, notification-content-structure, EventBridge
(Apr 2026) and optimizing-performance (Jun 2023); AWS Lambda Developer Guide,
invocation-async-retain-records (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Sequence

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.errors import RetuneError
from simcore.facts import ledgers_for
from simcore.roles.event import Event
from simcore.roles.taker import Denied
from simcore.services.s3.facts import (
    NotificationDelivered,
    NotificationMade,
    NotificationRefused,
    NotificationsObserved,
    ObjectPut,
    RequestRefused,
)
from simcore.services.s3.settings import BucketSettings, Notification

TELLING = (NotificationMade, NotificationDelivered, NotificationRefused, NotificationsObserved)
NEVER = -1.0


class _Telling:
    """One notification on its way: of an object that was ``put``; ``tried`` first at that time."""

    __slots__ = ("event", "put", "refusals", "to", "tried")

    def __init__(self, event: Event, put: float, to: Notification) -> None:
        self.event, self.put, self.to = event, put, to
        self.tried, self.refusals = NEVER, 0


class Bucket:
    """One bucket; what it states depends on whether it ``tells`` anybody and has limits."""

    type = "bucket"

    def __init__(
        self, env: Environment, id: str, settings: BucketSettings, seed: int, *, tells: bool
    ) -> None:
        self.env, self.id, self.settings, self.tells = env, id, settings, tells
        limited = (RequestRefused,) if settings.puts_per_s is not None else ()
        self.ledgers = ledgers_for(ObjectPut, *limited, *(TELLING if tells else ()))
        self._notifications: tuple[Notification, ...] = ()
        self._keys = Stream(generator(seed, f"{id}/keys"), uniform, block=256)
        self._tosses = Stream(generator(seed, f"{id}/twice"), uniform, block=256)
        self._jitter = Stream(generator(seed, f"{id}/again"), uniform, block=256)
        self._latencies = Stream(
            generator(seed, f"{id}/notification"), settings.latency.draw, block=256
        )
        self._waiting = 0
        self._quota: VirtualSchedule | None = None
        if settings.puts_per_s is not None:
            self._quota = VirtualSchedule(settings.puts_per_s)

    @property
    def always_takes(self) -> bool:
        """Whether its request rate is not limited."""
        return self._quota is None

    def connect(self, notifications: Sequence[Notification]) -> None:
        """Whom to tell from now on, in the place of those that there were."""
        self._notifications = tuple(notifications)

    def retune(self, settings: BucketSettings, *, tells: bool) -> None:
        """Change what is said of it; what is on its way arrives when it was to.

        Raises RetuneError where it would state what it was not made to state.
        """
        if tells and not self.tells:
            raise RetuneError(self.id, "notifications", "there were none at the start")
        if settings.puts_per_s != self.settings.puts_per_s:
            if settings.puts_per_s is None or self._quota is None:
                raise RetuneError(self.id, "prefixes", "request rates are limited or they are not")
            used_until = self._quota.used_until
            self._quota = VirtualSchedule(settings.puts_per_s)
            self._quota.used_until = used_until
        if settings.latency != self.settings.latency:
            self._latencies.remap(settings.latency.draw)
        self.settings = settings

    def deliver(self, now: float, event: Event) -> bool:
        """PutObject; False is 503 Slow Down."""
        if self._quota is not None and not self._quota.take(now):
            self.ledgers[RequestRefused].append((now,))
            return False
        self.ledgers[ObjectPut].append((now,))
        if self._notifications:
            self._tell(now, event)
        return True

    def _tell(self, now: float, event: Event) -> None:
        """Notify all whose objects this is one of; the document is S3's own, whatever was put."""
        key = self._keys.next()
        document = event._replace(bytes=0)
        for one in self._notifications:
            if one.keys.matches(key):
                copies = int(self._tosses.next() < self.settings.duplicate_rate)
                self.ledgers[NotificationMade].append((now, one.number, copies))
                for _ in range(1 + copies):
                    self._waiting += 1
                    due = now + self._latencies.next()
                    self.env.call_at(due, self._arrives, _Telling(document, now, one))

    def _arrives(self, telling: _Telling) -> None:
        now, to = self.env.now, telling.to
        if to.taker.deliver(now, telling.event):
            self._waiting -= 1
            self.ledgers[NotificationDelivered].append((now, telling.put, to.number))
        else:
            self._refused(now, telling)

    def _refused(self, now: float, telling: _Telling) -> None:
        """Later again, until it is too old; where S3 has no permission, never."""
        to, due = telling.to, None
        telling.refusals += 1
        if telling.tried == NEVER:
            telling.tried = now
        if not isinstance(to.taker, Denied):
            toss, refusals = self._jitter.next(), telling.refusals
            due = self.settings.again.due(now, telling.tried, refusals, toss)
        self.ledgers[NotificationRefused].append((now, to.number, NEVER if due is None else due))
        if due is None:
            self._waiting -= 1
        else:
            self.env.call_at(due, self._arrives, telling)

    def bind(self) -> None:
        """Nothing of a bucket's is on the hot path."""

    def observe(self, now: float) -> None:
        """State the notifications on their way; objects are counted as they arrive."""
        if self.tells:
            self.ledgers[NotificationsObserved].append((now, self._waiting))
