"""Delivery to one target with retries: what services that push events have in common.

Models: an event is handed over at once; errors of the server's side (a share of the attempts, or
    what the target refuses for want of throughput) are tried again by the waits of a policy, until
    the tries or the time are over; errors of the client's side (no permission, or the target is
    gone) are not. What is given up goes to the target's dead-letter queue, if there is one.
    In order by key, where that is asked for: what comes later waits for what is tried again.
Ignores: latency; when its time is nearly over an event is given up as soon as its next attempt
    would be too late.
States: nothing: it tells the service, which states.
"""

from __future__ import annotations

from collections import deque
from typing import Protocol

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.frozen import frozen
from simcore.roles.event import Event
from simcore.roles.taker import Denied, Taker

NOT_ALLOWED, TRIES_OVER, TOO_OLD = range(3)
"""Why an event is given up."""

GIVEN_UP = ("NO_PERMISSIONS", "MaximumRetryAttempts", "MaximumEventAgeInSeconds")
"""The same in EventBridge's words: an error of the client's side, or what was exhausted."""


class Waits(Protocol):
    """A policy of retries; nothing is tried again after more than ``age_s`` (seconds)."""

    @property
    def age_s(self) -> float:
        """From the first attempt on."""

    def wait_s(self, retry: int, toss: float) -> float | None:
        """Before the n-th retry, from 1 on; None when there is none. ``toss`` is from [0, 1)."""


@frozen
class Backoff:
    """Waits that double from ``first_s`` to ``longest_s``, of which chance leaves any share.

    There are ``retries`` at most, and none after ``age_s``.
    """

    retries: int
    age_s: float
    first_s: float
    longest_s: float

    def wait_s(self, retry: int, toss: float) -> float | None:
        """Full jitter: anything from 0 to what the wait has grown to."""
        if retry > self.retries:
            return None
        doublings = min(retry - 1, 60)
        return float(min(self.first_s * 2.0**doublings, self.longest_s)) * toss


@frozen
class Target:
    """To whom events are delivered, and how; of the attempts a share has a server-side error."""

    taker: Taker
    waits: Waits
    error_rate: float = 0.0
    dead_letter_queue: Taker | None = None


class Undelivered:
    """An event on its way, since then (seconds); ``retries`` counts those that were made."""

    __slots__ = ("event", "retries", "since")

    def __init__(self, event: Event, since: float) -> None:
        self.event, self.since, self.retries = event, since, 0


class Service(Protocol):
    """Who delivers; ``number`` says by which of its targets."""

    def delivered(self, now: float, number: int, sent: Undelivered) -> None:
        """The target has taken it."""

    def attempt_failed(self, now: float, number: int, sent: Undelivered) -> None:
        """An attempt had an error of the server's side; what comes of it is not known yet."""

    def given_up(self, now: float, number: int, sent: Undelivered, why: int) -> None:
        """It is not tried again; ``why`` indexes :data:`GIVEN_UP`."""

    def dead_lettered(self, now: float, number: int, taken: bool) -> None:
        """What was given up was sent to the dead-letter queue, which has taken it or not."""


class Redelivery:
    """The deliveries of one service to one of its targets; ``waiting`` of them wait for a retry."""

    def __init__(
        self, env: Environment, service: Service, number: int, target: Target, tosses: Stream
    ) -> None:
        self.env, self.service, self.number = env, service, number
        self.target, self._tosses = target, tosses
        self.waiting = 0

    def deliver(self, now: float, event: Event) -> None:
        """Try it; what becomes of it the service is told."""
        self._attempt(now, Undelivered(event, now))

    def _attempt(self, now: float, sent: Undelivered) -> bool:
        """Whether it is done with: delivered, or given up."""
        target = self.target
        if isinstance(target.taker, Denied):
            return self._give_up(now, sent, NOT_ALLOWED)
        rate = target.error_rate
        failed = rate > 0.0 and self._tosses.next() < rate
        if not failed and target.taker.deliver(now, sent.event):
            self.service.delivered(now, self.number, sent)
            return True
        self.service.attempt_failed(now, self.number, sent)
        return self._try_later(now, sent)

    def _try_later(self, now: float, sent: Undelivered) -> bool:
        waits = self.target.waits
        wait_s = waits.wait_s(sent.retries + 1, self._tosses.next())
        if wait_s is None:
            return self._give_up(now, sent, TRIES_OVER)
        if now + wait_s > sent.since + waits.age_s:
            return self._give_up(now, sent, TOO_OLD)
        sent.retries += 1
        self.waiting += 1
        self.env.call_at(now + wait_s, self._again, sent)
        return False

    def _again(self, sent: Undelivered) -> None:
        self.waiting -= 1
        self._attempt(self.env.now, sent)

    def _give_up(self, now: float, sent: Undelivered, why: int) -> bool:
        self.service.given_up(now, self.number, sent, why)
        dead = self.target.dead_letter_queue
        if dead is not None:
            self.service.dead_lettered(now, self.number, dead.deliver(now, sent.event))
        return True


class OrderedRedelivery(Redelivery):
    """The same, in order by key: behind an event that is tried again wait all later ones of it."""

    def __init__(
        self, env: Environment, service: Service, number: int, target: Target, tosses: Stream
    ) -> None:
        super().__init__(env, service, number, target, tosses)
        self._lines: dict[int, deque[Undelivered]] = {}

    def deliver(self, now: float, event: Event) -> None:
        """Try it, or put it in line."""
        line, sent = self._lines.get(event.key), Undelivered(event, now)
        if line is not None:
            line.append(sent)
            self.waiting += 1
        elif not self._attempt(now, sent):
            self._lines[event.key] = deque()

    def _again(self, sent: Undelivered) -> None:
        self.waiting -= 1
        now, key = self.env.now, sent.event.key
        line = self._lines[key]
        while self._attempt(now, sent):
            if not line:
                del self._lines[key]
                return
            sent = line.popleft()
            self.waiting -= 1
