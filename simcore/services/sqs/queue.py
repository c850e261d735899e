"""Amazon SQS, standard queue: a buffer that forgets nothing until it is told to.

Models: ReceiveMessage of up to ten, visibility timeout, receive count; DeleteMessage; the
    in-flight quota; redrive to a dead-letter queue that belongs to the queue (a message moves when
    it would be received more than maxReceiveCount times); long polling, as the empty receives that
    waiting pollers cost; and see :mod:`.sending`, :mod:`.ageing`, :mod:`.moved`,
    :mod:`.duplicates`.
Ignores: reordering by the service itself, ChangeMessageVisibility, latency of the API, the
    OverLimit error of short polls at the in-flight quota (Lambda's polls are long).
States: MessagesSent, MessagesBecameVisible, MessagesReceived, EmptyReceived, MessageDeleted,
    MessagesReturned, MessagesDeadLettered, MessagesExpired, MessagesMoved, MessagesDuplicated,
    QueueObserved, LimitReached, StoryStep.

Sources: Amazon SQS Developer Guide (2023: visibility timeout, quotas, dead-letter queues) and
AWS Lambda Developer Guide, with-sqs (2022, 12 Jul 2026).
"""

from __future__ import annotations

from typing import Any

from simcore import facts
from simcore.engine.environment import INF, Environment
from simcore.roles.polled import Message, QueueReader, Receipt
from simcore.services.sqs.ageing import Ageing
from simcore.services.sqs.departures import Departures
from simcore.services.sqs.duplicates import Duplicates
from simcore.services.sqs.in_flight import FirstReceipts
from simcore.services.sqs.moved import Destination, Origin
from simcore.services.sqs.redelivery import Redelivery
from simcore.services.sqs.returned import ReturnedMessages
from simcore.services.sqs.sending import Sending
from simcore.services.sqs.settings import MANY, QueueSettings
from simcore.services.sqs.stories import Stories

IN_FLIGHT = facts.LIMITS.index("in-flight messages")


class StandardQueue(Sending):
    """One standard queue: the API in the order of a message's life, then its private steps."""

    type = "queue"
    reads_keys = False
    spreads_keys = False

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: QueueSettings,
        dead_letter_queue: Destination | None = None,
        seed: int = 1,
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = facts.ledgers_for(*settings.states()) | facts.columns_for(*MANY)
        super().__init__(seed)
        self._visibility_timeout_s = settings.visibility_timeout_s
        self._returned = ReturnedMessages()
        self._in_flight = 0
        self._first_receipts = FirstReceipts()
        story_steps, others = self.ledgers[facts.StoryStep], self._poison.followed
        self._stories = Stories(story_steps, settings.story_stride, others)
        self._departures = Departures(self, self._returned, self._stories, dead_letter_queue)
        self._redelivery = Redelivery(settings, self._fresh, self._returned, self._departures)
        self._ageing = Ageing(settings, self._fresh, self._returned, self._departures)
        self._duplicates = Duplicates(self, self._stories, seed)
        self._at_in_flight_quota = False
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        super().bind()
        self._deleted = facts.columns_of(self.ledgers, facts.MessageDeleted)
        self._received = self.ledgers[facts.MessagesReceived].append
        self._retention_s = self.settings.retention_s
        self._in_flight_max = self.settings.in_flight_max
        self._receive_max = self.settings.receive_max
        self._stride = self.settings.story_stride
        self._duplicate_rate = self.settings.duplicate_rate
        self._first_received = self._first_receipts.add

    def __getstate__(self) -> dict[str, Any]:
        hot = {*self.HOT, "_deleted", "_received", "_first_received"}
        return {k: v for k, v in self.__dict__.items() if k not in hot}

    def subscribe(self, mapping: QueueReader, visibility_timeout_s: float | None) -> None:
        """Call ``mapping.on_visible`` when messages come; its receives may hide them longer."""
        self._readers.add(mapping)
        self._visibility_timeout_s = max(visibility_timeout_s or 0.0, self._visibility_timeout_s)
        self.bind()

    def visible(self) -> int:
        """How many messages could be received now."""
        return len(self._fresh) + len(self._returned)

    def receive(self, now: float, most: int) -> Receipt | None:
        """ReceiveMessage for up to ``most``; None when nothing can be received.

        A message that has been received maxReceiveCount times moves to the dead-letter queue
        instead. Returned messages go before fresh ones that were sent later.
        """
        room = self._in_flight_max - self._in_flight
        if room < most:
            most = self._short_of_room(now, room)
        fresh = self._fresh
        if fresh and fresh[0] <= now - self._retention_s:
            self._next_id += self._ageing.expire_fresh(now)
        messages: list[Message] = []
        if self._returned.next_at <= now:
            messages = self._redelivery.receive(now, most)
        n, first_id = len(fresh), self._next_id
        room = most - len(messages)
        if n > room:
            n = room
        self._next_id = first_id + n
        times = [fresh.popleft() for _ in range(n)]
        if n < room and self._returned.next_at <= now:
            messages += self._redelivery.receive(now, room - n)
        size = n + len(messages)
        if not size:
            return None
        deadline, poison = now + self._visibility_timeout_s, self._poison_ids
        receipt = Receipt(messages, times, first_id, deadline, poison)
        self._in_flight += size
        self._received((now, size, -(-size // self._receive_max)))
        if n:
            self._first_received(receipt)
        if messages or -first_id % self._stride < n or (poison and receipt.poisoned()):
            self._stories.received(now, receipt)
        return receipt

    def delete(self, now: float, receipt: Receipt) -> int:
        """DeleteMessageBatch; returns how many were deleted.

        A receipt whose visibility timeout has ended still deletes what nobody received since.
        """
        if receipt.done:
            return self._departures.deleted_late(now, receipt, receipt.messages)
        if self._duplicate_rate:
            self._duplicates.deleted(now, receipt.unpack(), receipt.deadline)
        receipt.done = True
        n = len(receipt.fresh)
        at, sent, receives = self._deleted
        at += [now] * n
        sent += receipt.fresh
        receives += [1] * n
        if receipt.messages:
            n += len(receipt.messages)
            self._departures.deleted(now, receipt.messages)
        self._in_flight -= n
        if receipt.followed:
            self._stories.all_step(now, receipt, "deleted")
        return n

    def delete_except(
        self, now: float, receipt: Receipt, failed: frozenset[int], step: str = "deleted"
    ) -> int:
        """Delete all but the messages at the places ``failed``, which stay hidden."""
        messages = receipt.unpack()
        gone = [m for i, m in enumerate(messages) if i not in failed]
        if receipt.done:
            return self._departures.deleted_late(now, receipt, gone)
        receipt.messages = [m for i, m in enumerate(messages) if i in failed]
        receipt.done = not receipt.messages
        self.keep_hidden(receipt)
        self._in_flight -= len(gone)
        self._departures.deleted(now, gone)
        for message in gone:
            self._stories.step(now, message.id, step)
        self._duplicates.deleted(now, gone, receipt.deadline)
        return len(gone)

    def keep_hidden(self, receipt: Receipt) -> None:
        """Leave the messages alone: they are visible again when their timeout ends."""
        if not receipt.done:
            at = max(receipt.deadline, self.env.now)
            self.env.call_at(at, self._visibility_ended, receipt)

    def empty_received(self, now: float, calls: int) -> None:
        """``calls`` long polls ended without a message."""
        self.ledgers[facts.EmptyReceived].append((now, calls))

    def tell(self, now: float, receipt: Receipt, step: str, a: float = 0.0, b: float = 0.0) -> None:
        """Add ``step`` to the stories of the receipt's messages that are followed."""
        self._stories.all_step(now, receipt, step, a, b)

    def content_of(self, id: int) -> float:
        """What the message with this id holds, as a number; it keeps it wherever it goes."""
        return self._origins.content_of(id)

    def reappear(self, now: float, message: Message) -> None:
        """Make the message visible, as one that came back."""
        self._returned.put(now, message, self._origins.since(message.id, message.sent))
        self._wake(now)

    def take_visible(self, now: float) -> Origin | None:
        """Take out the first visible message for good, as it goes on to another queue."""
        self._expire(now)
        if not self.visible():
            return None
        if self._fresh:
            self._fresh.popleft()
            id, self._next_id = self._next_id, self._next_id + 1
        else:
            id = self._returned.take_out().id
        self.ledgers[facts.MessagesMoved].append((now, 1))
        self._stories.step(now, id, "moved")
        return self.origin(now, id, self._origins.source_of(id))

    def _short_of_room(self, now: float, room: int) -> int:
        if room <= 0 and not self._at_in_flight_quota:
            self._at_in_flight_quota = True
            self.ledgers[facts.LimitReached].append((now, IN_FLIGHT))
        return max(room, 0)

    def _visibility_ended(self, receipt: Receipt) -> None:
        """The receipt's messages can be received again."""
        if receipt.done:
            return
        now, messages = self.env.now, receipt.unpack()
        receipt.done = True
        receipt.receives = [message.receives for message in messages]
        self._in_flight -= len(messages)
        self._at_in_flight_quota = False
        self.ledgers[facts.MessagesReturned].append((now, len(messages)))
        since = self._origins.since
        for message in messages:
            self._returned.put(now, message, since(message.id, message.sent))
            self._stories.step(now, message.id, "returned", message.receives)
        self._wake(now)

    def observe(self, now: float) -> None:
        """State the levels at ``now``, after ending the retention of what is too old."""
        self._expire(now)
        row = (now, self.visible(), self._in_flight, len(self._delayed), self._oldest())
        self.ledgers[facts.QueueObserved].append(row)

    def _expire(self, now: float) -> None:
        self._next_id += self._ageing.expire_fresh(now)
        self._ageing.expire_returned(now, anywhere=bool(self._origins.by_id))

    def _oldest(self) -> float:
        """From when the oldest message that is not deleted counts; -1 when there is none."""
        since = self._origins.since
        oldest = min(
            since(self._next_id, self._fresh[0]) if self._fresh else INF,
            self._delayed.oldest_sent(),
            self._returned.oldest(),
            self._first_receipts.oldest(self._in_flight, since),
        )
        return oldest if oldest < INF else -1.0
