"""What few messages of a FIFO queue have: poison, and receives before the last one."""

from __future__ import annotations

from simcore.roles.grouped import GroupedMessage


class Leaving:
    """A message that leaves the queue otherwise than by being deleted; ``key`` is its group's.

    ``chain`` is how many invocations led to it, where that is known.
    """

    __slots__ = ("chain", "id", "key", "poison", "receives", "sent")

    def __init__(self, id: int, sent: float, receives: int, key: int, poison: bool) -> None:
        self.id, self.sent, self.receives, self.key, self.poison = id, sent, receives, key, poison
        self.chain = 0


class UnusualMessages:
    """Most messages are neither poison nor received a second time: those are not in here.

    ``again`` says how often those were received that have come back at least once; it is always the
    same. ``poison`` is another set after a purge.
    """

    def __init__(self) -> None:
        self.poison: set[int] = set()
        self.again: dict[int, int] = {}

    def receives(self, id: int) -> int:
        """How often a visible message was received."""
        return self.again.get(id, 0)

    def received_again(self, id: int) -> None:
        """A visible message is received; the first time goes without saying."""
        if id in self.again:
            self.again[id] += 1

    def received(self, id: int) -> int:
        """How often a message in flight was received."""
        return self.again.get(id, 1)

    def came_back(self, id: int) -> int:
        """A message in flight is visible again; how often it was received."""
        return self.again.setdefault(id, 1)

    def gone(self, id: int) -> None:
        """The message has left the queue."""
        self.poison.discard(id)
        self.again.pop(id, None)

    def all_gone(self) -> None:
        """No message is left; who still works on some goes on with the poison that it knows."""
        self.poison = set()
        self.again.clear()

    def leaves(self, message: GroupedMessage) -> Leaving:
        """A visible message leaves the queue: what there is to know of it."""
        id, sent, group = message
        left = Leaving(id, sent, self.receives(id), group.key, id in self.poison)
        self.gone(id)
        return left
