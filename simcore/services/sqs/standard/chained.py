"""A standard queue whose messages say how many invocations led to them, where handlers send.

Models: the number comes with what is delivered, and stays with the message through its delay, its
    receives and the move to a dead-letter queue.
Ignores: StartMessageMoveTask: what is moved by one is as if it came from outside.
States: nothing of its own.

Sources: AWS Lambda Developer Guide, invocation-recursion (12 Jul 2026).
"""

from __future__ import annotations

from typing import Any

from simcore.roles.event import Event
from simcore.roles.polled import Message, Receipt
from simcore.services.sqs.chains import Chains
from simcore.services.sqs.facts import MessagesSent
from simcore.services.sqs.standard.moved import MovedMessage
from simcore.services.sqs.standard.queue import StandardQueue


class ChainedQueue(StandardQueue):
    """What is delayed is marked by twice the number, and one more where it is poison."""

    def __init__(self, *args: Any) -> None:
        self._chains = Chains()
        super().__init__(*args)

    def deliver(self, now: float, event: Event) -> bool:
        """SendMessage of what another part sends."""
        if event.chain and self._delay_s:
            self.ledgers[MessagesSent].append((now, 1))
            self._delayed.add(now, 2 * event.chain + event.poison)
            return True
        self.coming.catch_up(now)
        self._chains.add(self._new.id_of_next(), event.chain)
        return super().deliver(now, event)

    def _delay_ended(self, now: float, messages: list[tuple[float, int]]) -> None:
        self.coming.catch_up(now)
        for id, (_, mark) in enumerate(messages, self._new.id_of_next()):
            self._chains.add(id, mark // 2)
        super()._delay_ended(now, [(sent, mark % 2) for sent, mark in messages])

    def take_over(self, now: float, sent: float, moved: MovedMessage) -> None:
        """Take in a message of another queue (redrive)."""
        self.coming.catch_up(now)
        self._chains.add(self._new.id_of_next(), moved.chain)
        super().take_over(now, sent, moved)

    def hand_over(self, now: float, message: Message) -> None:
        """Give a message that was received too often to the dead-letter queue, if there is one."""
        if self._dead_letter_queue is not None:
            moved = self._moved.go_on(now, message.id, self)
            moved = moved._replace(chain=self._chains.of(message.id))
            self._dead_letter_queue.take_over(now, message.sent, moved)

    def chain_of(self, receipt: Receipt) -> int:
        """The most invocations that led to one of the receipt's messages."""
        ids = [message.id for message in receipt.messages]
        first = receipt.first_id
        return self._chains.longest((*ids, *range(first, first + len(receipt.fresh))))

    def observe(self, now: float) -> None:
        """State the levels at ``now``."""
        super().observe(now)
        self._chains.tidy(self._here)

    def _here(self) -> set[int]:
        new = self._new
        unread = range(new.first_id(), new.id_of_next())
        return {*unread, *self._returned.ids(), *self._receipts.ids()}
