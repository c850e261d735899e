"""An event in the internal queue."""

from __future__ import annotations


class Event:
    """One event, or the copy of one that is delivered twice.

    ``id`` is its place in the order of arrival (a copy has that of its original), ``accepted`` is
    when it was taken in (seconds), ``chain`` its place in a chain of invocations, from 1 for an
    event from outside. ``attempts`` counts the times that the function ran with it, ``refusals``
    the throttles and system errors since the last of them; ``too_old`` says that it waits only for
    its end. ``log_entries``, kept at the original, counts what the handler has logged for it.
    """

    __slots__ = (
        "accepted",
        "attempts",
        "chain",
        "id",
        "log_entries",
        "original",
        "refusals",
        "too_old",
    )

    def __init__(self, id: int, accepted: float, chain: int, original: Event | None = None) -> None:
        self.id, self.accepted, self.chain = id, accepted, chain
        self.original = original
        self.attempts = self.refusals = self.log_entries = 0
        self.too_old = False

    def duplicate(self) -> Event:
        """The same event once more, with a life of its own."""
        return Event(self.id, self.accepted, self.chain, self)

    def log(self) -> int:
        """The handler logs one more entry; returns how many there are of this event."""
        first = self.original or self
        first.log_entries += 1
        return first.log_entries
