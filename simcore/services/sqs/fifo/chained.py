"""A FIFO queue whose messages say how many invocations led to them, where handlers send.

Models: the same as :mod:`simcore.services.sqs.standard.chained`.
Ignores: nothing more.
States: nothing of its own.

Sources: AWS Lambda Developer Guide, invocation-recursion (12 Jul 2026).
"""

from __future__ import annotations

from typing import Any

from simcore.roles.event import Event
from simcore.roles.grouped import GroupedReceipt
from simcore.services.sqs.chains import Chains
from simcore.services.sqs.fifo.queue import FifoQueue
from simcore.services.sqs.fifo.unusual import Leaving


class ChainedFifoQueue(FifoQueue):
    """Messages have their ids from the moment at which they are sent."""

    def __init__(self, *args: Any) -> None:
        self._chains = Chains()
        super().__init__(*args)

    def deliver(self, now: float, event: Event) -> bool:
        """SendMessage of what another part sends."""
        self.coming.make_way()
        id = self._groups.next_id
        self._chains.add(id, event.chain)
        if super().deliver(now, event):
            return True
        self._chains.drop(id)
        return False

    def take_over(self, now: float, dead: Leaving, content: float) -> None:
        """Take in a message of another queue, of which this is the dead-letter queue."""
        self.coming.make_way()
        self._chains.add(self._groups.next_id, dead.chain)
        super().take_over(now, dead, content)

    def hand_over(self, now: float, message: Leaving) -> None:
        """Give a message that was received too often to the dead-letter queue, if there is one."""
        message.chain = self._chains.of(message.id)
        super().hand_over(now, message)

    def chain_of(self, receipt: GroupedReceipt) -> int:
        """The most invocations that led to one of the receipt's messages."""
        return self._chains.longest([id for id, _, _ in receipt.messages])

    def observe(self, now: float) -> None:
        """State the levels at ``now``."""
        super().observe(now)
        self._chains.tidy(self._here)

    def _here(self) -> set[int]:
        delayed = [id for id, _ in self._delayed.messages()]
        return {*delayed, *self._groups.ids(), *self._receipts.ids()}
