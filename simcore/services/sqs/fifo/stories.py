"""Stories of a FIFO queue: some of its messages, and the first of those that fail every time."""

from __future__ import annotations

from simcore.facts import Ledger
from simcore.roles.grouped import GroupedReceipt
from simcore.roles.polled import Real
from simcore.services.sqs.fifo.unusual import UnusualMessages
from simcore.services.sqs.stories import MOST_POISON, MessageStories


class GroupedStories(MessageStories):
    """Follows one message in ``stride``, and poison messages."""

    def __init__(self, ledger: Ledger, stride: int, unusual: UnusualMessages) -> None:
        self._followed: set[int] = set()
        self._unusual = unusual
        super().__init__(ledger, stride, self._followed)

    def received_grouped(self, now: float, receipt: GroupedReceipt) -> None:
        """The receipt's messages were received, some for the first time."""
        receipt.followed = True
        for id, sent, _ in receipt.messages:
            if id in receipt.poison and len(self._followed) < MOST_POISON:
                self._followed.add(id)
            receives = self._unusual.received(id)
            if receives == 1:
                self.step(sent, id, "sent")
            self.step(now, id, "received", receives, receipt.deadline)

    def all_of(
        self, now: float, receipt: GroupedReceipt, step: str, a: Real = 0.0, b: Real = 0.0
    ) -> None:
        """All of the receipt's messages took the step."""
        for id, _, _ in receipt.messages:
            self.step(now, id, step, a, b)
