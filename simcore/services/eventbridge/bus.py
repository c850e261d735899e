"""Amazon EventBridge, an event bus: here, where events arrive.

Models: PutEvents by a destination.
Ignores: rules and their targets (what arrives is only counted), the PutEvents quota, latency,
    event size, archives.
States: EventPut.

Sources: AWS Lambda Developer Guide, invocation-async (14 Nov 2022) and
invocation-async-retain-records (12 Jul 2026).
"""

from __future__ import annotations

from simcore.facts import ledgers_for
from simcore.roles.event import Event
from simcore.services.eventbridge.facts import EventPut


class EventBus:
    """One bus, as the end of the way."""

    type = "bus"
    always_takes = True

    def __init__(self, id: str) -> None:
        self.id = id
        self.ledgers = ledgers_for(EventPut)

    def deliver(self, now: float, event: Event) -> bool:
        """PutEvents with one entry, whose source is `lambda`."""
        self.ledgers[EventPut].append((now,))
        return True

    def bind(self) -> None:
        """Nothing of a bus's is on the hot path."""

    def observe(self, now: float) -> None:
        """A bus has no levels to state: it keeps nothing."""
