"""Messages of a standard queue in flight: received, and neither deleted nor visible again.

Models: the visibility timeout; the receive count; DeleteMessage, in time and with a receipt whose
    visibility timeout has ended (it still deletes what nobody has received since); the in-flight
    quota.
Ignores: ChangeMessageVisibility, the OverLimit error of short polls at the in-flight quota
    (Lambda's polls are long).
States: MessagesReceived, MessageDeleted, MessagesReturned, MessagesLeftAlone, LimitReached,
    StoryStep.

Sources: Amazon SQS Developer Guide (2023: visibility timeout, quotas).
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable

from simcore import facts
from simcore.engine.environment import INF, Environment
from simcore.engine.state import State, state_of
from simcore.roles.polled import Message, Receipt
from simcore.services.sqs.facts import MessageDeleted, MessagesReceived
from simcore.services.sqs.in_flight import InFlight
from simcore.services.sqs.settings import QueueSettings
from simcore.services.sqs.standard.duplicates import Duplicates
from simcore.services.sqs.standard.poison import PoisonMessages
from simcore.services.sqs.standard.returned import OFTEN, ReturnedMessages
from simcore.services.sqs.stories import MessageStories


class StandardReceipts(InFlight):
    """A receipt for each receive; it is ``done`` when nothing of it is in flight any more."""

    def __init__(
        self,
        env: Environment,
        ledgers: facts.Ledgers,
        stories: MessageStories,
        poison: PoisonMessages,
        returned: ReturnedMessages,
        duplicates: Duplicates,
    ) -> None:
        super().__init__(ledgers)
        self._env, self._stories, self._poison = env, stories, poison
        self._returned, self._duplicates = returned, duplicates
        self._first_receipts = FirstReceipts()
        self._again: list[Receipt] = []  # the others, some of them done

    def bind(self, settings: QueueSettings, hidden_s: float) -> None:
        """Make the hot path's aliases."""
        super().bind(settings, hidden_s)
        self._received = self.ledgers[MessagesReceived].rows
        self._deleted = facts.columns_of(self.ledgers, MessageDeleted)
        self._first_received, self._poison_ids = self._first_receipts.line, self._poison.ids
        self._receive_max, self._stride = settings.receive_max, settings.story_stride
        self._duplicate_rate = settings.duplicate_rate

    def __getstate__(self) -> State:
        hot = {"_received", "_deleted", "_first_received", "_poison_ids"}
        return state_of(self, hot)

    def hide(
        self, now: float, messages: list[Message], new: array[float], first_id: int
    ) -> Receipt:
        """``messages`` are received once more, ``new`` ones (sending times) for the first time."""
        poison, n = self._poison_ids, len(new)
        receipt = Receipt()
        receipt.messages, receipt.fresh, receipt.first_id = messages, new, first_id
        receipt.deadline, receipt.poison = now + self.timeout_s, poison
        receipt.done = receipt.followed = receipt.left = False
        size = n + len(messages)
        self.count += size
        calls = 1 if size <= self._receive_max else -(-size // self._receive_max)
        self._received.append((now, size, calls))
        if n:
            self._first_received.append(receipt)
        else:
            self._again.append(receipt)
        if messages or -first_id % self._stride < n or (poison and receipt.poisoned()):
            self._stories.received(now, receipt)
        return receipt

    def delete(self, now: float, receipt: Receipt) -> int:
        """DeleteMessageBatch; returns how many were deleted.

        A receipt whose visibility timeout has ended still deletes what nobody received since.
        """
        if receipt.done:
            return self._delete_late(now, receipt, receipt.messages)
        if self._duplicate_rate:
            self._duplicates.deleted(now, receipt.unpack(), receipt.deadline)
        receipt.done = True
        n = len(receipt.fresh)
        at, sent, _ = self._deleted
        at += [now] * n
        sent += receipt.fresh
        if receipt.messages:
            n += len(receipt.messages)
            self._delete(now, receipt.messages)
        self.count -= n
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
            return self._delete_late(now, receipt, gone)
        receipt.messages = [m for i, m in enumerate(messages) if i in failed]
        receipt.done = not receipt.messages
        self.keep_hidden(receipt)
        self.count -= len(gone)
        self._delete(now, gone)
        for message in gone:
            self._stories.step(now, message.id, step)
        self._duplicates.deleted(now, gone, receipt.deadline)
        return len(gone)

    def keep_hidden(self, receipt: Receipt) -> None:
        """Leave the messages alone: they are visible again when their timeout ends."""
        if not receipt.done and not receipt.left:
            receipt.left = True
            self.left_alone += len(receipt)
            self.return_in_time(receipt)

    def return_in_time(self, receipt: Receipt) -> None:
        """Make the messages visible again at the end of their timeout, if they are still here."""
        if not receipt.done:
            at = max(receipt.deadline, self._env.now)
            self._env.call_at(at, self._timeout_ended, receipt)

    def delete_all(self, now: float) -> int:
        """Nothing is in flight any more: receipts that others hold delete nothing; how many."""
        receipts = [r for r in (*self._first_receipts.line, *self._again) if not r.done]
        n = 0
        for receipt in receipts:
            messages = receipt.unpack()
            n += len(messages)
            receipt.done, receipt.followed = True, False
            receipt.receives = [message.receives for message in messages]
            self.tell_purged(now, messages)
        self._first_receipts.line.clear()
        self._again.clear()
        self.count = self.left_alone = 0
        return n

    def ids(self) -> list[int]:
        """Of all messages in flight, and of some that are gone."""
        found = []
        for receipt in (*self._first_receipts.line, *self._again):
            if not receipt.done:
                found += [message.id for message in receipt.messages]
                found += range(receipt.first_id, receipt.first_id + len(receipt.fresh))
        return found

    def tell_purged(self, now: float, messages: list[Message]) -> None:
        """Their stories end."""
        for message in messages:
            self._stories.step(now, message.id, "purged", message.receives)

    def oldest(self, since: Callable[[int, float], float]) -> float:
        """From when the oldest first receive counts; see :class:`FirstReceipts`."""
        if len(self._again) > 2 * self.count + 64:
            self._again = [receipt for receipt in self._again if not receipt.done]
        return self._first_receipts.oldest(self.count, since)

    def _timeout_ended(self, receipt: Receipt) -> None:
        """The receipt's messages can be received again."""
        if receipt.done:
            return
        now, messages = self._env.now, receipt.unpack()
        receipt.done = True
        if receipt.left:
            self.left_alone -= len(messages)
        receipt.receives = [message.receives for message in messages]
        self.returned(now, len(messages))
        for message in messages:
            self._stories.step(now, message.id, "returned", message.receives)
        self._returned.come_back(now, messages)

    def _delete(self, now: float, messages: list[Message]) -> None:
        """Their receiver deleted them in time."""
        for message in messages:
            self._returned.forget(message)
            self._state_deleted(now, message)

    def _delete_late(self, now: float, receipt: Receipt, wanted: list[Message]) -> int:
        """Delete those of a late receipt that nobody has received since; how many they are."""
        ids = {message.id for message in wanted}
        gone = [
            message
            for message, receives in zip(receipt.messages, receipt.receives, strict=True)
            if message.id in ids and self._returned.delete_late(message, receives)
        ]
        for message in gone:
            self._state_deleted(now, message)
            self._stories.step(now, message.id, "deleted")
        return len(gone)

    def _state_deleted(self, now: float, message: Message) -> None:
        self.ledgers[MessageDeleted].append((now, message.sent, message.receives))


class FirstReceipts:
    """Receipts with new messages, in the order of receiving, which is that of sending."""

    def __init__(self) -> None:
        self.line: deque[Receipt] = deque()

    def oldest(self, in_flight: int, since: Callable[[int, float], float]) -> float:
        """From when the oldest of them counts, as ``since(id, sent)`` says; infinity without any.

        Receipts that are done are dropped here, so the line stays in proportion to ``in_flight``
        at the cost of a look at each receipt.
        """
        line = self.line
        while line and line[0].done:
            line.popleft()
        if len(line) > 2 * in_flight + 64:
            waiting = [receipt for receipt in line if not receipt.done]
            line.clear()
            line.extend(waiting)
        return _oldest(line[0], since) if line else INF


def _oldest(receipt: Receipt, since: Callable[[int, float], float]) -> float:
    """Of a receipt that is not done; some of its messages may have been deleted."""
    if receipt.fresh:
        return since(receipt.first_id, receipt.fresh[0])
    few = [message for message in receipt.messages if message.receives < OFTEN]
    return min([since(message.id, message.sent) for message in few], default=INF)
