"""Which slots of a function's grid hold environments of provisioned concurrency.

Facts say when one is allocated and how many of all serve at the end of each bin. Those that do not
yet are the ones allocated last: where the profile lets none of them serve before all are ready,
they are shown as being prepared. Within a bin one counts as ready from its allocation.
"""

from __future__ import annotations

from simcore.recording.layout import Column

Move = tuple[float, int, str]
"""(t, slot, the letter of its new state)"""

PREPARED, READY, LET_GO, RECLAIMED = "N", "P", "I", "."


class ProvisionedSlots:
    """The slots of one function that are held; ``preparing`` are those that do not serve yet."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}  # slot -> when it was allocated last
        self._before: set[int] = set()  # held when the frame began
        self._new: list[int] = []  # allocated since the last look at what serves
        self._ready_at: float | None = None  # since then, first
        self.preparing: list[int] = []

    def allocated(self, t: float, slot: int) -> None:
        """An environment was allocated."""
        self._since[slot] = t
        self._new.append(slot)

    def ready(self, t: float) -> None:
        """All that had been asked for serve from ``t``."""
        if self._ready_at is None:
            self._ready_at = t

    def settle(self, t: float, waiting: int, reclaimed: Column) -> list[Move]:
        """What has changed until ``t``, when ``waiting`` of the environments do not serve yet."""
        known = set(self.preparing)
        alive = [slot for slot in self.preparing + self._new if self._lives(slot, reclaimed)]
        serving = max(len(alive) - waiting, 0)
        ready, preparing = alive[:serving], alive[serving:]
        at = t if self._ready_at is None else self._ready_at
        moves = [(at if slot in known else self._since[slot], slot, READY) for slot in ready]
        moves += [(self._since[slot], slot, PREPARED) for slot in preparing if slot not in known]
        self._new, self.preparing, self._ready_at = [], preparing, None
        return moves

    def held(self, reclaimed: Column) -> list[int]:
        """The slots that are held now."""
        return [slot for slot in self._since if self._lives(slot, reclaimed)]

    def next_frame(self, reclaimed: Column) -> None:
        """A frame is over; the next one begins with what is held now."""
        held = self.held(reclaimed)
        self._since, self._before = {slot: self._since[slot] for slot in held}, set(held)

    def read(self, slots: list[int], letters: list[str]) -> list[str]:
        """The letters of a frame's moves: who is held is not idle but ready when it is let go."""
        if not self._since and not self._before:
            return letters
        held, result = set(self._before), []
        for slot, letter in zip(slots, letters, strict=True):
            if letter == READY:
                held.add(slot)
            elif letter == RECLAIMED:
                held.discard(slot)
            result.append(READY if letter == LET_GO and slot in held else letter)
        return result

    def _lives(self, slot: int, reclaimed: Column) -> bool:
        return bool(self._since[slot] >= reclaimed[slot])
