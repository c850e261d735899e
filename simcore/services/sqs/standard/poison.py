"""The messages of a standard queue that make every handler fail which gets them.

Models: poison as a property of a message, which it keeps whatever queue it goes to.
Ignores: why a handler fails.
States: nothing.
"""

from __future__ import annotations

from simcore.services.sqs.stories import MOST_POISON


class PoisonMessages:
    """Their ids; ``ids`` is always the same set, to which receipts refer.

    ``followed`` are the first of them, whose stories are told.
    """

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self.followed: set[int] = set()

    def add(self, id: int) -> None:
        """The message is poison."""
        self.ids.add(id)
        if len(self.followed) < MOST_POISON:
            self.followed.add(id)
