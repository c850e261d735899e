"""Services that hand events over: CloudWatch Logs, SES, Config, IoT, CodeCommit and others.

Models: an asynchronous Invoke for each event, which Lambda's queue takes whatever the function can
    do; log events together, as many as come while the first of them waits (how many and how long
    is assumed); a delivery that Lambda refuses for the moment, which CloudWatch Logs tries again
    for a day (the waits are assumed) and the others do not (assumed); a missing permission: the
    event is lost, and CloudWatch Logs switches the filter off for a while, in which all is lost;
    the error action of a rule of IoT, told once of a delivery that failed; an answer that
    CloudFormation and CodePipeline wait for although the invocation is asynchronous
    (:mod:`.waiting`).
Ignores: the time from the event to its delivery; which events a trigger or a rule is about, the
    two filters of a log group and the ten triggers of a repository; sizes; several actions of a
    rule; IoT's own retries, whose schedule is not published; PutEvaluations of Config.
States: EventArose, EventsDelivered, DeliveryFailed, ErrorActionDone, ProgressReported, WaitEnded,
    SourceObserved.

Sources: Amazon CloudWatch Logs User Guide, SubscriptionFilters (Apr 2026); AWS IoT Developer Guide,
rule-error-handling (2026); AWS Lambda Developer Guide, services-cloudwatchlogs and its neighbours
(2022).
"""

from __future__ import annotations

from simcore.engine.arrivals import ArrivalSource, OpenLoop
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import ledgers_for
from simcore.roles.event import FROM_OUTSIDE, Event
from simcore.roles.taker import Denied, Taker
from simcore.services.event_source.facts import (
    DENIED,
    REFUSED,
    SWITCHED_OFF,
    DeliveryFailed,
    ErrorActionDone,
    EventArose,
    EventsDelivered,
    ProgressReported,
    SourceObserved,
    WaitEnded,
)
from simcore.services.event_source.pushed.waiting import Waiting
from simcore.services.event_source.settings import PushSettings

STATES = (EventArose, EventsDelivered, DeliveryFailed, ErrorActionDone, SourceObserved)


class Batch:
    """Events that go together: how many, when the first arose, how often they were refused."""

    __slots__ = ("arose", "closed", "event", "n", "refusals", "tried")

    def __init__(self, arose: float, event: Event) -> None:
        self.n, self.arose, self.event = 0, arose, event
        self.refusals, self.tried, self.closed = 0, arose, False


class Pusher(OpenLoop):
    """One service that invokes a function asynchronously."""

    type = "event_source"

    def __init__(
        self, env: Environment, id: str, arrivals: ArrivalSource, settings: PushSettings, seed: int
    ) -> None:
        self.settings = settings
        waits = (ProgressReported, WaitEnded) if settings.answer is not None else ()
        self.ledgers = ledgers_for(*STATES, *waits)
        self._function: Taker = Denied()
        self._error_action: Taker | None = None
        self._refusals = Stream(generator(seed, f"{id}/refused"), uniform, block=256)
        self._jitter = Stream(generator(seed, f"{id}/again"), uniform, block=256)
        self._batch: Batch | None = None
        self._off_until = 0.0
        self._undelivered = 0
        self._waiting: Waiting | None = None
        if settings.answer is not None:
            self._waiting = Waiting(env, settings.answer, self.ledgers, self._push)
        super().__init__(env, id, arrivals, self.request)

    def connect(self, function: Taker, error_action: Taker | None) -> None:
        """Whom to invoke, and who is told of what failed."""
        self._function, self._error_action = function, error_action

    def retune_settings(self, settings: PushSettings) -> None:
        """From the next event on; one that waits for its next delivery is delivered as it says."""
        self.settings = settings
        if self._waiting is not None and settings.answer is not None:
            self._waiting.settings = settings.answer

    def request(self, now: float) -> None:
        """Something happens."""
        self.ledgers[EventArose].append((now,))
        self._undelivered += 1
        if now < self._off_until:
            self._lost(now, 1, SWITCHED_OFF)
        elif self._waiting is not None:
            self._push(now, self._waiting.begin(now), 1)
        elif self.settings.batch <= 1:
            self._push(now, FROM_OUTSIDE, 1)
        else:
            self._gather(now)

    def _gather(self, now: float) -> None:
        """Into the batch that waits for more; who is first opens one."""
        batch = self._batch
        if batch is None:
            batch = self._batch = Batch(now, FROM_OUTSIDE)
            self.env.call_at(now + self.settings.window_s, self._window_over, batch)
        batch.n += 1
        if batch.n >= self.settings.batch:
            self._close(now, batch)

    def _window_over(self, batch: Batch) -> None:
        if not batch.closed:
            self._close(self.env.now, batch)

    def _close(self, now: float, batch: Batch) -> None:
        self._batch, batch.closed, batch.tried = None, True, now
        self._deliver(now, batch)

    def _push(self, now: float, event: Event, n: int) -> None:
        """One event by itself, or, with ``n`` 0, the next word about one."""
        batch = Batch(now, event)
        batch.n = n
        self._deliver(now, batch)

    def _deliver(self, now: float, batch: Batch) -> None:
        said = self.settings
        if now < self._off_until:
            self._lost(now, batch.n, SWITCHED_OFF, batch.event)
        elif said.denied or isinstance(self._function, Denied):
            self._off_until = now + said.off_s
            self._lost(now, batch.n, DENIED, batch.event)
        elif (said.refused and self._refusals.next() < said.refused) or not (
            self._function.deliver(now, batch.event)
        ):
            self._refused(now, batch)
        else:
            self._undelivered -= batch.n
            self.ledgers[EventsDelivered].append((now, batch.n, batch.arose))

    def _refused(self, now: float, batch: Batch) -> None:
        batch.refusals += 1
        again, due = self.settings.again, None
        if again is not None:
            due = again.due(now, batch.tried, batch.refusals, self._jitter.next())
        if due is None:
            self._lost(now, batch.n, REFUSED, batch.event)
        else:
            self.ledgers[DeliveryFailed].append((now, batch.n, REFUSED, 0))
            self.env.call_at(due, self._deliver_again, batch)

    def _deliver_again(self, batch: Batch) -> None:
        self._deliver(self.env.now, batch)

    def _lost(self, now: float, n: int, failure: int, event: Event = FROM_OUTSIDE) -> None:
        self._undelivered -= n
        self.ledgers[DeliveryFailed].append((now, n, failure, n))
        if self._waiting is not None:
            self._waiting.lost(now, event)
        if self._error_action is not None and self._error_action.deliver(now, FROM_OUTSIDE):
            self.ledgers[ErrorActionDone].append((now,))

    def bind(self) -> None:
        """Nothing of it is on the hot path."""

    def observe(self, now: float) -> None:
        """State what waits to be delivered, and the answers that are awaited."""
        awaited = 0 if self._waiting is None else self._waiting.open
        self.ledgers[SourceObserved].append((now, self._undelivered, 0, awaited))
