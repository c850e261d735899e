"""What a scenario says of a queue, and what a queue says of itself."""

from __future__ import annotations

from typing import Any

from simcore import facts
from simcore.engine.retuning import Tunable
from simcore.frozen import frozen
from simcore.services.sqs.facts import (
    EmptyReceived,
    MessageDeleted,
    MessagesBecameVisible,
    MessagesDeadLettered,
    MessagesDuplicated,
    MessagesExpired,
    MessagesLeftAlone,
    MessagesMoved,
    MessagesPurged,
    MessagesReceived,
    MessagesReturned,
    MessagesSent,
    MessagesTakenIn,
    QueueObserved,
)

STATES = (
    MessagesSent,
    MessagesTakenIn,
    MessagesBecameVisible,
    MessagesReceived,
    EmptyReceived,
    MessageDeleted,
    MessagesReturned,
    MessagesDeadLettered,
    MessagesExpired,
    MessagesPurged,
    MessagesLeftAlone,
    QueueObserved,
    facts.LimitReached,
    facts.StoryStep,
)
"""The facts that a queue states."""

MANY = (MessagesSent, MessageDeleted)
"""Those of which there is about one for every message."""

ONES = {"n": 1, "receives": 1}
"""What these nearly always say: a message is sent alone, and received once."""


@frozen
class QueueSettings:
    """What a scenario says of a queue, in seconds; the quotas come from the profile.

    ``story_stride`` follows one message in so many; ``has_move_task`` says that messages move on to
    another queue.
    """

    visibility_timeout_s: float
    retention_s: float
    in_flight_max: int
    receive_max: int
    delay_s: float = 0.0
    max_receive_count: int | None = None
    initial_messages: int = 0
    story_stride: int = 1
    duplicate_rate: float = 0.0
    has_move_task: bool = False

    def states(self) -> tuple[type[Any], ...]:
        """What a queue with these settings states one by one."""
        moves = (MessagesMoved,) if self.has_move_task else ()
        duplicates = (MessagesDuplicated,) if self.duplicate_rate else ()
        return STATES + moves + duplicates

    def ledgers(self) -> facts.Ledgers:
        """The ledgers of a standard queue with these settings."""
        return (
            facts.ledgers_for(*self.states())
            | facts.columns_for(MessagesSent, blocks=("t",), usual=ONES)
            | facts.columns_for(MessageDeleted, blocks=("sent",), usual=ONES)
        )


NAMES = frozenset({"visibility_timeout_s", "retention_s", "delay_s", "max_receive_count"})
FIXED = {
    "in_flight_max": "it is a quota of AWS's, not an attribute of the queue",
    "receive_max": "ReceiveMessage returns no more",
    "initial_messages": "the backlog of time 0 is in place",
    "story_stride": "the stories have begun",
    "duplicate_rate": "it is a property of SQS, not an attribute of the queue",
    "has_move_task": "a move task is started by StartMessageMoveTask, not by an attribute",
}
TUNABLE = Tunable(QueueSettings, NAMES, FIXED)
"""What SetQueueAttributes can change."""
