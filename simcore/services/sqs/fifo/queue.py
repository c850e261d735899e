"""Amazon SQS, FIFO queue: first in, first out in every message group, each message once.

Models: SendMessage with a message group and a queue's delay, within the throughput quotas;
    deduplication of what is sent again within the deduplication interval; the backlog of time 0;
    ReceiveMessage of up to ten messages, as many as possible of one group and then of others (or
    of one group only); a group with a message in flight is blocked; the look-ahead; redrive to a
    dead-letter queue, which is a FIFO queue, in order. Where a message is, and how it goes on from
    there: see :mod:`.coming`, :mod:`.groups`, :mod:`.receipts`, :mod:`.throughput`,
    :mod:`.purges`, and beside this package retention and redrive.
Ignores: SendMessageBatch, message sizes, deduplication ids (the sender says what it sends again),
    StartMessageMoveTask of a FIFO dead-letter queue, latency of the API. A dead-letter queue keeps
    the group of a message, whose time begins anew there.
States: MessagesSent, MessagesTakenIn, MessagesBecameVisible, MessagesReceived, EmptyReceived,
    MessageDeleted, MessagesReturned, MessagesDeadLettered, MessagesExpired, MessagesLeftAlone,
    MessagesPurged, MessagesDeduplicated, SendsRefused, QueueObserved, GroupsObserved,
    LimitReached, StoryStep.

Sources: Amazon SQS Developer Guide (2023: FIFO-queues-understanding-logic,
FIFO-queues-exactly-once-processing, visibility timeout, high-throughput-fifo, quotas-messages,
quotas-fifo, dead-letter queues).
"""

from __future__ import annotations

from collections.abc import Callable

from simcore.engine.contents import Contents
from simcore.engine.environment import INF, Environment
from simcore.engine.keys import Keys
from simcore.engine.state import State, state_of
from simcore.facts import Row, StoryStep, columns_for, columns_of, ledgers_for
from simcore.roles.event import Event
from simcore.roles.grouped import GroupedReceipt
from simcore.roles.polled import QueueReader, Real
from simcore.services.sqs import facts
from simcore.services.sqs.consumers import Consumers
from simcore.services.sqs.delay import DelayedMessages
from simcore.services.sqs.fifo.coming import ComingInGroups
from simcore.services.sqs.fifo.group import KnownMessage
from simcore.services.sqs.fifo.groups import MessageGroups
from simcore.services.sqs.fifo.lanes import lanes
from simcore.services.sqs.fifo.purges import FifoPurges
from simcore.services.sqs.fifo.receipts import FifoReceipts
from simcore.services.sqs.fifo.settings import STATES, TUNABLE, FifoSettings
from simcore.services.sqs.fifo.stories import GroupedStories
from simcore.services.sqs.fifo.throughput import Throughput
from simcore.services.sqs.fifo.unusual import Leaving, UnusualMessages
from simcore.services.sqs.redrive import Redrive, check_target
from simcore.services.sqs.retention import Retention
from simcore.services.sqs.settings import MANY, ONES


class FifoQueue:
    """One FIFO queue: the API in the order of a message's life, then its private steps.

    A message is delayed, visible (in its place of the ``groups``) or in flight (with one of the
    ``receipts``); each of these has an owner.
    """

    type = "queue"
    is_fifo = True
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
        self.ledgers = ledgers_for(*STATES) | columns_for(*MANY, usual=ONES)
        self.ledgers |= columns_for(facts.MessagesSent, blocks=("t",), usual=ONES)
        self._initial_keys, self._dead_letter_queue = initial_keys, dead_letter_queue
        self._contents = Contents(seed, id)
        self._held_before: dict[int, float] = {}  # contents of messages of other queues, by id
        self._consumers, self._unusual = Consumers(), UnusualMessages()
        self._throughput = Throughput(settings.calls_per_s, settings.group_sends_per_s)
        story_steps, stride = self.ledgers[StoryStep], settings.story_stride
        self._stories = GroupedStories(story_steps, stride, self._unusual)
        retention = self._retention = Retention(self.ledgers, self._stories)
        redrive = self._redrive = Redrive[Leaving](self, self._stories)
        groups = MessageGroups(settings.look_ahead, self._unusual, retention, redrive)
        receives, consumers = self._throughput.receives, self._consumers
        receipts = FifoReceipts(env, self.ledgers, self._stories, groups, consumers, receives)
        self._groups, self._receipts = groups, receipts
        self._delayed = DelayedMessages(env, settings.delay_s, self._delay_ended)
        coming = self.coming = ComingInGroups(env, groups, receipts, self._throughput)
        self.purges = FifoPurges(env, self.ledgers, coming, self._delayed, groups, receipts)
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        settings, groups = self.settings, self._groups
        self._retention.bind(settings)
        self._redrive.bind(settings)
        self._receipts.bind(settings, self._consumers.hidden_s)
        self._sent_at = columns_of(self.ledgers, facts.MessagesSent)[0]
        self._known, self._ready = groups.all, groups.ready
        self._wake = self._consumers.hot_path()[0]
        self._delay_s = settings.delay_s
        self.coming.bind(self._sent_at, self._wake, self._delay_s)

    def __getstate__(self) -> State:
        hot = {"_sent_at", "_known", "_ready", "_wake"}
        return state_of(self, hot)

    def start(self) -> None:
        """Put the backlog of time 0 in place."""
        for _ in range(self.settings.initial_messages):
            self._accept(0.0, self._initial_keys.next(), False)
        if self.settings.initial_messages:
            self._wake(0.0)

    def retune(self, settings: FifoSettings, dead_letter_queue: FifoQueue | None = None) -> None:
        """SetQueueAttributes; without a ``dead_letter_queue`` it keeps the one that it has.

        The visibility timeout is that of later receives; delay (sqs-delay-queues) and retention
        period count for what is there, too, and a redrive policy at the next receive. AWS needs up
        to 60 s, of the retention up to 15 min (SQS API reference, SetQueueAttributes, 2026); here
        it is at once (assumed). Raises RetuneError for what is no attribute, or a dead-letter queue
        of the other type.
        """
        changed = TUNABLE.changes(self.id, self.settings, settings)
        target = dead_letter_queue or self._dead_letter_queue
        check_target(self, settings, changed, target)
        self.settings, self._dead_letter_queue = settings, target
        self.coming.make_way()
        self.bind()
        if "delay_s" in changed:
            self._delayed.change_all(settings.delay_s)

    # Messages come.

    def put(self, now: float, key: int, poison: bool) -> bool:
        """SendMessage to the message group ``key``; False when the quota is used up."""
        if self.coming.are_known:
            self.coming.make_way()
        groups = self._groups
        group = self._known.get(key) or groups.new(key)
        if not self._throughput.send(now, group):
            self.ledgers[facts.SendsRefused].append((now, 1))
            return False
        id = groups.next_id
        groups.next_id = id + 1
        if poison:
            self._unusual.poison.add(id)
        self._sent_at.append(now)
        if self._delay_s:
            self._delayed.add(now, (id, key))
            return True
        groups.add(id, now, group)
        if self._ready:
            wake = self._wake
            wake(now)
        return True

    def deliver(self, now: float, event: Event) -> bool:
        """SendMessage of what another part sends; the queue itself decides what it holds."""
        return self.put(now, event.key, event.poison)

    def put_again(self, now: float, key: int, poison: bool, accepted: float) -> bool:
        """SendMessage with the deduplication id of a message that was accepted before."""
        if now - accepted >= self.settings.deduplication_s:
            return self.put(now, key, poison)
        self.coming.make_way()
        if not self._throughput.send(now, self._known.get(key) or self._groups.new(key)):
            self.ledgers[facts.SendsRefused].append((now, 1))
            return False
        self.ledgers[facts.MessagesDeduplicated].append((now, 1))
        return True

    def take_over(self, now: float, dead: Leaving, content: float) -> None:
        """Take in a message of another queue, of which this is the dead-letter queue."""
        self.coming.make_way()
        self._held_before[self._groups.next_id] = content
        self._accept(now, dead.key, dead.poison)
        self._wake(now)

    def _accept(self, now: float, key: int, poison: bool) -> None:
        id = self._groups.next_id
        self._groups.next_id = id + 1
        if poison:
            self._unusual.poison.add(id)
        for fact in (facts.MessagesSent, facts.MessagesTakenIn):
            self.ledgers[fact].append((now, 1))
        self._groups.add_late(id, now, key)

    def _delay_ended(self, now: float, messages: list[tuple[float, tuple[int, int]]]) -> None:
        self.coming.make_way()
        for sent, (id, key) in messages:
            self._groups.add_late(id, sent, key)
        self.ledgers[facts.MessagesBecameVisible].append((now, len(messages)))
        self._wake(now)

    # Messages are received.

    def subscribe(self, mapping: QueueReader, visibility_timeout_s: float | None) -> None:
        """Call ``mapping.on_visible`` when messages come; its receives may hide them longer."""
        self._consumers.add(mapping, visibility_timeout_s)
        self.bind()

    def look_out(self) -> None:
        """It tells of every message: which ones change nothing, only their groups know."""

    def visible(self) -> int:
        """How many messages are visible, those of blocked groups included."""
        return self._groups.visible + self.coming.not_counted()

    def ready(self) -> list[KnownMessage]:
        """The groups that are perhaps not blocked, always the same list."""
        return self._groups.ready

    def receives_again_at(self, now: float) -> float:
        """When the throughput quota allows the next ReceiveMessage."""
        return self._throughput.receives.next_at(now)

    @property
    def receive(self) -> Callable[[float, int, bool], GroupedReceipt | None]:
        """:meth:`FifoReceipts.receive`, without a call in between."""
        return self._receipts.receive

    @property
    def delete(self) -> Callable[[float, GroupedReceipt], int]:
        """:meth:`FifoReceipts.delete`, likewise."""
        return self._receipts.delete

    @property
    def delete_except(self) -> Callable[[float, GroupedReceipt, frozenset[int]], int]:
        """:meth:`FifoReceipts.delete_except`, likewise."""
        return self._receipts.delete_except

    @property
    def filter_out(self) -> Callable[[float, GroupedReceipt, frozenset[int]], int]:
        """:meth:`FifoReceipts.filter_out`, likewise."""
        return self._receipts.filter_out

    def keep_hidden(self, receipt: GroupedReceipt) -> None:
        """Leave the messages alone: they are visible again when their timeout ends."""
        self._receipts.keep_hidden(receipt)

    def return_in_time(self, receipt: GroupedReceipt) -> None:
        """Their timeout ends while a poller still works on the messages."""
        self._receipts.return_in_time(receipt)

    def content_of(self, id: int) -> float:
        """What a filter looks at: a number from 0 to 1, which a message keeps wherever it goes."""
        content = self._held_before.get(id)
        return self._contents.of(id) if content is None else content

    def empty_received(self, now: float, calls: int) -> None:
        """``calls`` long polls ended without a message."""
        self.ledgers[facts.EmptyReceived].append((now, calls))

    def tell(
        self, now: float, receipt: GroupedReceipt, step: str, a: Real = 0.0, b: Real = 0.0
    ) -> None:
        """Add ``step`` to the stories of the receipt's messages that are followed."""
        self._stories.all_of(now, receipt, step, a, b)

    def hand_over(self, now: float, message: Leaving) -> None:
        """Give a message that was received too often to the dead-letter queue, if there is one."""
        if self._dead_letter_queue is not None:
            self._dead_letter_queue.take_over(now, message, self.content_of(message.id))

    # What the recorder sees.

    def lanes(self, now: float, held: list[GroupedReceipt]) -> tuple[Row, list[Row]]:
        """The groups as lanes, of which ``held`` were throttled: all together, and one by one."""
        self.coming.catch_up()
        return lanes(now, self._groups, self._receipts.given_up(), held)

    def observe(self, now: float) -> None:
        """State the levels at ``now``, after ending the retention of what is too old."""
        groups, receipts, delayed = self._groups, self._receipts, self._delayed
        self.coming.catch_up()
        self.coming.make_anew(groups.forget(now))
        groups.expire(now)
        oldest = min(groups.oldest_sent(), delayed.oldest_sent())
        sent = oldest if oldest < INF else -1.0
        row = (now, groups.visible, receipts.count, len(delayed), sent)
        self.ledgers[facts.QueueObserved].append(row)
        receipts.observe(now)
        levels = (now, groups.count, groups.blocked, receipts.left)
        self.ledgers[facts.GroupsObserved].append(levels)
