"""Messages of a FIFO queue in flight, which block their groups.

Models: the visibility timeout, after which messages are first in their groups again; DeleteMessage,
    which fails once the visibility timeout has ended; the in-flight quota (reached silently).
Ignores: ChangeMessageVisibility, receive request attempt ids.
States: MessagesReceived, MessageDeleted, MessagesReturned, MessagesLeftAlone, LimitReached,
    StoryStep.

Sources: Amazon SQS Developer Guide (2023: visibility timeout, quotas-fifo).
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from simcore import facts
from simcore.engine.environment import Environment
from simcore.engine.state import State, state_of
from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.roles.grouped import GroupedMessage, GroupedReceipt
from simcore.services.sqs.consumers import Consumers
from simcore.services.sqs.facts import MessageDeleted, MessagesReceived
from simcore.services.sqs.fifo.groups import MessageGroups
from simcore.services.sqs.fifo.stories import GroupedStories
from simcore.services.sqs.in_flight import InFlight
from simcore.services.sqs.settings import QueueSettings

SPARE = 64

Deleted = tuple[list[float], list[float], facts.Usual]
"""The columns of MessageDeleted."""


class FifoReceipts(InFlight):
    """A receipt for each receive; ``left`` counts the groups of those that no poller works on."""

    def __init__(
        self,
        env: Environment,
        ledgers: facts.Ledgers,
        stories: GroupedStories,
        groups: MessageGroups,
        consumers: Consumers,
        receives: VirtualSchedule,
    ) -> None:
        super().__init__(ledgers)
        self._env, self._stories = env, stories
        self._groups, self._consumers, self._receives = groups, consumers, receives
        self._unusual, self._poison = groups.unusual, groups.unusual.poison
        self.left = 0
        self._given_up: list[GroupedReceipt] = []
        self._all: list[GroupedReceipt] = []  # some of them done

    def bind(self, settings: QueueSettings, hidden_s: float) -> None:
        """Make the hot path's aliases."""
        super().bind(settings, hidden_s)
        self._deleted: Deleted = facts.columns_of(self.ledgers, MessageDeleted)
        self._received = facts.rows_of(self.ledgers, MessagesReceived)
        self._stride = settings.story_stride
        self._compete = self._consumers.compete

    def __getstate__(self) -> State:
        hot = {"_deleted", "_received"}
        return state_of(self, hot)

    def receive(self, now: float, most: int, mixes_groups: bool) -> GroupedReceipt | None:
        """ReceiveMessage for up to ``most``; None when nothing can be received.

        A message that has been received maxReceiveCount times moves to the dead-letter queue
        instead.
        """
        if self.most - self.count < most:
            most = self.room(now)
            if not most:
                return None
        receives = self._receives
        if receives.used_until <= now:  # as `take` does it: one call less
            receives.used_until = now + receives.step_s
        elif not receives.take(now):
            return None
        messages = self._groups.receive(now, most, mixes_groups)
        if not messages:
            return None
        n, stride, poison = len(messages), self._stride, self._poison
        self.count += n
        self._received.append((now, n, 1))
        receipt = GroupedReceipt()
        receipt.messages, receipt.deadline = messages, now + self.timeout_s
        receipt.poison = poison
        receipt.done = receipt.left = receipt.followed = False
        self._all.append(receipt)
        for id, _, _ in messages:
            if not id % stride or (poison and id in poison):
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
        messages, unusual = receipt.messages, self._unusual
        if unusual.again or unusual.poison:
            self._forget(messages)
        at, sent, _ = self._deleted
        for message in messages:
            at.append(now)
            sent.append(message[1])
        n = len(messages)
        self.count -= n
        group = messages[0][2]
        if group is messages[-1][2]:  # those of a group are together
            self._groups.free(group)
        else:
            for group, _ in receipt.by_group():
                self._groups.free(group)
        if self._compete:
            self._consumers.wake(now)
        if receipt.followed:
            self._stories.all_of(now, receipt, "deleted")
        return n

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

    def keep_hidden(self, receipt: GroupedReceipt) -> None:
        """Leave the messages alone: they are visible again when their timeout ends."""
        if not receipt.done and not receipt.left:
            receipt.left = True
            self.left += receipt.groups()
            self.left_alone += len(receipt.messages)
            self._given_up.append(receipt)
            self.return_in_time(receipt)

    def return_in_time(self, receipt: GroupedReceipt) -> None:
        """Make the messages visible again at the end of their timeout, if they are still here."""
        at = max(receipt.deadline, self._env.now)
        self._env.call_at(at, self._timeout_ended, receipt)

    def delete_all(self, now: float) -> int:
        """Nothing is in flight any more: receipts that others hold delete nothing; how many."""
        n = self.count
        for receipt in self._all:
            if not receipt.done:
                receipt.done, receipt.followed = True, False
                self.tell_purged(now, [id for id, _, _ in receipt.messages])
        self._all.clear()
        self.count = self.left = self.left_alone = 0
        self._unusual.all_gone()
        self._poison = self._unusual.poison
        return n

    def ids(self) -> list[int]:
        """Of all messages in flight."""
        return [id for receipt in self._all if not receipt.done for id, _, _ in receipt.messages]

    def tell_purged(self, now: float, ids: Iterable[int]) -> None:
        """The stories of messages that were received at least once end."""
        for id in ids:
            self._stories.step(now, id, "purged", self._unusual.received(id))

    def observe(self, now: float) -> None:
        """State how many are left alone; forget receipts that are done, when they are many."""
        super().observe(now)
        if len(self._all) > 2 * self.count + SPARE:
            self._all = [receipt for receipt in self._all if not receipt.done]

    def given_up(self) -> list[GroupedReceipt]:
        """Those that no poller works on."""
        self._given_up = [receipt for receipt in self._given_up if not receipt.done]
        return self._given_up

    def _keep_only(
        self, now: float, receipt: GroupedReceipt, places: frozenset[int], step: str
    ) -> int:
        gone = [m for i, m in enumerate(receipt.messages) if i not in places]
        self._forget(gone)
        at, sent, _ = self._deleted
        at.extend([now] * len(gone))
        sent.extend([message[1] for message in gone])
        self.count -= len(gone)
        self._release(receipt, set(gone))
        receipt.done = not receipt.messages
        if self._compete:
            self._consumers.wake(now)
        for id, _, _ in gone:
            self._stories.step(now, id, step)
        return len(gone)

    def _forget(self, messages: list[GroupedMessage]) -> None:
        """These are stated as deleted next: what is unusual of them goes with them."""
        _, sent, receives = self._deleted
        for place, (id, _, _) in enumerate(messages, len(sent)):
            receives.put(place, self._unusual.received(id))
            self._unusual.gone(id)

    def _release(self, receipt: GroupedReceipt, gone: Set[GroupedMessage]) -> None:
        """Those of the receipt's messages are gone; with the others it goes on."""
        for group, part in receipt.by_group():
            stay = [message for message in part if message not in gone]
            if stay:
                group.first = stay[0]
            self._groups.release(group, len(part) - len(stay))
        receipt.messages = [message for message in receipt.messages if message not in gone]

    def _work_ended(self, receipt: GroupedReceipt) -> None:
        if receipt.left:
            self.left -= receipt.groups()
            self.left_alone -= len(receipt.messages)

    def _timeout_ended(self, receipt: GroupedReceipt) -> None:
        """The receipt's messages can be received again, before the others of their groups."""
        if receipt.done:
            return
        now, messages = self._env.now, receipt.messages
        receipt.done = True
        self._work_ended(receipt)
        self.returned(now, len(messages))
        for group, part in receipt.by_group():
            self._groups.put_back(group, part)
        for id, _, _ in reversed(messages):
            self._stories.step(now, id, "returned", self._unusual.came_back(id))
        self._consumers.wake(now)
