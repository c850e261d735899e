"""Messages of a queue that came from another queue, and those that leave it the same way.

Models: StartMessageMoveTask: from a stated time on, the visible messages of a dead-letter queue
    move to the queues that they came from, or to one that is named, oldest first, at a stated
    rate; there they are new messages (their retention begins anew); the task ends when nothing is
    visible. Messages that no queue sent here move to a queue that has this one as its
    dead-letter queue (assumed).
Ignores: CancelMessageMoveTask, the task's limit of 36 hours, the varying rate that SQS chooses
    where none is given (a constant is assumed), a task that is started again.
States: nothing of its own; the queues state MessagesMoved, StoryStep and MessagesSent.

Sources: Amazon SQS API reference, StartMessageMoveTask; Amazon SQS Developer Guide,
sqs-configure-dead-letter-queue-redrive and setting-up-dead-letter-queue-retention (2026).
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from simcore.engine.contents import Contents
from simcore.engine.environment import Environment


class Destination(Protocol):
    """A queue that takes in messages of other queues."""

    def take_over(self, now: float, sent: float, origin: Origin) -> None:
        """Take in a message that was first sent at ``sent``, visible at once."""


class Origin(NamedTuple):
    """When a message came to a queue, what it holds, from where, and whether it is poison."""

    at: float
    content: float
    source: Destination | None
    poison: bool = False


class Origins:
    """Of the messages that came from another queue, by id; the others are not in here."""

    def __init__(self, contents: Contents) -> None:
        self.by_id: dict[int, Origin] = {}
        self._contents = contents

    def since(self, id: int, sent: float) -> float:
        """From when the age of a message counts: its move, else its sending."""
        origin = self.by_id.get(id)
        return sent if origin is None else origin.at

    def content_of(self, id: int) -> float:
        """What the message holds: what it held in the first queue that it was in."""
        origin = self.by_id.get(id)
        return self._contents.of(id) if origin is None else origin.content

    def source_of(self, id: int) -> Destination | None:
        """The queue that the message came from."""
        origin = self.by_id.get(id)
        return None if origin is None else origin.source


class Movable(Protocol):
    """The dead-letter queue."""

    def take_visible(self, now: float) -> Origin | None:
        """Take out the first visible message for good, as it goes on to another queue."""


class MessageMoveTask:
    """One message after the other, until nothing is visible; ``otherwise`` is for the others."""

    def __init__(
        self,
        env: Environment,
        queue: Movable,
        start_s: float,
        rate_per_s: float,
        otherwise: Destination,
        destination: Destination | None,
    ) -> None:
        self.env, self.queue = env, queue
        self.start_s, self.rate_per_s = start_s, rate_per_s
        self.otherwise, self.destination = otherwise, destination
        self.moved = 0
        env.call_at(start_s, self._move)

    def _move(self, _: Any) -> None:
        now = self.env.now
        message = self.queue.take_visible(now)
        if message is not None:
            to = self.destination or message.source or self.otherwise
            to.take_over(now, now, message._replace(source=None))
            self.moved += 1
            self.env.call_at(self.start_s + self.moved / self.rate_per_s, self._move)
