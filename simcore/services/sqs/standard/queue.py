"""Amazon SQS, standard queue: a buffer that forgets nothing until it is told to.

Models: SendMessage with the queue's delay; ReceiveMessage of up to ten; poison messages; the
    backlog of time 0; long polling, as the empty receives that waiting pollers cost; a dead-letter
    queue of its own, and what other queues send on. Where a message is: see :mod:`.coming`,
    :mod:`.returned`, :mod:`.receipts`, :mod:`.duplicates`, :mod:`.purges`, :mod:`.move_task`.
Ignores: reordering by the service itself, SendMessageBatch (a message a call), latency of the API.
States: MessagesSent, MessagesTakenIn, MessagesBecameVisible, MessagesReceived, EmptyReceived,
    MessageDeleted, MessagesReturned, MessagesDeadLettered, MessagesExpired, MessagesMoved,
    MessagesDuplicated, MessagesPurged, MessagesLeftAlone, QueueObserved, LimitReached, StoryStep.

Sources: Amazon SQS Developer Guide (2023: visibility timeout, quotas, delay queues, dead-letter
queues) and AWS Lambda Developer Guide, with-sqs (2022, 12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore import facts
from simcore.engine.contents import Contents
from simcore.engine.environment import INF, Environment
from simcore.engine.state import State, state_of
from simcore.roles.event import Event
from simcore.roles.polled import Message, QueueReader, Real, Receipt
from simcore.services.sqs.consumers import Consumers
from simcore.services.sqs.delay import DelayedMessages
from simcore.services.sqs.facts import (
    EmptyReceived,
    MessagesBecameVisible,
    MessagesMoved,
    MessagesSent,
    MessagesTakenIn,
    QueueObserved,
)
from simcore.services.sqs.redrive import Redrive, check_target
from simcore.services.sqs.retention import Retention
from simcore.services.sqs.settings import TUNABLE, QueueSettings
from simcore.services.sqs.standard.coming import ComingMessages
from simcore.services.sqs.standard.duplicates import Duplicates
from simcore.services.sqs.standard.moved import MovedMessage, MovedMessages, RedriveTarget
from simcore.services.sqs.standard.new import NewMessages
from simcore.services.sqs.standard.poison import PoisonMessages
from simcore.services.sqs.standard.purges import StandardPurges
from simcore.services.sqs.standard.receipts import StandardReceipts
from simcore.services.sqs.standard.returned import ReturnedMessages
from simcore.services.sqs.stories import MessageStories


class StandardQueue:
    """One standard queue: the API in the order of a message's life, then its private steps.

    A message is delayed, visible (``new`` or ``returned``) or in flight; each has an owner.
    """

    type = "queue"
    is_fifo = False
    reads_keys = False
    always_takes = True
    spreads_keys = False

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: QueueSettings,
        dead_letter_queue: RedriveTarget | None = None,
        seed: int = 1,
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        ledgers = self.ledgers = settings.ledgers()
        self._dead_letter_queue, poison = dead_letter_queue, PoisonMessages()
        stories = MessageStories(ledgers[facts.StoryStep], settings.story_stride, poison.followed)
        self._poison, self._stories, self._consumers = poison, stories, Consumers()
        coming = self.coming = ComingMessages(env)
        self._moved = MovedMessages(Contents(seed, id), poison)
        self._retention = Retention(ledgers, stories)
        self._redrive: Redrive[Message] = Redrive(self, stories)
        delayed = self._delayed = DelayedMessages(env, settings.delay_s, self._delay_ended)
        new = self._new = NewMessages(self._retention)
        returned = ReturnedMessages(self._consumers, self._moved, self._retention, self._redrive)
        duplicates = Duplicates(env, id, ledgers, stories, returned, seed)
        receipts = StandardReceipts(env, ledgers, stories, poison, returned, duplicates)
        self._returned, self._duplicates, self._receipts = returned, duplicates, receipts
        self.purges = StandardPurges(env, ledgers, coming, delayed, new, returned, receipts)
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        settings = self.settings
        self._retention.bind(settings)
        self._redrive.bind(settings)
        self._duplicates.bind(settings)
        self._receipts.bind(settings, self._consumers.hidden_s)
        self._sent, _ = facts.columns_of(self.ledgers, MessagesSent)
        self._wake: Callable[[float], Any]
        self._wake, self._is_waited_for = self._consumers.hot_path()
        self._delay_s, self._retention_s = settings.delay_s, settings.retention_s
        self.coming.bind((self._sent, self._new.sent), self.is_watched, self._wake)

    def __getstate__(self) -> State:
        return state_of(self, {"_sent", "_wake", "_is_waited_for"})

    def start(self) -> None:
        """Put the backlog of time 0 in place."""
        if self.settings.initial_messages:
            self.accept(0.0, 0.0, self.settings.initial_messages)
            self.ledgers[MessagesTakenIn].append((0.0, self.settings.initial_messages))

    def retune(
        self, settings: QueueSettings, dead_letter_queue: RedriveTarget | None = None
    ) -> None:
        """SetQueueAttributes; without a ``dead_letter_queue`` it keeps the one that it has.

        The visibility timeout is that of later receives, the delay that of later messages
        (sqs-delay-queues); the retention period counts for what is there, too, and a redrive policy
        at the next receive. AWS needs up to 60 s, of the retention up to 15 min (SQS API reference,
        SetQueueAttributes, 2026); here it is at once (assumed). Raises RetuneError for what is no
        attribute, or a dead-letter queue of the other type.
        """
        changed = TUNABLE.changes(self.id, self.settings, settings)
        target = dead_letter_queue or self._dead_letter_queue
        check_target(self, settings, changed, target)
        self.settings, self._dead_letter_queue = settings, target
        self.bind()
        if "delay_s" in changed:
            self.coming.come_one_by_one()
            self._delayed.change(settings.delay_s)

    # Messages come.

    def send(self, now: float) -> None:
        """SendMessage."""
        if self.coming.times:
            self.coming.catch_up(now)
        self._sent.append(now)
        if self._delay_s:
            self._delayed.add(now, False)
            return
        self._new.sent.append(now)
        self._wake(now)

    def put(self, now: float, key: int, poison: bool) -> bool:
        """SendMessage of what may be poison; the key tells the queue nothing."""
        if poison and self._delay_s:
            self.ledgers[MessagesSent].append((now, 1))
            self._delayed.add(now, True)
            return True
        if poison:
            self.coming.catch_up(now)
            self._poison.add(self._new.id_of_next())
        self.send(now)
        return True

    def deliver(self, now: float, event: Event) -> bool:
        """SendMessage of what another part sends; the queue itself decides what it holds."""
        return self.put(now, event.key, event.poison)

    def is_watched(self) -> bool:
        """Does a delay begin, or a poller wake, when a message comes now?"""
        return self._delay_s > 0.0 or self._is_waited_for()

    def accept(self, now: float, sent: float, n: int) -> None:
        """Take in ``n`` messages that were first sent at ``sent``, visible at once."""
        self.coming.catch_up(now)
        self.ledgers[MessagesSent].append((now, n))
        self._new.sent.extend([sent] * n)
        self._wake(now)

    def take_over(self, now: float, sent: float, moved: MovedMessage) -> None:
        """Take in a message of another queue (redrive)."""
        self.coming.catch_up(now)
        id = self._new.id_of_next()
        self._moved.by_id[id] = moved
        if moved.poison:
            self._poison.add(id)
        if moved.source is not None:  # a move task counts as sending (assumed)
            self.ledgers[MessagesTakenIn].append((now, 1))
        self.accept(now, sent, 1)

    def _delay_ended(self, now: float, messages: list[tuple[float, int]]) -> None:
        self.coming.catch_up(now)
        for id, (sent, poison) in enumerate(messages, self._new.id_of_next()):
            self._new.sent.append(sent)
            if poison:
                self._poison.add(id)
        self.ledgers[MessagesBecameVisible].append((now, len(messages)))
        self._wake(now)

    # Messages are received.

    def subscribe(self, mapping: QueueReader, visibility_timeout_s: float | None) -> None:
        """Call ``mapping.on_visible`` when messages come; its receives may hide them longer."""
        self._consumers.add(mapping, visibility_timeout_s)
        self.bind()

    @property
    def look_out(self) -> Callable[[], None]:
        """:meth:`ComingMessages.look_out`."""
        return self.coming.look_out

    def visible(self) -> int:
        """How many messages could be received now."""
        self.coming.catch_up(self.env.now)
        return len(self._new) + len(self._returned)

    def receive(self, now: float, most: int) -> Receipt | None:
        """ReceiveMessage for up to ``most``; None when nothing can be received.

        A message that has been received maxReceiveCount times moves to the dead-letter queue
        instead. Returned messages go before new ones that were sent later.
        """
        receipts, new = self._receipts, self._new
        if receipts.most - receipts.count < most:
            most = receipts.room(now)
        sent, head = new.sent, new.head
        if len(sent) - head < most and self.coming.times:
            self.coming.catch_up(now)
        if head < len(sent) and sent[head] <= now - self._retention_s:
            self.coming.catch_up(now)
            new.expire(now)
        back: list[Message] = []
        if self._returned.next_at <= now:
            back = self._returned.receive(now, most, new.first())
        room = most - len(back)
        times, first_id = new.take(room)
        if len(times) < room and self._returned.next_at <= now:
            back += self._returned.receive(now, room - len(times), new.first())
        return receipts.hide(now, back, times, first_id) if times or back else None

    @property
    def delete(self) -> Callable[[float, Receipt], int]:
        """:meth:`StandardReceipts.delete`, without a call in between."""
        return self._receipts.delete

    @property
    def delete_except(self) -> Callable[..., int]:
        """:meth:`StandardReceipts.delete_except`, likewise."""
        return self._receipts.delete_except

    def keep_hidden(self, receipt: Receipt) -> None:
        """Leave the messages alone: they are visible again when their timeout ends."""
        self._receipts.keep_hidden(receipt)

    def return_in_time(self, receipt: Receipt) -> None:
        """Their timeout ends while a poller still works on the messages."""
        self._receipts.return_in_time(receipt)

    def empty_received(self, now: float, calls: int) -> None:
        """``calls`` long polls ended without a message."""
        self.ledgers[EmptyReceived].append((now, calls))

    def tell(self, now: float, receipt: Receipt, step: str, a: Real = 0.0, b: Real = 0.0) -> None:
        """Add ``step`` to the stories of the receipt's messages that are followed."""
        self._stories.all_step(now, receipt, step, a, b)

    def content_of(self, id: int) -> float:
        """What the message with this id holds, as a number; it keeps it wherever it goes."""
        return self._moved.content_of(id)

    # Messages go on to other queues.

    def hand_over(self, now: float, message: Message) -> None:
        """Give a message that was received too often to the dead-letter queue, if there is one."""
        if self._dead_letter_queue is not None:
            moved = self._moved.go_on(now, message.id, self)
            self._dead_letter_queue.take_over(now, message.sent, moved)

    def take_visible(self, now: float) -> MovedMessage | None:
        """Take out the first visible message for good, as it goes on to another queue."""
        self._expire(now)
        if not self.visible():
            return None
        id = self._new.take(1)[1] if len(self._new) else self._returned.take_out().id
        self.ledgers[MessagesMoved].append((now, 1))
        self._stories.step(now, id, "moved")
        return self._moved.go_on(now, id, self._moved.source_of(id))

    # What the recorder sees.

    def observe(self, now: float) -> None:
        """State the levels at ``now``, after ending the retention of what is too old."""
        self._expire(now)
        row = (now, self.visible(), self._receipts.count, len(self._delayed), self._oldest())
        self.ledgers[QueueObserved].append(row)
        self._receipts.observe(now)

    def _expire(self, now: float) -> None:
        self.coming.catch_up(now)
        self._new.expire(now)
        self._returned.expire(now)

    def _oldest(self) -> float:
        """From when the oldest message that is not deleted counts; -1 when there is none."""
        since = self._moved.since
        unread = self._new.oldest(since), self._delayed.oldest_sent()
        oldest = min(*unread, self._returned.oldest(), self._receipts.oldest(since))
        return oldest if oldest < INF else -1.0
