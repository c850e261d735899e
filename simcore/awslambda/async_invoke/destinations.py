"""Where events go when they leave the internal queue: destinations and dead-letter queues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Target(Protocol):
    """What can take an event or its invocation record."""

    def deliver(self, now: float, chain: int) -> None:
        """Take it; ``chain`` is the number of invocations that led here."""


class Sendable(Protocol):
    """A queue."""

    def send(self, now: float) -> None:
        """SendMessage."""


class Publishable(Protocol):
    """A topic."""

    def publish(self, now: float, chain: int) -> None:
        """Publish."""


class QueueTarget:
    """SendMessage to a queue. What reads the queue begins a new chain."""

    def __init__(self, queue: Sendable) -> None:
        self.queue = queue

    def deliver(self, now: float, chain: int) -> None:
        """Send one message."""
        self.queue.send(now)


class TopicTarget:
    """Publish to a topic, whose functions continue the chain."""

    def __init__(self, topic: Publishable) -> None:
        self.topic = topic

    def deliver(self, now: float, chain: int) -> None:
        """Publish one message."""
        self.topic.publish(now, chain)


@dataclass(frozen=True)
class Destination:
    """A target, by which of :data:`simcore.facts.CHANNELS` it is reached, and whether it can be.

    ``fails`` stands for a missing permission or a target that is gone: what is sent is lost.
    ``gets_records`` says that the document about a stream's records has them in it, too.
    """

    target: Target
    channel: int
    fails: bool = False
    gets_records: bool = False
