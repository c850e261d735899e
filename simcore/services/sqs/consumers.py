"""The event source mappings that poll a queue."""

from __future__ import annotations

from collections.abc import Callable

from simcore.roles.polled import QueueReader


class Consumers:
    """Several compete for the messages; the first one is asked first."""

    def __init__(self) -> None:
        self._all: list[QueueReader] = []
        self._hidden_s: list[float] = []

    def add(self, consumer: QueueReader, hidden_s: float | None) -> None:
        """One more, or one that is here already and wants something else.

        What it receives is to be hidden for ``hidden_s`` at least.
        """
        if consumer not in self._all:
            self._all.append(consumer)
            self._hidden_s.append(0.0)
        self._hidden_s[self._all.index(consumer)] = hidden_s or 0.0

    @property
    def hidden_s(self) -> float:
        """For how long one of them wants messages to be hidden at least."""
        return max(self._hidden_s, default=0.0)

    @property
    def compete(self) -> bool:
        """Are there several?"""
        return len(self._all) > 1

    def hot_path(self) -> tuple[Callable[[float], None], Callable[[], bool]]:
        """To wake them, and to ask whether any of them waits; that of the only one directly."""
        if len(self._all) == 1:
            return self._all[0].on_visible, self._all[0].is_waiting
        return self.wake, self._does_any_wait

    def wake(self, now: float) -> None:
        """Messages can be received."""
        for consumer in self._all:
            consumer.on_visible(now)

    def _does_any_wait(self) -> bool:
        return any(consumer.is_waiting() for consumer in self._all)
