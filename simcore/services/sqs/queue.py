"""Amazon SQS, standard queue: a buffer that forgets nothing until it is told to.

Models: SendMessage with delay; ReceiveMessage of up to ten, visibility timeout, receive count;
    DeleteMessage; message retention; the in-flight quota; redrive to a dead-letter queue that
    belongs to the queue (a message moves when it would be received more than maxReceiveCount
    times); long polling, as the empty receives that waiting pollers cost.
Ignores: duplicates and reordering by the service itself, ChangeMessageVisibility, message sizes,
    the end of retention while a message is in flight (it ends when the message returns), latency
    of the API. A dead-letter queue expires its messages in order of arrival.
States: MessagesSent, MessagesBecameVisible, MessagesReceived, EmptyReceived, MessageDeleted,
    MessagesReturned, MessagesDeadLettered, MessagesExpired, QueueObserved, LimitReached, StoryStep.

Sources: Amazon SQS Developer Guide (2023: visibility timeout, quotas, dead-letter queues) and
AWS Lambda Developer Guide, with-sqs (2022, 12 Jul 2026).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from simcore.awslambda.event_source_mapping.batch import Message, Receipt, Subscriber
from simcore.engine.environment import INF, Environment
from simcore.facts import (
    LIMITS,
    STORY_STEPS,
    EmptyReceived,
    LimitReached,
    MessageDeleted,
    MessagesBecameVisible,
    MessagesDeadLettered,
    MessagesExpired,
    MessagesReceived,
    MessagesReturned,
    MessagesSent,
    QueueObserved,
    StoryStep,
    ledgers_for,
)
from simcore.services.sqs.returned import ReturnedMessages

IN_FLIGHT = LIMITS.index("in-flight messages")
STEP = {name: index for index, name in enumerate(STORY_STEPS)}


@dataclass(frozen=True)
class QueueSettings:
    """What a scenario says of a queue, in seconds; the quotas come from the profile.

    ``story_stride`` follows one message in so many.
    """

    visibility_timeout_s: float
    retention_s: float
    in_flight_max: int
    receive_max: int
    delay_s: float = 0.0
    max_receive_count: int | None = None
    initial_messages: int = 0
    story_stride: int = 1


class StandardQueue:
    """One standard queue."""

    type = "queue"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: QueueSettings,
        dead_letter_queue: StandardQueue | None = None,
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = ledgers_for(
            MessagesSent,
            MessagesBecameVisible,
            MessagesReceived,
            EmptyReceived,
            MessageDeleted,
            MessagesReturned,
            MessagesDeadLettered,
            MessagesExpired,
            QueueObserved,
            LimitReached,
            StoryStep,
        )
        self._dead_letter_queue = dead_letter_queue
        self._subscriber: Subscriber | None = None
        self._visibility_timeout_s = settings.visibility_timeout_s
        self._fresh: deque[float] = deque()  # sending times of those never received
        self._next_id = 0  # of the first in _fresh
        self._delayed: deque[float] = deque()
        self._returned = ReturnedMessages()
        self._in_flight = 0
        self._receipts: deque[Receipt] = deque()  # first receives, oldest first, for the age
        self._at_in_flight_quota = False
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._sent = self.ledgers[MessagesSent].append
        self._deleted = self.ledgers[MessageDeleted].rows
        self._received = self.ledgers[MessagesReceived].append
        self._delay_s, self._retention_s = self.settings.delay_s, self.settings.retention_s
        self._in_flight_max = self.settings.in_flight_max
        self._receive_max = self.settings.receive_max
        self._stride = self.settings.story_stride

    def __getstate__(self) -> dict[str, Any]:
        hot = ("_sent", "_deleted", "_received")
        return {k: v for k, v in self.__dict__.items() if k not in hot}

    # The API, in the order of a message's life.

    def subscribe(self, mapping: Subscriber, visibility_timeout_s: float | None) -> None:
        """Call ``mapping.on_visible`` when messages come; its receives may hide them longer."""
        self._subscriber = mapping
        if visibility_timeout_s is not None:
            self._visibility_timeout_s = visibility_timeout_s

    def start(self) -> None:
        """Put the backlog of time 0 in place."""
        if self.settings.initial_messages:
            self._accept(0.0, 0.0, self.settings.initial_messages)

    def send(self, now: float) -> None:
        """SendMessage."""
        if self._delay_s:
            self._delay(now)
            return
        self._sent((now, 1))
        self._fresh.append(now)
        if self._subscriber is not None:
            self._subscriber.on_visible(now)

    def visible(self) -> int:
        """How many messages could be received now."""
        return len(self._fresh) + len(self._returned)

    def receive(self, now: float, most: int) -> Receipt | None:
        """ReceiveMessage for up to ``most``; None when nothing can be received.

        A message that has been received maxReceiveCount times moves to the dead-letter queue
        instead. Returned messages and fresh ones are served by when they became visible.
        """
        room = self._in_flight_max - self._in_flight
        if room < most:
            most = self._short_of_room(now, room)
        fresh = self._fresh
        if fresh and fresh[0] <= now - self._retention_s:
            self._expire_fresh(now)
        messages: list[Message] = []
        if self._returned.next_at <= (fresh[0] if fresh else now):
            messages = self._receive_returned(now, most)
        n = min(most - len(messages), len(fresh))
        if n <= 0 and not messages:
            return None
        first_id = self._next_id
        self._next_id += n
        times = [fresh.popleft() for _ in range(n)]
        receipt = Receipt(messages, times, first_id, now + self._visibility_timeout_s)
        size = n + len(messages)
        self._in_flight += size
        self._received((now, size, 1 if size <= self._receive_max else self._calls(size)))
        if n:
            self._receipts.append(receipt)
        if messages or -first_id % self._stride < n:
            self._tell_received(now, receipt)
        return receipt

    def delete(self, now: float, receipt: Receipt) -> int:
        """DeleteMessageBatch; returns how many were deleted.

        A receipt whose visibility timeout has ended still deletes what nobody received since.
        """
        if receipt.done:
            return self._delete_late(now, receipt, receipt.messages)
        receipt.done = True
        n = len(receipt.fresh)
        self._deleted += [(now, sent, 1) for sent in receipt.fresh]
        if receipt.messages:
            n += len(receipt.messages)
            self._delete(now, receipt.messages)
        self._in_flight -= n
        if receipt.followed:
            self.tell(now, receipt, STEP["deleted"], 0, 0)
        return n

    def delete_except(self, now: float, receipt: Receipt, failed: frozenset[int]) -> int:
        """Delete all but the messages at the places ``failed``, which stay hidden."""
        messages = receipt.unpack()
        gone = [m for i, m in enumerate(messages) if i not in failed]
        if receipt.done:
            return self._delete_late(now, receipt, gone)
        receipt.messages = [m for i, m in enumerate(messages) if i in failed]
        self.keep_hidden(receipt)
        self._in_flight -= len(gone)
        self._delete(now, gone)
        for message in gone:
            self._story(now, message.id, STEP["deleted"], 0, 0)
        return len(gone)

    def keep_hidden(self, receipt: Receipt) -> None:
        """Leave the messages alone: they are visible again when their timeout ends."""
        if not receipt.done:
            at = max(receipt.deadline, self.env.now)
            self.env.call_at(at, self._visibility_ended, receipt)

    def empty_received(self, now: float, calls: int) -> None:
        """``calls`` long polls ended without a message."""
        self.ledgers[EmptyReceived].append((now, calls))

    def tell(self, now: float, receipt: Receipt, step: int, a: float, b: float) -> None:
        """Add ``step`` to the stories of the receipt's messages that are followed."""
        for message in receipt.messages:
            self._story(now, message.id, step, a, b)
        for id in range(receipt.first_id, receipt.first_id + len(receipt.fresh)):
            self._story(now, id, step, a, b)

    # Private steps, in the order in which they happen.

    def _accept(self, now: float, sent: float, n: int) -> None:
        """``n`` messages, first sent at ``sent``, are in the queue and visible."""
        self._sent((now, n))
        self._fresh.extend([sent] * n)
        if self._subscriber is not None:
            self._subscriber.on_visible(now)

    def _delay(self, now: float) -> None:
        self._sent((now, 1))
        self._delayed.append(now)
        if len(self._delayed) == 1:
            self.env.call_at(now + self.settings.delay_s, self._delay_ended)

    def _delay_ended(self, _: Any) -> None:
        """All whose delay is over become visible; the next one in line is waited for."""
        now, delayed, n = self.env.now, self._delayed, 0
        while delayed and delayed[0] + self.settings.delay_s <= now:
            self._fresh.append(delayed.popleft())
            n += 1
        self.ledgers[MessagesBecameVisible].append((now, n))
        if delayed:
            self.env.call_at(delayed[0] + self.settings.delay_s, self._delay_ended)
        if self._subscriber is not None:
            self._subscriber.on_visible(now)

    def _short_of_room(self, now: float, room: int) -> int:
        if room <= 0 and not self._at_in_flight_quota:
            self._at_in_flight_quota = True
            self.ledgers[LimitReached].append((now, IN_FLIGHT))
        return max(room, 0)

    def _calls(self, messages: int) -> int:
        return -(-messages // self._receive_max)

    def _receive_returned(self, now: float, most: int) -> list[Message]:
        """Those that became visible again before the oldest fresh message was sent."""
        messages: list[Message] = []
        returned, limit = self._returned, self.settings.max_receive_count
        first_fresh = self._fresh[0] if self._fresh else INF
        while len(messages) < most and returned.next_at <= min(first_fresh, now):
            message = returned.take()
            if message.sent <= now - self.settings.retention_s:
                self._expire_returned(now, message)
            elif limit is not None and message.receives >= limit:
                self._dead_letter(now, message)
            else:
                message.receives += 1
                messages.append(message)
        return messages

    def _tell_received(self, now: float, receipt: Receipt) -> None:
        receipt.followed = True
        for i, sent in enumerate(receipt.fresh):
            self._story(sent, receipt.first_id + i, STEP["sent"], 0, 0)
            self._story(now, receipt.first_id + i, STEP["received"], 1, receipt.deadline)
        for message in receipt.messages:
            self._story(now, message.id, STEP["received"], message.receives, receipt.deadline)

    def _visibility_ended(self, receipt: Receipt) -> None:
        """The receipt's messages can be received again."""
        if receipt.done:
            return
        now, messages = self.env.now, receipt.unpack()
        receipt.done = True
        receipt.receives = [message.receives for message in messages]
        self._in_flight -= len(messages)
        self._at_in_flight_quota = False
        self.ledgers[MessagesReturned].append((now, len(messages)))
        for message in messages:
            self._returned.put(now, message)
            self._story(now, message.id, STEP["returned"], message.receives, 0)
        if self._subscriber is not None:
            self._subscriber.on_visible(now)

    def _delete(self, now: float, messages: list[Message]) -> None:
        self._deleted += [(now, m.sent, m.receives) for m in messages]
        for message in messages:
            self._returned.forget(message)

    def _delete_late(self, now: float, receipt: Receipt, wanted: list[Message]) -> int:
        """Delete those of a late receipt that nobody has received since."""
        ids = {message.id for message in wanted}
        gone = [
            message
            for message, receives in zip(receipt.messages, receipt.receives, strict=True)
            if message.id in ids and self._returned.delete_late(message, receives)
        ]
        self._deleted += [(now, m.sent, m.receives) for m in gone]
        for message in gone:
            self._story(now, message.id, STEP["deleted"], 0, 0)
        return len(gone)

    def _dead_letter(self, now: float, message: Message) -> None:
        self._returned.forget(message)
        self.ledgers[MessagesDeadLettered].append((now, 1))
        self._story(now, message.id, STEP["dead-lettered"], message.receives, 0)
        if self._dead_letter_queue is not None:
            self._dead_letter_queue._accept(now, message.sent, 1)

    def _expire_returned(self, now: float, message: Message) -> None:
        self._returned.forget(message)
        self.ledgers[MessagesExpired].append((now, 1))
        self._story(now, message.id, STEP["expired"], message.receives, 0)

    def _expire_fresh(self, now: float) -> None:
        fresh, oldest, n = self._fresh, now - self.settings.retention_s, 0
        while fresh and fresh[0] <= oldest:
            fresh.popleft()
            n += 1
        self._next_id += n
        self.ledgers[MessagesExpired].append((now, n))

    def _story(self, t: float, id: int, step: int, a: float, b: float) -> None:
        if not id % self._stride:
            self.ledgers[StoryStep].append((t, id, step, a, b))

    # What the recorder sees of the queue's levels.

    def observe(self, now: float) -> None:
        """State the levels at ``now``, after ending the retention of what is too old."""
        self._expire(now)
        row = (now, self.visible(), self._in_flight, len(self._delayed), self._oldest_sent())
        self.ledgers[QueueObserved].append(row)

    def _expire(self, now: float) -> None:
        oldest = now - self.settings.retention_s
        if self._fresh and self._fresh[0] <= oldest:
            self._expire_fresh(now)
        if self._returned.oldest_sent() <= oldest:
            for message in self._returned.sweep(oldest):
                self._expire_returned(now, message)

    def _oldest_sent(self) -> float:
        """When the oldest message that is not deleted was sent; -1 when there is none."""
        receipts = self._receipts
        while receipts and receipts[0].done:
            receipts.popleft()
        if len(receipts) > 2 * self._in_flight + 64:
            self._receipts = receipts = deque(r for r in receipts if not r.done)
        candidates = [self._returned.oldest_sent()]
        candidates += [line[0] for line in (self._fresh, self._delayed) if line]
        candidates += receipts[0].fresh[:1] if receipts else []
        oldest = min(candidates)
        return oldest if oldest < INF else -1.0
