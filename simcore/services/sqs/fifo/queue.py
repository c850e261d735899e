"""Amazon SQS, FIFO queue: first in, first out in every message group, each message once.

Models: SendMessage with a message group and a queue's delay; the throughput quotas; deduplication
    of what is sent again within the deduplication interval; ReceiveMessage of up to ten messages,
    as many as possible of one group and then of others (or of one group only); a group with a
    message in flight is blocked; the look-ahead; visibility timeout, receive count;
    DeleteMessage, which fails once the visibility timeout has ended; message retention; the
    in-flight quota (reached silently); redrive to a dead-letter queue, which is a FIFO queue.
Ignores: ChangeMessageVisibility, receive request attempt ids, message sizes, deduplication ids
    (the sender says what it sends again), StartMessageMoveTask of a FIFO dead-letter queue, the
    end of retention while a message is in flight, latency of the API. A dead-letter queue keeps
    the group of a message, whose time begins anew there.
States: MessagesSent, MessagesBecameVisible, MessagesReceived, EmptyReceived, MessageDeleted,
    MessagesReturned, MessagesDeadLettered, MessagesExpired, MessagesDeduplicated, SendsRefused,
    QueueObserved, GroupsObserved, LimitReached, StoryStep.

Sources: Amazon SQS Developer Guide (2023: FIFO-queues-understanding-logic, visibility timeout,
high-throughput-fifo, quotas-messages, quotas-fifo, dead-letter queues).
"""

from __future__ import annotations

from heapq import heappop
from typing import Any

from simcore import facts
from simcore.engine.contents import Contents
from simcore.engine.environment import Environment
from simcore.engine.keys import Keys
from simcore.roles.grouped import GroupedMessage, GroupedReceipt
from simcore.roles.polled import QueueReader
from simcore.services.sqs.fifo.departures import Departures
from simcore.services.sqs.fifo.groups import Group
from simcore.services.sqs.fifo.lanes import lanes
from simcore.services.sqs.fifo.sending import Sending
from simcore.services.sqs.fifo.settings import STATES, FifoSettings
from simcore.services.sqs.fifo.stories import GroupedStories
from simcore.services.sqs.settings import MANY

IN_FLIGHT = facts.LIMITS.index("in-flight messages")


class FifoQueue(Sending):
    """One FIFO queue: the API in the order of a message's life, then its private steps."""

    type = "queue"
    reads_keys = True
    spreads_keys = False

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: FifoSettings,
        initial_keys: Keys,
        dead_letter_queue: FifoQueue | None = None,
        seed: int = 0,
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = facts.ledgers_for(*STATES) | facts.columns_for(*MANY)
        super().__init__(env, settings, self.ledgers, initial_keys)
        self._contents = Contents(seed, id)
        self._subscribers: list[QueueReader] = []
        self._visibility_timeout_s = settings.visibility_timeout_s
        self._stories = GroupedStories(self.ledgers[facts.StoryStep], settings.story_stride)
        self._departures = Departures(
            self.ledgers, self._stories, dead_letter_queue, self.content_of
        )
        self._in_flight = self._left = 0
        self._given_up: list[GroupedReceipt] = []
        self._at_in_flight_quota = False
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        super().bind()
        deleted = facts.columns_of(self.ledgers, facts.MessageDeleted)
        self._deleted = tuple(column.append for column in deleted)
        self._in_flight_max = self.settings.in_flight_max
        self._may_receive, self._block = self._throughput.receives.take, self._groups.block
        self._release, self._take_all = self._groups.release, self._groups.take_all
        self._received = self.ledgers[facts.MessagesReceived].append
        self._retention_s = self.settings.retention_s
        self._most_receives = self.settings.max_receive_count or float("inf")
        self._stride = self.settings.story_stride
        one = len(self._subscribers) == 1
        self._is_shared = len(self._subscribers) > 1
        self._wake = self._subscribers[0].on_visible if one else self._wake_all

    def __getstate__(self) -> dict[str, Any]:
        hot = {*self.HOT, "_deleted", "_received", "_wake", "_may_receive", "_block"}
        hot |= {"_release", "_take_all"}
        return {k: v for k, v in self.__dict__.items() if k not in hot}

    def subscribe(self, mapping: QueueReader, visibility_timeout_s: float | None) -> None:
        """Call ``mapping.on_visible`` when messages come; its receives may hide them longer."""
        self._subscribers.append(mapping)
        self._visibility_timeout_s = max(visibility_timeout_s or 0.0, self._visibility_timeout_s)
        self.bind()

    def visible(self) -> int:
        """How many messages are visible, those of blocked groups included."""
        return self._groups.visible

    def ready(self) -> list[tuple[int, Group]]:
        """The groups that are perhaps not blocked, always the same list."""
        return self._groups.ready

    def receives_again_at(self, now: float) -> float:
        """When the throughput quota allows the next ReceiveMessage."""
        return self._throughput.receives.next_at(now)

    def receive(self, now: float, most: int, mixes_groups: bool) -> GroupedReceipt | None:
        """ReceiveMessage for up to ``most``; None when nothing can be received.

        A message that has been received maxReceiveCount times moves to the dead-letter queue
        instead.
        """
        room = self._in_flight_max - self._in_flight
        if room < most:
            most = room
            self._state_room(now, room)
        if most <= 0 or not self._may_receive(now):
            return None
        messages: list[GroupedMessage] = []
        ready = self._ready
        while ready:
            group = heappop(ready)[1]
            line = group.line
            if group.in_flight or not line:
                continue
            first, n = line[0], len(line)
            if first.receives or first.sent <= now - self._retention_s or n > most - len(messages):
                self._take(now, group, most, messages)
            else:  # all are new
                self._take_all(group, messages)
            if len(messages) >= most or (messages and not mixes_groups):
                break
        if not messages:
            return None
        self._in_flight += len(messages)
        self._received((now, len(messages), 1))
        receipt = GroupedReceipt(messages, now + self._visibility_timeout_s)
        for message in messages:
            if message.poison or not message.id % self._stride:
                self._stories.received_grouped(now, receipt)
                break
        return receipt

    def delete(self, now: float, receipt: GroupedReceipt) -> int:
        """DeleteMessageBatch; returns how many were deleted: none once the timeout has ended."""
        if receipt.done:
            return 0
        receipt.done = True
        if receipt.left:
            self._work_ended(receipt)
        self._delete(now, receipt.messages)
        if receipt.followed:
            self._stories.all_step(now, receipt, "deleted")  # type: ignore[arg-type]
        return len(receipt.messages)

    def delete_except(self, now: float, receipt: GroupedReceipt, failed: frozenset[int]) -> int:
        """Delete all but the messages at the places ``failed``, which stay hidden."""
        if receipt.done:
            return 0
        gone = self._keep_only(now, receipt, failed, "deleted")
        self.keep_hidden(receipt)
        return gone

    def filter_out(self, now: float, receipt: GroupedReceipt, matching: frozenset[int]) -> int:
        """Delete all but those at the places ``matching``, with which the poller goes on."""
        return self._keep_only(now, receipt, matching, "filtered-out")

    def content_of(self, id: int) -> float:
        """What a filter looks at: a number from 0 to 1, which a message keeps wherever it goes."""
        content = self._held_before.get(id)
        return self._contents.of(id) if content is None else content

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

    def _state_room(self, now: float, room: int) -> None:
        if room <= 0 and not self._at_in_flight_quota:
            self._at_in_flight_quota = True
            self.ledgers[facts.LimitReached].append((now, IN_FLIGHT))

    def _take(self, now: float, group: Group, most: int, messages: list[GroupedMessage]) -> None:
        """The group's messages, in order, up to ``most`` in all; it is blocked from now on."""
        line, oldest, most_receives = group.line, now - self._retention_s, self._most_receives
        looked_at, before = 0, len(messages)
        while line and len(messages) < most:
            message = line.popleft()
            looked_at += 1
            if message.sent <= oldest:
                self._departures.expired(now, message)
            elif message.receives >= most_receives:
                self._departures.dead_lettered(now, message)
            else:
                message.receives += 1
                message.hidden = True
                messages.append(message)
        self._block(group, len(messages) - before, looked_at)

    def _keep_only(
        self, now: float, receipt: GroupedReceipt, places: frozenset[int], step: str
    ) -> int:
        gone = [m for i, m in enumerate(receipt.messages) if i not in places]
        receipt.messages = [m for i, m in enumerate(receipt.messages) if i in places]
        receipt.done = not receipt.messages
        self._delete(now, gone)
        for message in gone:
            self._stories.step(now, message.id, step)
        return len(gone)

    def _delete(self, now: float, messages: list[GroupedMessage]) -> None:
        at, sent, receives = self._deleted
        for message in messages:
            message.gone = True
            at(now)
            sent(message.sent)
            receives(message.receives)
        n = len(messages)
        self._in_flight -= n
        if n and messages[0].group is messages[-1].group:  # those of a group are together
            self._release(messages[0].group, n)
        else:
            for message in messages:
                self._release(message.group, 1)
        self._at_in_flight_quota = False
        if self._is_shared:
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
        groups.forget(now)
        for message in line.expired(now - self._retention_s):
            groups.expire(message)
            self._departures.expired(now, message)
        line.tidy(groups.visible + self._in_flight + len(self._delayed))
        oldest = line.oldest_sent()
        row = (now, groups.visible, self._in_flight, len(self._delayed), oldest)
        self.ledgers[facts.QueueObserved].append(row)
        self.ledgers[facts.GroupsObserved].append((now, groups.count, groups.blocked, self._left))
