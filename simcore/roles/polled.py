"""What a queue and those who poll it have of each other: messages, receipts, questions."""

from __future__ import annotations

from array import array
from collections.abc import Set
from typing import Protocol, TypeVar

Real = float | int
"""As it was given: what is a float alone, a compiled module makes a float of."""


class Message:
    """A message that has come back at least once.

    ``id`` is its place in the order of sending, ``sent`` is when its sender sent it (seconds),
    ``receives`` its approximate receive count, ``visible_at`` when it was last made visible.
    """

    __slots__ = ("id", "receives", "sent", "visible_at")

    visible_at: float

    def __init__(self, id: int, sent: float) -> None:
        self.id, self.sent = id, sent
        self.receives = 1


class Receipt:
    """Messages received together, hidden from other receivers until ``deadline``.

    Those received before are ``messages``; of the others only the sending times are kept, in
    ``fresh``, with ids from ``first_id`` on: most messages are received once, and an object for
    each would cost more than all else that happens to them. ``done`` means deleted, or visible
    again; ``followed``, that some of the messages have a story; ``receives`` holds the
    messages' counts once their visibility has ended; ``left``, that no poller works on them
    any more. ``poison`` holds the ids of all poison messages of the queue. It has no ``__init__``,
    whose call would cost as much again as all that it says: who receives the messages says it.
    """

    __slots__ = (
        *("messages", "fresh", "first_id", "receives", "left"),
        *("deadline", "poison", "done", "followed"),
    )

    messages: list[Message]
    fresh: array[float]
    first_id: int
    deadline: float
    poison: Set[int]
    receives: list[int]
    done: bool
    followed: bool
    left: bool

    def __len__(self) -> int:
        return len(self.messages) + len(self.fresh)

    @property
    def receipts(self) -> list[Receipt]:
        """Itself: a batch of one receipt."""
        return [self]

    def poisoned(self) -> tuple[int, ...]:
        """The places of the messages that fail every time."""
        poison = self.poison
        if not poison:
            return ()
        ids = [message.id for message in self.messages]
        ids += range(self.first_id, self.first_id + len(self.fresh))
        return tuple([i for i, id in enumerate(ids) if id in poison])

    def unpack(self) -> list[Message]:
        """All messages as objects, those received before first."""
        first = self.first_id
        self.messages += [Message(first + i, sent) for i, sent in enumerate(self.fresh)]
        self.fresh = array("d")
        return self.messages


class QueueReader(Protocol):
    """Who wants to know that messages are there."""

    def on_visible(self, now: float) -> None:
        """At least one message can be received."""

    def is_waiting(self) -> bool:
        """Would it do something now, when told?"""


class Hidden(Protocol):
    """Messages received together, hidden from other receivers until ``deadline`` (seconds)."""

    deadline: float


Received = TypeVar("Received", contravariant=True)


class Polled(Protocol[Received]):
    """What is polled for messages: a queue, standard or FIFO, whose receipts are of one kind."""

    def subscribe(self, mapping: QueueReader, visibility_timeout_s: float | None) -> None:
        """Call the mapping when messages become visible."""

    def look_out(self) -> None:
        """Somebody may wait for messages from now on: call the mapping at the next one."""

    def visible(self) -> int:
        """How many messages are visible."""

    def delete(self, now: float, receipt: Received) -> int:
        """DeleteMessageBatch; returns how many were deleted."""

    def content_of(self, id: int) -> float:
        """What the message with this id holds; see :mod:`simcore.engine.contents`."""

    def keep_hidden(self, receipt: Received) -> None:
        """Leave the messages alone: they are visible again when their timeout ends."""

    def return_in_time(self, receipt: Received) -> None:
        """Their timeout ends while a poller still works on the messages."""

    def empty_received(self, now: float, calls: int) -> None:
        """``calls`` long polls ended without a message."""

    def tell(self, now: float, receipt: Received, step: str, a: Real = 0.0, b: Real = 0.0) -> None:
        """Add a step to the stories of the messages that are followed."""


class PolledQueue(Polled[Receipt], Protocol):
    """A standard queue."""

    def receive(self, now: float, most: int) -> Receipt | None:
        """ReceiveMessage, up to ten messages a call; None when there is nothing to receive."""

    def delete_except(
        self, now: float, receipt: Receipt, failed: frozenset[int], step: str = "deleted"
    ) -> int:
        """As ``delete``, without the messages at the places ``failed``, which stay hidden."""
