"""How messages come into a standard queue.

Models: SendMessage with the queue's delay; poison messages; the backlog of time 0; what other
    queues send on.
Ignores: SendMessageBatch (a message a call), the latency of the API.
States: MessagesSent, MessagesBecameVisible.

Sources: Amazon SQS Developer Guide (2023: delay queues).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from simcore import facts
from simcore.engine.contents import Contents
from simcore.engine.environment import Environment
from simcore.roles.event import Event
from simcore.services.sqs.delay import DelayedMessages
from simcore.services.sqs.moved import Destination, Origin, Origins
from simcore.services.sqs.poison import PoisonMessages
from simcore.services.sqs.readers import Readers
from simcore.services.sqs.settings import QueueSettings


class Sending:
    """The part of a queue that its senders see.

    Of messages never received there are the sending times only, in ``_fresh``; ``_next_id`` is
    the id of the first.
    """

    env: Environment
    id: str
    settings: QueueSettings
    ledgers: facts.Ledgers
    HOT = ("_sent", "_became_visible", "_wake", "_is_waited_for", "_poison_ids")

    def __init__(self, seed: int) -> None:
        self._readers = Readers()
        self._fresh: deque[float] = deque()
        self._next_id = 0
        self._delayed = DelayedMessages(self.env, self.settings.delay_s, self._delay_ended)
        self._origins = Origins(Contents(seed, self.id))
        self._poison = PoisonMessages()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._sent = facts.columns_of(self.ledgers, facts.MessagesSent)
        self._became_visible = self._fresh.append
        self._wake: Callable[[float], Any]
        self._wake, self._is_waited_for = self._readers.hot_path()
        self._delay_s, self._poison_ids = self.settings.delay_s, self._poison.ids

    def start(self) -> None:
        """Put the backlog of time 0 in place."""
        if self.settings.initial_messages:
            self.accept(0.0, 0.0, self.settings.initial_messages)

    def send(self, now: float) -> None:
        """SendMessage."""
        at, n = self._sent
        at.append(now)
        n.append(1)
        if self._delay_s:
            self._delayed.add(now)
            return
        self._became_visible(now)
        self._wake(now)

    def put(self, now: float, key: int, poison: bool) -> bool:
        """SendMessage of what may be poison; the key tells the queue nothing."""
        if poison and self._delay_s:
            self._poison.delay(len(self._delayed))
        elif poison:
            self._poison.add(self._id_of_next())
        self.send(now)
        return True

    def deliver(self, now: float, event: Event) -> bool:
        """SendMessage of what another part sends; the queue itself decides what it holds."""
        return self.put(now, event.key, event.poison)

    def is_watched(self) -> bool:
        """Does a delay begin, or a poller wake, when a message comes now?"""
        return bool(self._delay_s) or self._is_waited_for()

    def send_unwatched(self, times: list[float]) -> None:
        """SendMessage at each of the times, while :meth:`is_watched` is false."""
        at, n = self._sent
        at += times
        n += [1] * len(times)
        self._fresh.extend(times)

    def accept(self, now: float, sent: float, n: int) -> None:
        """Take in ``n`` messages that were first sent at ``sent``, visible at once."""
        self.ledgers[facts.MessagesSent].append((now, n))
        self._fresh.extend([sent] * n)
        self._wake(now)

    def take_over(self, now: float, sent: float, origin: Origin) -> None:
        """Take in a message of another queue (redrive)."""
        id = self._id_of_next()
        self._origins.by_id[id] = origin
        if origin.poison:
            self._poison.add(id)
        self.accept(now, sent, 1)

    def origin(self, now: float, id: int, source: Destination | None) -> Origin:
        """What a queue that the message goes to is told of it."""
        return Origin(now, self._origins.content_of(id), source, id in self._poison_ids)

    def _id_of_next(self) -> int:
        return self._next_id + len(self._fresh)

    def _delay_ended(self, now: float, sent: list[float]) -> None:
        self._poison.release(self._id_of_next(), len(sent))
        self._fresh.extend(sent)
        self.ledgers[facts.MessagesBecameVisible].append((now, len(sent)))
        self._wake(now)
