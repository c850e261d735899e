"""The same of a FIFO queue as :mod:`.polled` of a standard queue: its messages are in groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol, TypeAlias

from simcore.facts import Row
from simcore.roles.polled import Polled

GroupedMessage: TypeAlias = tuple[int, float, Any]
"""A message of a FIFO queue: its id, which is its place in the order of sending; when its sender
sent it (seconds); and its message group, an object of the queue's of which others know the number
``key`` alone. A tuple, as an object for each would cost more than all else that happens to it: what
few messages have (poison, receives before the last one) is kept by their ids."""


class GroupedReceipt:
    """Messages received together, hidden from other receivers until ``deadline``.

    Those of one group follow one another, in their order. ``done`` means deleted, or visible
    again; ``left`` that no poller works on them any more; ``followed`` that one has a story.
    ``poison`` holds the ids of all poison messages of the queue that have not left it otherwise
    than by a purge. It has no ``__init__``, whose call would cost as much again as all that it
    says: who receives the messages says it.
    """

    __slots__ = ("deadline", "done", "followed", "left", "messages", "poison")

    messages: list[GroupedMessage]
    deadline: float
    poison: Set[int]
    done: bool
    followed: bool
    left: bool

    def __len__(self) -> int:
        return len(self.messages)

    @property
    def receipts(self) -> list[GroupedReceipt]:
        """Itself: a batch of one receipt."""
        return [self]

    def poisoned(self) -> tuple[int, ...]:
        """The places of the messages that fail every time."""
        return tuple(i for i, message in enumerate(self.messages) if message[0] in self.poison)

    def by_group(self) -> Iterator[tuple[Any, list[GroupedMessage]]]:
        """Each message group with its messages."""
        for group, messages in groupby(self.messages, _group):
            yield group, list(messages)

    def groups(self) -> int:
        """From how many message groups they come."""
        return sum(1 for _ in groupby(self.messages, _group))


class GroupedQueue(Polled[GroupedReceipt], Protocol):
    """A FIFO queue; those of its messages that are visible may be in groups that are blocked."""

    def ready(self) -> list[tuple[Any, ...]]:
        """The groups that are perhaps not blocked, always the same list."""

    @property
    def receive(self) -> Callable[[float, int, bool], GroupedReceipt | None]:
        """``receive(now, most, mixes_groups)``: ReceiveMessage, up to ten messages; None when there
        is nothing to receive."""

    def receives_again_at(self, now: float) -> float:
        """When the quota allows the next ReceiveMessage: now, or later."""

    def delete_except(self, now: float, receipt: GroupedReceipt, failed: frozenset[int]) -> int:
        """As ``delete``, without the messages at the places ``failed``, which stay hidden."""

    def filter_out(self, now: float, receipt: GroupedReceipt, matching: frozenset[int]) -> int:
        """Delete all but those at the places ``matching``, with which the poller goes on."""

    def lanes(self, now: float, held: list[GroupedReceipt]) -> tuple[Row, list[Row]]:
        """The groups as lanes, of which ``held`` were throttled: all together, and one by one."""


_group = itemgetter(2)
