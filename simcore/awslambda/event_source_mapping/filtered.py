"""Receives of a mapping with a filter: what does not match is deleted, and the rest is a batch.

Models: a message that does not match is deleted from the queue without an invocation; a poller
    whose whole receive is filtered out polls again, after the time that receive and delete take
    (assumed).
Ignores: that time for receives of which something is left.
States: EventsFilteredOut; the queue states MessageDeleted.

Sources: AWS Lambda Developer Guide, invocation-eventfiltering (14 Nov 2022, 12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable

from simcore.facts import EventsFilteredOut, Ledgers
from simcore.roles.filtering import EVERYTHING, FilterCriteria
from simcore.roles.polled import PolledQueue, Receipt

Receive = Callable[[float, int], Receipt | None]


class FilteredReceives:
    """Filters what ``receive`` brings; ``took_all`` says that nothing of the last one was left."""

    def __init__(
        self, queue: PolledQueue, criteria: FilterCriteria, receive: Receive, ledgers: Ledgers
    ) -> None:
        self._queue, self._criteria, self._receive = queue, criteria, receive
        self._ledgers = ledgers
        self.took_all = False

    def change(self, criteria: FilterCriteria | None) -> None:
        """The mapping's filter is another one, or none, from now on."""
        self._criteria = criteria or EVERYTHING

    def receive(self, now: float, most: int) -> Receipt | None:
        """The messages that match; None when there are none, or none that match."""
        self.took_all = False
        receipt = self._receive(now, most)
        if receipt is None:
            return None
        messages = receipt.unpack()
        places = self._criteria.places([self._queue.content_of(m.id) for m in messages])
        if len(places) < len(messages):
            gone = self._queue.delete_except(now, receipt, frozenset(places), "filtered-out")
            self._ledgers[EventsFilteredOut].append((now, gone))
            self.took_all = not places
        return receipt if places else None
