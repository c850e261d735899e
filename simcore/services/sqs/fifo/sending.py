"""How messages come into a FIFO queue.

Models: SendMessage with a message group, within the throughput quotas; deduplication of what is
    sent again within the deduplication interval; the queue's delay; the backlog of time 0; what
    another queue's redrive brings.
Ignores: SendMessageBatch, deduplication ids (the sender says what it sends again).
States: MessagesSent, MessagesBecameVisible, MessagesDeduplicated, SendsRefused.

Sources: Amazon SQS Developer Guide (2023: FIFO-queues-exactly-once-processing, quotas-messages).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from simcore import facts
from simcore.engine.environment import Environment
from simcore.engine.keys import Keys
from simcore.roles.event import Event
from simcore.roles.grouped import GroupedMessage
from simcore.services.sqs.delay import DelayedMessages
from simcore.services.sqs.fifo.groups import MessageGroups
from simcore.services.sqs.fifo.line import Line
from simcore.services.sqs.fifo.settings import FifoSettings
from simcore.services.sqs.fifo.throughput import Throughput


class Sending:
    """The part of a FIFO queue that its senders see; ``_wake`` is told when messages are there."""

    _wake: Callable[[float], None]
    HOT = ("_sent_at", "_sent_n", "_may_send", "_groups_add", "_add_to_line", "_ready", "_known")

    def __init__(
        self, env: Environment, settings: FifoSettings, ledgers: facts.Ledgers, initial_keys: Keys
    ) -> None:
        self.settings, self.ledgers = settings, ledgers
        self._initial_keys = initial_keys
        self._next_id = 0
        self._line = Line()
        self._groups = MessageGroups(settings.look_ahead)
        self._throughput = Throughput(settings.calls_per_s, settings.group_sends_per_s)
        self._held_before: dict[int, float] = {}  # contents of messages of other queues, by id
        self._hidden: deque[GroupedMessage] = deque()  # those whose delay is not over
        self._delayed = DelayedMessages(env, settings.delay_s, self._delay_ended)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        at, n = facts.columns_of(self.ledgers, facts.MessagesSent)
        self._sent_at, self._sent_n = at.append, n.append
        self._may_send, self._groups_add = self._throughput.send, self._groups.add
        self._add_to_line, self._known = self._line.add, self._groups.all.get
        self._delay_s, self._ready = self.settings.delay_s, self._groups.ready

    def start(self) -> None:
        """Put the backlog of time 0 in place."""
        for _ in range(self.settings.initial_messages):
            self._accept(0.0, self._initial_keys.next(), False)
        if self.settings.initial_messages:
            self._wake(0.0)

    def put(self, now: float, key: int, poison: bool) -> bool:
        """SendMessage to the message group ``key``; False when the quota is used up."""
        group = self._known(key) or self._groups.new(key)
        if not self._may_send(now, group):
            self.ledgers[facts.SendsRefused].append((now, 1))
            return False
        message = GroupedMessage(self._next_id, group, now, poison)
        self._next_id += 1
        self._add_to_line(message)
        self._sent_at(now)
        self._sent_n(1)
        if self._delay_s:
            self._hide(now, message)
            return True
        self._groups_add(message)
        if self._ready:
            self._wake(now)
        return True

    def deliver(self, now: float, event: Event) -> bool:
        """SendMessage of what another part sends; the queue itself decides what it holds."""
        return self.put(now, event.key, event.poison)

    def put_again(self, now: float, key: int, poison: bool, accepted: float) -> bool:
        """SendMessage with the deduplication id of a message that was accepted before."""
        if now - accepted >= self.settings.deduplication_s:
            return self.put(now, key, poison)
        if not self._may_send(now, self._known(key) or self._groups.new(key)):
            self.ledgers[facts.SendsRefused].append((now, 1))
            return False
        self.ledgers[facts.MessagesDeduplicated].append((now, 1))
        return True

    def take_over(self, now: float, dead: GroupedMessage, content: float) -> None:
        """Take in a message of another queue, of which this is the dead-letter queue."""
        self._held_before[self._next_id] = content
        self._accept(now, dead.group.key, dead.poison)
        self._wake(now)

    def _accept(self, now: float, key: int, poison: bool) -> None:
        group = self._known(key) or self._groups.new(key)
        message = GroupedMessage(self._next_id, group, now, poison)
        self._next_id += 1
        self._add_to_line(message)
        self.ledgers[facts.MessagesSent].append((now, 1))
        self._groups_add(message)

    def _hide(self, now: float, message: GroupedMessage) -> None:
        message.hidden = True
        self._hidden.append(message)
        self._delayed.add(now)

    def _delay_ended(self, now: float, sent: list[float]) -> None:
        for _ in sent:
            message = self._hidden.popleft()
            message.hidden = False
            self._groups.add_late(message)
        self.ledgers[facts.MessagesBecameVisible].append((now, len(sent)))
        self._wake(now)
