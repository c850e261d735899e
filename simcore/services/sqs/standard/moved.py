"""What a standard queue knows of the messages that another queue handed over."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from simcore.engine.contents import Contents
from simcore.services.sqs.standard.poison import PoisonMessages


class RedriveTarget(Protocol):
    """A queue that takes in messages of other queues."""

    def take_over(self, now: float, sent: float, moved: MovedMessage) -> None:
        """Take in a message that was first sent at ``sent``, visible at once."""


class MovedMessage(NamedTuple):
    """When a message came to a queue, what it holds, from where, and whether it is poison.

    ``chain`` is how many invocations led to it, where that is known.
    """

    at: float
    content: float
    source: RedriveTarget | None
    poison: bool = False
    chain: int = 0


class MovedMessages:
    """Those that came from another queue, by id; the others are not in here."""

    def __init__(self, contents: Contents, poison: PoisonMessages) -> None:
        self.by_id: dict[int, MovedMessage] = {}
        self._contents, self._poison = contents, poison

    def since(self, id: int, sent: float) -> float:
        """From when the age of a message counts: its move, else its sending."""
        moved = self.by_id.get(id)
        return sent if moved is None else moved.at

    def content_of(self, id: int) -> float:
        """What the message holds: what it held in the first queue that it was in."""
        moved = self.by_id.get(id)
        return self._contents.of(id) if moved is None else moved.content

    def source_of(self, id: int) -> RedriveTarget | None:
        """The queue that the message came from."""
        moved = self.by_id.get(id)
        return None if moved is None else moved.source

    def go_on(self, now: float, id: int, source: RedriveTarget | None) -> MovedMessage:
        """What the next queue is told of the message."""
        return MovedMessage(now, self.content_of(id), source, id in self._poison.ids)
