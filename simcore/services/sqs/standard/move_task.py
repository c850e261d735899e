"""Messages of a dead-letter queue that move back.

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

from typing import Any, Protocol

from simcore.engine.environment import Environment
from simcore.services.sqs.standard.moved import MovedMessage, RedriveTarget


class Movable(Protocol):
    """The dead-letter queue."""

    def take_visible(self, now: float) -> MovedMessage | None:
        """Take out the first visible message for good, as it goes on to another queue."""


class MessageMoveTask:
    """One message after the other, until nothing is visible; ``otherwise`` is for the others."""

    def __init__(
        self,
        env: Environment,
        queue: Movable,
        start_s: float,
        rate_per_s: float,
        otherwise: RedriveTarget,
        destination: RedriveTarget | None,
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
