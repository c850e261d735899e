"""The same of a FIFO queue as :mod:`.polled` of a standard queue: its messages are in groups."""

from __future__ import annotations

from typing import Any, Protocol

from simcore.facts import Row
from simcore.roles.polled import Polled


class GroupedMessage:
    """A message of a FIFO queue.

    ``id`` is its place in the order of sending, ``group`` its message group, an object of the
    queue's of which others know the number ``key`` alone, ``sent`` when its
    sender sent it (seconds), ``receives`` its approximate receive count; ``poison`` makes every
    handler fail that gets it. ``gone`` means that it has left the queue, ``hidden`` that it is in
    flight.
    """

    __slots__ = ("gone", "group", "hidden", "id", "poison", "receives", "sent")

    def __init__(self, id: int, group: Any, sent: float, poison: bool) -> None:
        self.id, self.group, self.sent, self.poison = id, group, sent, poison
        self.receives = 0
        self.gone = self.hidden = False


class GroupedReceipt:
    """Messages received together, hidden from other receivers until ``deadline``.

    Those of one group follow one another, in their order. ``done`` means deleted, or visible
    again; ``left`` that no poller works on them any more; ``followed`` that one has a story.
    """

    __slots__ = ("deadline", "done", "followed", "left", "messages")

    def __init__(self, messages: list[GroupedMessage], deadline: float) -> None:
        self.messages, self.deadline = messages, deadline
        self.done = self.left = self.followed = False

    def __len__(self) -> int:
        return len(self.messages)

    @property
    def receipts(self) -> list[GroupedReceipt]:
        """Itself: a batch of one receipt."""
        return [self]

    def poisoned(self) -> tuple[int, ...]:
        """The places of the messages that fail every time."""
        return tuple(i for i, message in enumerate(self.messages) if message.poison)

    def groups(self) -> int:
        """From how many message groups they come."""
        return len({message.group.key for message in self.messages})


class GroupedQueue(Polled[GroupedReceipt], Protocol):
    """A FIFO queue; those of its messages that are visible may be in groups that are blocked."""

    def ready(self) -> list[tuple[int, Any]]:
        """The groups that are perhaps not blocked, always the same list."""

    def receive(self, now: float, most: int, mixes_groups: bool) -> GroupedReceipt | None:
        """ReceiveMessage, up to ten messages; None when there is nothing to receive."""

    def receives_again_at(self, now: float) -> float:
        """When the quota allows the next ReceiveMessage: now, or later."""

    def delete_except(self, now: float, receipt: GroupedReceipt, failed: frozenset[int]) -> int:
        """As ``delete``, without the messages at the places ``failed``, which stay hidden."""

    def filter_out(self, now: float, receipt: GroupedReceipt, matching: frozenset[int]) -> int:
        """Delete all but those at the places ``matching``, with which the poller goes on."""

    def lanes(self, now: float, held: list[GroupedReceipt]) -> tuple[Row, list[Row]]:
        """The groups as lanes, of which ``held`` were throttled: all together, and one by one."""
