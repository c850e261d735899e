"""Stories of a FIFO queue: some of its messages, and the first of those that fail every time."""

from __future__ import annotations

from simcore.facts import Ledger
from simcore.roles.grouped import GroupedReceipt
from simcore.services.sqs.stories import MOST_POISON, MessageStories


class GroupedStories(MessageStories):
    """Follows one message in ``stride``, and poison messages."""

    def __init__(self, ledger: Ledger, stride: int) -> None:
        self._poison: set[int] = set()
        super().__init__(ledger, stride, self._poison)

    def received_grouped(self, now: float, receipt: GroupedReceipt) -> None:
        """The receipt's messages were received, some for the first time."""
        receipt.followed = True
        for message in receipt.messages:
            if message.poison and len(self._poison) < MOST_POISON:
                self._poison.add(message.id)
            if message.receives == 1:
                self.step(message.sent, message.id, "sent")
            self.step(now, message.id, "received", message.receives, receipt.deadline)

    def all_grouped(self, now: float, receipt: GroupedReceipt, step: str) -> None:
        """All of the receipt's messages took the step."""
        for message in receipt.messages:
            self.step(now, message.id, step)
