"""The messages of a standard queue that make every handler fail which gets them.

Models: poison as a property of a message, which it keeps whatever queue it goes to.
Ignores: why a handler fails.
States: nothing.
"""

from __future__ import annotations

MOST_FOLLOWED = 20
"""So many poison messages of a queue are followed whatever their numbers are."""


class PoisonMessages:
    """Their ids; ``ids`` is always the same set, to which receipts refer.

    ``followed`` are the first of them, whose stories are told.
    """

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self.followed: set[int] = set()
        self._delayed: set[int] = set()  # places among all messages that were ever delayed
        self._released = 0

    def add(self, id: int) -> None:
        """The message is poison."""
        self.ids.add(id)
        if len(self.followed) < MOST_FOLLOWED:
            self.followed.add(id)

    def delay(self, place: int) -> None:
        """The message at ``place`` in the line of the delayed is poison."""
        self._delayed.add(self._released + place)

    def release(self, first_id: int, n: int) -> None:
        """The first ``n`` in the line of the delayed have ids from ``first_id`` on."""
        if self._delayed:
            first, end = self._released, self._released + n
            over = {place for place in self._delayed if place < end}
            self._delayed -= over
            for place in sorted(over):
                self.add(first_id + place - first)
        self._released += n
