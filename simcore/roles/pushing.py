"""Targets that a service invokes by rules or schedules, at a pace, with retries.

Models: invocations begin when the quota of the account allows it, and that of the target, if it has
    one; what has to wait is delayed, and nothing is lost. What becomes of them then: see
    :mod:`simcore.roles.redelivery`.
Ignores: nothing further.
States: InvocationDelayed, TargetInvoked, InvocationRetried, InvocationGivenUp, SentToDlq, in the
    ledgers of the service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from simcore.facts import Ledgers
from simcore.facts.pushing import (
    InvocationDelayed,
    InvocationGivenUp,
    InvocationRetried,
    SentToDlq,
    TargetInvoked,
)
from simcore.frozen import frozen
from simcore.roles.event import Event
from simcore.roles.pace import Pace
from simcore.roles.redelivery import Redelivery, Undelivered


@frozen
class PacedTarget:
    """Whom to invoke; some have a ``pace`` of their own."""

    delivery: Redelivery
    pace: Pace | None = None


Waiting = tuple[PacedTarget, Event]
Work = Callable[[float, Waiting], None]


class Pushes:
    """What a service that invokes targets inherits; ``invocations`` is the quota of the account.

    ``known`` are all targets that it ever had, by their numbers; ``delayed`` invocations wait for
    their turn.
    """

    ledgers: Ledgers

    def __init__(self) -> None:
        self.known: dict[int, PacedTarget] = {}
        self.invocations: Pace | None = None
        self.delayed = 0

    def know(self, targets: Iterable[PacedTarget]) -> None:
        """They are invoked from now on."""
        self.known |= {target.delivery.number: target for target in targets}

    def push(self, now: float, target: PacedTarget, event: Event) -> None:
        """As soon as the quotas allow it."""
        self._in_turn(now, self.invocations, self._has_turn, (target, event))

    def _in_turn(self, now: float, pace: Pace | None, work: Work, about: Waiting) -> None:
        """Do it when the pace allows it; what has to wait is told."""
        self.delayed += 1
        if pace is None:
            work(now, about)
        elif not pace.begin(now, work, about):
            self.ledgers[InvocationDelayed].append((now, about[0].delivery.number))

    def _has_turn(self, now: float, about: Waiting) -> None:
        self.delayed -= 1
        self._in_turn(now, about[0].pace, self._deliver, about)

    def _deliver(self, now: float, about: Waiting) -> None:
        self.delayed -= 1
        about[0].delivery.deliver(now, about[1])

    @property
    def retrying(self) -> int:
        """How many wait for another attempt."""
        return sum([target.delivery.waiting for target in self.known.values()])

    # What becomes of an invocation: the deliveries tell.

    def delivered(self, now: float, number: int, sent: Undelivered) -> None:
        """The target has it."""
        self.ledgers[TargetInvoked].append((now, number, sent.retries))

    def attempt_failed(self, now: float, number: int, sent: Undelivered) -> None:
        """An error that may be over when it is tried again."""
        self.ledgers[InvocationRetried].append((now, number))

    def given_up(self, now: float, number: int, sent: Undelivered, why: int) -> None:
        """It failed for good."""
        self.ledgers[InvocationGivenUp].append((now, number, why, sent.retries))

    def dead_lettered(self, now: float, number: int, taken: bool) -> None:
        """The dead-letter queue of the target has it, or it is lost."""
        self.ledgers[SentToDlq].append((now, number, int(taken)))
