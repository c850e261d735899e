"""The event source mappings that read a queue."""

from __future__ import annotations

from collections.abc import Callable

from simcore.roles.polled import QueueReader


class Readers:
    """Several compete for the messages; the first one is asked first."""

    def __init__(self) -> None:
        self._all: list[QueueReader] = []
        self.add = self._all.append

    def hot_path(self) -> tuple[Callable[[float], None], Callable[[], bool]]:
        """To wake them, and to ask whether any of them waits; that of the only one directly."""
        if len(self._all) == 1:
            return self._all[0].on_visible, self._all[0].is_waiting
        return self._wake, self._does_any_wait

    def _wake(self, now: float) -> None:
        for reader in self._all:
            reader.on_visible(now)

    def _does_any_wait(self) -> bool:
        return any(reader.is_waiting() for reader in self._all)
