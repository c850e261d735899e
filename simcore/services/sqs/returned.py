"""The messages of a queue that have been received and came back."""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush

from simcore.engine.environment import INF
from simcore.roles.polled import Message


class ReturnedMessages:
    """Visible messages in the order in which they came back, and who has come back at all.

    ``next_at`` is when the first in line came back, infinity when there is none. Ids stay in the
    second part until their message leaves the queue, so that the oldest message and late
    deletions can be found without looking at all of them.
    """

    def __init__(self) -> None:
        self.next_at = INF
        self._line: deque[Message] = deque()
        self._deleted: set[int] = set()  # still in line, but deleted with a late receipt
        self._alive: set[int] = set()
        self._oldest: list[tuple[float, int]] = []  # heap of (since, id), cleaned when looked at

    def __len__(self) -> int:
        return len(self._line) - len(self._deleted)

    def put(self, now: float, message: Message, since: float) -> None:
        """The message is visible again; its age counts ``since`` then."""
        message.visible_at = now
        if not self._line:
            self.next_at = now
        self._line.append(message)
        if message.id not in self._alive:
            self._alive.add(message.id)
            heappush(self._oldest, (since, message.id))

    def take(self) -> Message:
        """The first in line; only where :attr:`next_at` is finite."""
        message = self._line.popleft()
        self._skip_deleted()
        return message

    def take_out(self) -> Message:
        """The first in line, for good; only where :attr:`next_at` is finite."""
        message = self.take()
        self.forget(message)
        return message

    def _skip_deleted(self) -> None:
        line, deleted = self._line, self._deleted
        while line and line[0].id in deleted:
            deleted.remove(line.popleft().id)
        self.next_at = line[0].visible_at if line else INF

    def forget(self, message: Message) -> None:
        """The message has left the queue for good."""
        self._alive.discard(message.id)

    def delete_late(self, message: Message, receives: int) -> bool:
        """Delete a visible message with its receipt number ``receives``.

        False when it is not here any more, or has been received since.
        """
        here = message.id in self._alive and message.id not in self._deleted
        if not here or message.receives != receives:
            return False
        self._alive.remove(message.id)
        self._deleted.add(message.id)
        self._skip_deleted()
        return True

    def oldest(self) -> float:
        """From when the oldest one (visible or in flight again) counts; infinity without any."""
        heap = self._oldest
        while heap and heap[0][1] not in self._alive:
            heappop(heap)
        return heap[0][0] if heap else INF

    def sweep(self, oldest: float) -> list[Message]:
        """Remove and return the visible ones that were sent at ``oldest`` or before."""
        expired = [m for m in self._line if m.sent <= oldest and m.id not in self._deleted]
        if expired:
            gone = {message.id for message in expired}
            self._line = deque(m for m in self._line if m.id not in gone)
            self._alive -= gone
            self._skip_deleted()
        return expired
