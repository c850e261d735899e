"""How many pollers an SQS event source mapping has.

Models: a few pollers that wait for messages, five when some appear; while a backlog remains,
    more of them every second at the profile's rate a minute (AWS does not publish whether in steps
    or continuously: spread evenly, assumed); a cap, or MaximumConcurrency; scale-in of waiting
    pollers once the queue is empty, at the same slope (assumed), down to the profile's floor; no
    growth while throttled batches are held, and one poller less for each batch given up (the
    amount is assumed); some pollers less for each batch that failed, down to the floor (how many is
    fitted to a measurement): the ramp brings them back.
Ignores: how AWS chooses the concurrency after function errors, which it does not publish.

Sources: AWS Lambda Developer Guide, with-sqs (2022); services-sqs-scaling and
services-sqs-errorhandling (12 Jul 2026).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar


@dataclass(frozen=True)
class FleetSettings:
    """Pollers at the start, at the most and at the least; rates in pollers a minute.

    ``lost_an_error`` is how many pollers a failed batch costs.
    """

    initial: int
    most: int
    floor: int
    ramp_per_min: float
    scale_in_per_min: float
    lost_an_error: float = 0.0

    def disabled(self) -> FleetSettings:
        """The same of a mapping that is disabled: nobody polls."""
        return replace(self, initial=0, most=0, floor=0)


class Fleet:
    """The size of the fleet; a tick a second while it has a reason to change."""

    TICK_S: ClassVar = 1.0

    def __init__(self, settings: FleetSettings) -> None:
        self.settings = settings
        self.size = 0
        self.leaving = 0  # pollers that errors cost, and that have not left yet
        self._lost = 0.0  # likewise, and not whole yet
        self._owed = 0.0  # pollers earned by the ramp and not whole yet; negative: to remove

    def rest(self) -> int:
        """Before any message: how many pollers to add to those that wait for the first."""
        added = max(min(self.settings.floor, self.settings.most) - self.size, 0)
        self.size += added
        return added

    def wake(self) -> int:
        """Messages appeared: how many pollers to add to have the initial ones."""
        added = max(min(self.settings.initial, self.settings.most) - self.size, 0)
        self.size += added
        return added

    def grow(self) -> int:
        """A tick with a backlog: how many pollers to add."""
        room = max(self.settings.most - self.size, 0)
        earned = self._earn(self.settings.ramp_per_min)
        stay = min(earned, self.leaving)
        self.leaving -= stay
        added = min(earned - stay, room)
        self.size += added
        return added

    def shrink(self, waiting: int) -> int:
        """A tick without work for the ``waiting`` pollers: how many of them to remove."""
        over = self.size - min(self.settings.floor, self.settings.most)
        removed = max(min(self._earn(self.settings.scale_in_per_min), waiting, over), 0)
        self.size -= removed
        return removed

    def retire(self) -> bool:
        """A poller gave up its batch: does it leave the fleet?"""
        leaves = self.size - self.leaving > min(self.settings.initial, self.settings.most)
        self.size -= leaves
        return leaves

    def back_off(self) -> bool:
        """A poller's batch failed: does it leave the fleet? Others may have to, too."""
        self._lost += self.settings.lost_an_error
        whole = int(self._lost + 1e-9)
        self._lost -= whole
        room = self.size - self.leaving - min(self.settings.floor, self.settings.most)
        self.leaving += max(min(whole, room), 0)
        if not self.leaving:
            return False
        self.leave()
        return True

    def is_over(self) -> bool:
        """Are there more pollers than there may be, after errors or with other settings?"""
        return self.leaving > 0 or self.size > self.settings.most

    def leave(self) -> None:
        """One of those that are too many stops polling."""
        self.size -= 1
        self.leaving -= self.leaving > 0

    def at_cap(self) -> bool:
        """Has the fleet the most pollers that it may have?"""
        return self.size >= self.settings.most

    def _earn(self, per_min: float) -> int:
        self._owed += per_min * self.TICK_S / 60.0
        whole = int(self._owed + 1e-9)
        self._owed -= whole
        return whole
