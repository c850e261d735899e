"""Stories: the steps of some of a queue's messages, chosen by their place in the line."""

from __future__ import annotations

from collections.abc import Set

from simcore.facts import STORY_STEPS, Ledger
from simcore.roles.polled import Real, Receipt

MOST_POISON = 20
"""So many poison messages of a queue are followed whatever their numbers are."""

STEP = {name: index for index, name in enumerate(STORY_STEPS)}


class MessageStories:
    """Follows one message in ``stride``, and those whose ids are in ``others``."""

    def __init__(self, ledger: Ledger, stride: int, others: Set[int] = frozenset()) -> None:
        self._ledger, self._stride, self._others = ledger, stride, others

    def step(self, t: float, id: int, step: str, a: Real = 0.0, b: Real = 0.0) -> None:
        """The message took a step, if it is one of those that are followed."""
        if not id % self._stride or id in self._others:
            self._ledger.append((t, id, STEP[step], a, b))

    def received(self, now: float, receipt: Receipt) -> None:
        """The receipt's messages were received, the fresh ones for the first time."""
        receipt.followed = True
        for i, sent in enumerate(receipt.fresh):
            self.step(sent, receipt.first_id + i, "sent")
            self.step(now, receipt.first_id + i, "received", 1, receipt.deadline)
        for message in receipt.messages:
            self.step(now, message.id, "received", message.receives, receipt.deadline)

    def all_step(
        self, now: float, receipt: Receipt, step: str, a: Real = 0.0, b: Real = 0.0
    ) -> None:
        """All of the receipt's messages took the step."""
        for message in receipt.messages:
            self.step(now, message.id, step, a, b)
        for id in range(receipt.first_id, receipt.first_id + len(receipt.fresh)):
            self.step(now, id, step, a, b)
