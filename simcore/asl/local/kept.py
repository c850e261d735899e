"""What is kept of an execution for whoever is told of it, whatever its definition does.

Data is held as the texts that are told, so that what each event holds is bounded, too: a loop makes
new data with every turn.
"""

from __future__ import annotations

from typing import Any, Final

from simcore.asl.execution import History

__all__ = ["MOST_KEPT_EVENTS", "MOST_KEPT_TEXT", "Kept", "Room"]

MOST_KEPT_EVENTS: Final = 100_000
"""Events of an execution and its children together; further ones are counted, and left out."""

MOST_KEPT_TEXT: Final = 64 * 2**20
"""Characters of data in all of them together; what comes after is cut, and says so."""


class Room:
    """What is left for an execution and its children."""

    def __init__(self) -> None:
        self.events, self.text = MOST_KEPT_EVENTS, MOST_KEPT_TEXT


class Kept(History):
    """Events as they are told, as long as there is room; how an execution goes on and ends is
    kept always."""

    __slots__ = ("left_out", "room")

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room
        self.left_out = 0

    def add(self, id: int, previous: int, now: float, kind: str, strand: Any, subject: Any) -> None:
        room = self.room
        if room.events <= 0 and not kind.startswith("Execution"):
            self.left_out += 1
            return
        super().add(id, previous, now, kind, strand, subject)
        event, used = self.events[-1].as_texts(room.text)
        self.events[-1] = event
        room.events -= 1
        room.text = max(0, room.text - used)

    def within(self) -> Kept | None:
        """In the same room; nothing where it is full."""
        return Kept(self.room) if self.room.events > 0 else None
