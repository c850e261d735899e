"""Stories: every attempt of some of a function's events, chosen by their order of arrival."""

from __future__ import annotations

from simcore.awslambda.async_invoke.event import QueuedEvent
from simcore.facts import STORY_STEPS, Ledger

STEP = {name: index for index, name in enumerate(STORY_STEPS)}


MOST_POISON = 20
"""So many poisoned events of a function are followed whatever their numbers are."""


class EventStories:
    """Follows one event in ``stride``; the first has the number ``first``."""

    def __init__(self, ledger: Ledger, first: int, stride: int) -> None:
        self._ledger, self._first, self._stride = ledger, first, stride
        self._others: set[int] = set()

    def follow(self, event: QueuedEvent) -> None:
        """The event is poisoned: that may be seen."""
        if len(self._others) < MOST_POISON:
            self._others.add(event.id)

    def invoked(self, now: float, event: QueuedEvent, traced: bool) -> None:
        """The function was invoked with the event."""
        self.step(now, event, "invoked", event.attempts, now - event.accepted)
        if traced:
            self.step(now, event, "traced", event.attempts)

    def step(self, t: float, event: QueuedEvent, step: str, a: float = 0.0, b: float = 0.0) -> None:
        """The event took a step, if it is one of those that are followed."""
        if not event.id % self._stride or event.id in self._others:
            self._ledger.append((t, self._first + event.id, STEP[step], a, b))
