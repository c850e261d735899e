"""Redrive: where messages go that are received too often.

Models: a redrive policy: a message that has been received maxReceiveCount times moves to the
    dead-letter queue instead of being received once more.
Ignores: a message's share of the in-flight quota, which is the queue's business.
States: MessagesDeadLettered, StoryStep.

Sources: Amazon SQS Developer Guide (2023: dead-letter queues).
"""

from __future__ import annotations

from typing import Any, Generic, Protocol, TypeVar

from simcore import facts
from simcore.errors import RetuneError
from simcore.services.sqs.facts import MessagesDeadLettered
from simcore.services.sqs.settings import QueueSettings
from simcore.services.sqs.stories import MessageStories


class Received(Protocol):
    """A message that has been received, ``receives`` times, first ``sent`` then (seconds)."""

    id: int
    sent: float
    receives: int


M_contra = TypeVar("M_contra", bound=Received, contravariant=True)


class Source(Protocol[M_contra]):
    """The queue with the policy."""

    ledgers: facts.Ledgers

    def hand_over(self, now: float, message: M_contra) -> None:
        """Give the message to the dead-letter queue, if there is one at hand."""


class Redrive(Generic[M_contra]):
    """Says which messages are received too often, and moves them; their owner drops them."""

    def __init__(self, source: Source[M_contra], stories: MessageStories) -> None:
        self._source, self._stories = source, stories

    def bind(self, settings: QueueSettings) -> None:
        """The queue's settings are these."""
        self.most_receives = settings.max_receive_count or float("inf")

    def move(self, now: float, message: M_contra) -> None:
        """To the dead-letter queue; without one at hand the message is gone."""
        self._source.ledgers[MessagesDeadLettered].append((now, 1))
        self._stories.step(now, message.id, "dead-lettered", message.receives)
        self._source.hand_over(now, message)


def check_target(queue: Any, settings: QueueSettings, changed: frozenset[str], target: Any) -> None:
    """Can the queue's redrive policy become this, with ``target`` as the dead-letter queue?

    Raises RetuneError where AWS has no such policy: the dead-letter queue of a standard queue is
    one, that of a FIFO queue is a FIFO queue (SQS API reference, SetQueueAttributes, 2026).
    """
    if target is not None and target.is_fifo != queue.is_fifo:
        raise RetuneError(queue.id, "redrive", f"{target.id} is a queue of the other type")
    if "max_receive_count" in changed and settings.max_receive_count and target is None:
        raise RetuneError(queue.id, "max_receive_count", "there is no dead-letter queue")
