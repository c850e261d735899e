"""Amazon SQS, FIFO queue: first in, first out in every message group, each message once.

Models: SendMessage with a message group and a queue's delay; the throughput quotas; deduplication
    of what is sent again within the deduplication interval; ReceiveMessage of up to ten messages,
    as many as possible of one group and then of others (or of one group only); a group with a
    message in flight is blocked; the look-ahead; visibility timeout, receive count;
    DeleteMessage, which fails once the visibility timeout has ended; message retention; the
    in-flight quota (reached silently); redrive to a dead-letter queue, which is a FIFO queue.
Ignores: ChangeMessageVisibility, receive request attempt ids, message sizes, deduplication ids
    (the sender says what it sends again), the end of retention while a message is in flight,
    latency of the API. A dead-letter queue keeps the group of a message, whose time begins anew
    there.
States: MessagesSent, MessagesBecameVisible, MessagesReceived, EmptyReceived, MessageDeleted,
    MessagesReturned, MessagesDeadLettered, MessagesExpired, MessagesDeduplicated, SendsRefused,
    QueueObserved, GroupsObserved, LimitReached, StoryStep.

Sources: Amazon SQS Developer Guide (2023: FIFO-queues-understanding-logic, visibility timeout,
high-throughput-fifo, quotas-messages, quotas-fifo, dead-letter queues).
"""

from __future__ import annotations

from collections import deque
from typing import Any

from simcore import facts
from simcore.awslambda.event_source_mapping.batch import Subscriber
from simcore.awslambda.event_source_mapping.grouped_batch import GroupedMessage, GroupedReceipt
from simcore.engine.environment import Environment
from simcore.engine.keys import Keys
from simcore.services.sqs.delay import DelayedMessages
from simcore.services.sqs.fifo.departures import Departures
from simcore.services.sqs.fifo.groups import Group, MessageGroups
from simcore.services.sqs.fifo.lanes import lanes
from simcore.services.sqs.fifo.line import Line
from simcore.services.sqs.fifo.settings import STATES, FifoSettings
from simcore.services.sqs.fifo.throughput import Throughput
from simcore.services.sqs.settings import MANY
from simcore.services.sqs.stories import Stories

IN_FLIGHT = facts.LIMITS.index("in-flight messages")


class FifoQueue:
    """One FIFO queue: the API in the order of a message's life, then its private steps."""

    type = "queue"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: FifoSettings,
        initial_keys: Keys,
        dead_letter_queue: FifoQueue | None = None,
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = facts.ledgers_for(*STATES) | facts.columns_for(*MANY)
        self._initial_keys = initial_keys
        self._subscribers: list[Subscriber] = []
        self._visibility_timeout_s = settings.visibility_timeout_s
        self._next_id = 0
        self._line = Line()
        self._groups = MessageGroups(settings.look_ahead)
        self._throughput = Throughput(settings.calls_per_s, settings.group_sends_per_s)
        self._hidden: deque[GroupedMessage] = deque()  # those whose delay is not over
        self._delayed = DelayedMessages(env, settings.delay_s, self._delay_ended)
        self._stories = Stories(self.ledgers[facts.StoryStep], settings.story_stride)
        self._departures = Departures(self.ledgers, self._stories, dead_letter_queue)
        self._in_flight = self._left = 0
        self._given_up: list[GroupedReceipt] = []
        self._at_in_flight_quota = False
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._sent = facts.columns_of(self.ledgers, facts.MessagesSent)
        self._deleted = facts.columns_of(self.ledgers, facts.MessageDeleted)
        self._received = self.ledgers[facts.MessagesReceived].append
        self._retention_s, self._delay_s = self.settings.retention_s, self.settings.delay_s
        self._most_receives = self.settings.max_receive_count or float("inf")
        self._stride, self._ready = self.settings.story_stride, self._groups.ready
        one = len(self._subscribers) == 1
        self._wake = self._subscribers[0].on_visible if one else self._wake_all

    def __getstate__(self) -> dict[str, Any]:
        hot = ("_sent", "_deleted", "_received", "_wake", "_ready")
        return {k: v for k, v in self.__dict__.items() if k not in hot}

    def subscribe(self, mapping: Subscriber, visibility_timeout_s: float | None) -> None:
        """Call ``mapping.on_visible`` when messages come; its receives may hide them longer."""
        self._subscribers.append(mapping)
        self._visibility_timeout_s = max(visibility_timeout_s or 0.0, self._visibility_timeout_s)
        self.bind()

    def start(self) -> None:
        """Put the backlog of time 0 in place."""
        for _ in range(self.settings.initial_messages):
            self._accept(0.0, self._message(0.0, self._initial_keys.next(), False))
        if self.settings.initial_messages:
            self._wake(0.0)

    def put(self, now: float, key: int, poison: bool) -> bool:
        """SendMessage to the message group ``key``; False when the quota is used up."""
        if not self._throughput.send(now, key):
            self.ledgers[facts.SendsRefused].append((now, 1))
            return False
        message = self._message(now, key, poison)
        if self._delay_s:
            self._hide(now, message)
            return True
        self._accept(now, message)
        if self._ready:
            self._wake(now)
        return True

    def put_again(self, now: float, key: int, poison: bool, accepted: float) -> bool:
        """SendMessage with the deduplication id of a message that was accepted before."""
        if now - accepted >= self.settings.deduplication_s:
            return self.put(now, key, poison)
        if not self._throughput.send(now, key):
            self.ledgers[facts.SendsRefused].append((now, 1))
            return False
        self.ledgers[facts.MessagesDeduplicated].append((now, 1))
        return True

    def take_over(self, now: float, dead: GroupedMessage) -> None:
        """Take in a message of another queue, of which this is the dead-letter queue."""
        message = self._message(now, dead.group, dead.poison)
        self._accept(now, message)
        self._wake(now)

    def visible(self) -> int:
        """How many messages are visible, those of blocked groups included."""
        return self._groups.visible

    def has_ready(self) -> bool:
        """Is there perhaps a group whose messages could be received now?"""
        return bool(self._ready)

    def receives_again_at(self, now: float) -> float:
        """When the throughput quota allows the next ReceiveMessage."""
        return self._throughput.receives.next_at(now)

    def receive(self, now: float, most: int, mixes_groups: bool) -> GroupedReceipt | None:
        """ReceiveMessage for up to ``most``; None when nothing can be received.

        A message that has been received maxReceiveCount times moves to the dead-letter queue
        instead.
        """
        room = self.settings.in_flight_max - self._in_flight
        if room < most:
            most = self._short_of_room(now, room)
        if most <= 0 or not self._throughput.receives.take(now):
            return None
        messages: list[GroupedMessage] = []
        while len(messages) < most and (group := self._groups.next_ready()) is not None:
            self._take(now, group, most - len(messages), messages)
            if messages and not mixes_groups:
                break
        if not messages:
            return None
        self._in_flight += len(messages)
        self._received((now, len(messages), 1))
        return self._receipt(now, messages)

    def delete(self, now: float, receipt: GroupedReceipt) -> int:
        """DeleteMessageBatch; returns how many were deleted: none once the timeout has ended."""
        if receipt.done:
            return 0
        receipt.done = True
        self._work_ended(receipt)
        self._delete(now, receipt.messages)
        if receipt.followed:
            self._stories.all_step(now, receipt, "deleted")  # type: ignore[arg-type]
        return len(receipt.messages)

    def delete_except(self, now: float, receipt: GroupedReceipt, failed: frozenset[int]) -> int:
        """Delete all but the messages at the places ``failed``, which stay hidden."""
        if receipt.done:
            return 0
        gone = [m for i, m in enumerate(receipt.messages) if i not in failed]
        receipt.messages = [m for i, m in enumerate(receipt.messages) if i in failed]
        receipt.done = not receipt.messages
        self.keep_hidden(receipt)
        self._delete(now, gone)
        for message in gone:
            self._stories.step(now, message.id, "deleted")
        return len(gone)

    def keep_hidden(self, receipt: GroupedReceipt) -> None:
        """Leave the messages alone: they are visible again when their timeout ends."""
        if not receipt.done and not receipt.left:
            receipt.left = True
            self._left += receipt.groups()
            self._given_up.append(receipt)
            self.return_in_time(receipt)

    def return_in_time(self, receipt: GroupedReceipt) -> None:
        """Make the messages visible again at the end of their timeout, if they are still here."""
        at = max(receipt.deadline, self.env.now)
        self.env.call_at(at, self._visibility_ended, receipt)

    def empty_received(self, now: float, calls: int) -> None:
        """``calls`` long polls ended without a message."""
        self.ledgers[facts.EmptyReceived].append((now, calls))

    def tell(
        self, now: float, receipt: GroupedReceipt, step: str, a: float = 0.0, b: float = 0.0
    ) -> None:
        """Add ``step`` to the stories of the receipt's messages that are followed."""
        for message in receipt.messages:
            self._stories.step(now, message.id, step, a, b)

    def _wake_all(self, now: float) -> None:
        for mapping in self._subscribers:
            mapping.on_visible(now)

    def _message(self, sent: float, group: int, poison: bool) -> GroupedMessage:
        message = GroupedMessage(self._next_id, group, sent, poison)
        self._next_id += 1
        self._line.add(message)
        return message

    def _state_sent(self, now: float) -> None:
        at, n = self._sent
        at.append(now)
        n.append(1)

    def _accept(self, now: float, message: GroupedMessage) -> None:
        self._state_sent(now)
        self._groups.add(message)

    def _hide(self, now: float, message: GroupedMessage) -> None:
        message.hidden = True
        self._hidden.append(message)
        self._state_sent(now)
        self._delayed.add(now)

    def _delay_ended(self, now: float, sent: list[float]) -> None:
        for _ in sent:
            message = self._hidden.popleft()
            message.hidden = False
            self._groups.add(message)
        self.ledgers[facts.MessagesBecameVisible].append((now, len(sent)))
        self._wake(now)

    def _short_of_room(self, now: float, room: int) -> int:
        if room <= 0 and not self._at_in_flight_quota:
            self._at_in_flight_quota = True
            self.ledgers[facts.LimitReached].append((now, IN_FLIGHT))
        return room

    def _take(self, now: float, group: Group, most: int, messages: list[GroupedMessage]) -> None:
        """Up to ``most`` of the group's messages, in order; the group is blocked from now on."""
        line, oldest, before = group.line, now - self._retention_s, len(messages)
        looked_at = 0
        while line and len(messages) - before < most:
            message = line.popleft()
            looked_at += 1
            if message.sent <= oldest:
                self._departures.expired(now, message)
            elif message.receives >= self._most_receives:
                self._departures.dead_lettered(now, message)
            else:
                message.receives += 1
                message.hidden = True
                messages.append(message)
        self._groups.block(group, len(messages) - before)
        self._groups.taken(looked_at)

    def _receipt(self, now: float, messages: list[GroupedMessage]) -> GroupedReceipt:
        deadline, stride = now + self._visibility_timeout_s, self._stride
        followed = [message for message in messages if not message.id % stride]
        for message in followed:
            if message.receives == 1:
                self._stories.step(message.sent, message.id, "sent")
            self._stories.step(now, message.id, "received", message.receives, deadline)
        return GroupedReceipt(messages, deadline, bool(followed))

    def _delete(self, now: float, messages: list[GroupedMessage]) -> None:
        at, sent, receives = self._deleted
        release = self._groups.release
        self._in_flight -= len(messages)
        for message in messages:
            message.gone = True
            at.append(now)
            sent.append(message.sent)
            receives.append(message.receives)
            release(message.group)
        self._at_in_flight_quota = False
        if len(self._subscribers) > 1:
            self._wake(now)

    def _work_ended(self, receipt: GroupedReceipt) -> None:
        if receipt.left:
            self._left -= receipt.groups()

    def _visibility_ended(self, receipt: GroupedReceipt) -> None:
        """The receipt's messages can be received again, before the others of their groups."""
        if receipt.done:
            return
        now, messages = self.env.now, receipt.messages
        receipt.done = True
        self._work_ended(receipt)
        self._in_flight -= len(messages)
        self._at_in_flight_quota = False
        self.ledgers[facts.MessagesReturned].append((now, len(messages)))
        for message in reversed(messages):
            message.hidden = False
            self._groups.put_back(message)
            self._stories.step(now, message.id, "returned", message.receives)
        self._wake(now)

    def lanes(self, now: float, held: list[GroupedReceipt]) -> tuple[facts.Row, list[facts.Row]]:
        """The groups as lanes, of which ``held`` were throttled: all together, and one by one."""
        self._given_up = [receipt for receipt in self._given_up if not receipt.done]
        return lanes(now, self._groups, self._given_up, held)

    def observe(self, now: float) -> None:
        """State the levels at ``now``, after ending the retention of what is too old."""
        groups, line = self._groups, self._line
        for message in line.expired(now - self._retention_s):
            groups.expire(message)
            self._departures.expired(now, message)
        line.tidy(groups.visible + self._in_flight + len(self._delayed))
        oldest = line.oldest_sent()
        row = (now, groups.visible, self._in_flight, len(self._delayed), oldest)
        self.ledgers[facts.QueueObserved].append(row)
        self.ledgers[facts.GroupsObserved].append(
            (now, len(groups.all), groups.blocked, self._left)
        )
