"""When an SQS event source mapping's fleet of pollers grows and shrinks.

Models: a tick a second; more pollers while messages wait that no poller takes, fewer while
    pollers wait and the queue is empty; no growth while throttled batches are held.
Ignores: how AWS measures a backlog, which it does not publish.
States: LimitReached.

Sources: AWS Lambda Developer Guide, with-sqs (2022); services-sqs-scaling and
services-sqs-errorhandling (12 Jul 2026).
"""

from __future__ import annotations

from typing import Protocol

from simcore.awslambda.event_source_mapping.fleet import Fleet
from simcore.awslambda.event_source_mapping.throttled import Pollers, ThrottledBatches
from simcore.awslambda.event_source_mapping.waiting import WaitingPollers
from simcore.engine.loop import Loop
from simcore.facts import LIMITS, LimitReached
from simcore.roles.polled import Receipt


class ScaledPollers(Pollers[Receipt], Protocol):
    """The mapping whose fleet it is."""

    fleet: Fleet
    waiting: WaitingPollers
    throttled: ThrottledBatches[Receipt]

    def is_short(self) -> bool:
        """Are there messages that no poller can take now?"""


class Scaling:
    """The ticks; they rest when the fleet is at its floor and has nothing to do."""

    def __init__(self, mapping: ScaledPollers) -> None:
        self.mapping, self.fleet = mapping, mapping.fleet
        self._capped = False
        self.ticks = Loop(mapping.env, self._tick)

    def wake(self) -> None:
        """Messages are there: tick, if it does not already."""
        if not self.ticks.running and self.mapping.settings.enabled:
            self.ticks.start(Fleet.TICK_S)

    def change(self) -> None:
        """The fleet may have another size from now on; the cap is stated once more."""
        self._capped = False
        if self.fleet.size > self.fleet.settings.floor:
            self.wake()

    def _tick(self, now: float) -> float | None:
        mapping, waiting = self.mapping, self.mapping.waiting
        if not mapping.settings.enabled:
            return None
        if mapping.is_short():
            if not mapping.throttled.holding:
                self._grow(now)
            return Fleet.TICK_S
        for _ in range(self.fleet.shrink(waiting.count)):
            waiting.remove(now)
        at_rest = waiting.count and self.fleet.size <= self.fleet.settings.floor
        return None if at_rest else Fleet.TICK_S

    def _grow(self, now: float) -> None:
        for _ in range(self.fleet.grow()):
            self.mapping.poll(now)
        if self.fleet.at_cap() and not self._capped:
            self._capped = True
            capped = self.mapping.settings.maximum_concurrency
            limit = "maximum concurrency" if capped else "pollers"
            self.mapping.ledgers[LimitReached].append((now, LIMITS.index(limit)))
