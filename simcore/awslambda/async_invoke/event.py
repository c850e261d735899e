"""An event in the internal queue."""

from __future__ import annotations

from simcore.roles.event import Event


class QueuedEvent:
    """One event, or the copy of one that is delivered twice.

    ``event`` is what was handed over, ``id`` its place in the order of arrival (a copy has that of
    its original), ``accepted`` when it was taken in (seconds), ``chain`` its place in a chain of
    invocations, from 1 for an event from outside. ``attempts`` counts the times that the function
    ran with it, ``refusals`` the throttles and system errors since the last of them; ``too_old``
    says that it waits only for its end. ``log_entries``, kept at the original, counts what the
    handler has logged for it. ``traced`` says whether X-Ray samples it, None before that is known.
    """

    __slots__ = (
        "accepted",
        "attempts",
        "chain",
        "event",
        "id",
        "log_entries",
        "original",
        "refusals",
        "too_old",
        "traced",
    )

    def __init__(
        self, id: int, accepted: float, event: Event, original: QueuedEvent | None = None
    ) -> None:
        self.id, self.accepted, self.event, self.original = id, accepted, event, original
        self.chain = event.chain + 1
        self.attempts = self.refusals = self.log_entries = 0
        self.too_old = False
        self.traced: bool | None = None

    def duplicate(self) -> QueuedEvent:
        """The same event once more, with a life of its own."""
        return QueuedEvent(self.id, self.accepted, self.event, self)

    def log(self) -> int:
        """The handler logs one more entry; returns how many there are of this event."""
        first = self.original or self
        first.log_entries += 1
        return first.log_entries

    def passed_on(self, whole: bool) -> Event:
        """What leaves the queue: the ``whole`` event, or a record of its invocation."""
        if whole:
            return self.event._replace(chain=self.chain)
        return Event(trace=self.event.trace, chain=self.chain)


class PoisonedEvent(tuple[QueuedEvent]):
    """What a function is invoked with when the event makes every handler fail that gets it."""

    __slots__ = ()

    def poisoned(self) -> tuple[int, ...]:
        """The places of the poisoned records: there is one record."""
        return (0,)
