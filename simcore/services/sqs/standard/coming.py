"""Messages that are known before they come, as nothing that happens can change when they do.

While nobody waits for messages, one that comes changes nothing but the queue. So whoever sends at
its own pace hands over all that it knows of, and they are put in line when somebody looks at it; if
somebody begins to wait, each of them is an entry in the heap.

Models: what the queue models of one message that is sent, in the same order.
Ignores: nothing further.
States: what the queue states of them, and the client's RequestSent.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from typing import Protocol

from simcore.engine.environment import Environment
from simcore.engine.state import State, state_of


class SteadySender(Protocol):
    """Who sends at its own pace."""

    def state_sent(self, times: array[float]) -> None:
        """It has sent at these times."""

    def to_come(self) -> object:
        """Its arrivals come one by one again."""


class ComingMessages:
    """The ``times`` at which one client sends next; empty when none are known."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self.times: array[float] = array("d")
        self._next = 0  # the place of the first that has not come
        self._sender: SteadySender | None = None
        self._is_due = False  # is there an entry in the heap for that one?
        self._version = 0  # of what is known: entries of an older one do nothing

    def bind(
        self,
        columns: tuple[array[float], array[float]],
        is_watched: Callable[[], bool],
        wake: Callable[[float], None],
    ) -> None:
        """What has come is put into the ``columns``; if the queue is watched, ``wake`` tells."""
        self._columns, self._is_watched, self._wake = columns, is_watched, wake

    def __getstate__(self) -> State:
        self.times, self._next = self.times[self._next :], 0
        return state_of(self, {"_columns", "_is_watched", "_wake"})

    def foresee(self, times: array[float], sender: SteadySender) -> None:
        """The first of them comes now, and all before it has come; the others come by the clock."""
        if self.times:
            self._have_come(len(self.times))
        self.times, self._next, self._sender = times, 0, sender
        self._have_come(1)

    def catch_up(self, now: float) -> None:
        """Put in line what has come before ``now``."""
        end = bisect_left(self.times, now, self._next)
        if end > self._next:
            self._have_come(end)

    def _have_come(self, end: int) -> None:
        come = self.times[self._next : end]
        self._next = end
        if end == len(self.times):
            self.times, self._next = array("d"), 0
        assert self._sender is not None
        self._sender.state_sent(come)
        for column in self._columns:
            column.extend(come)

    def look_out(self) -> None:
        """Somebody may wait from now on, and is to be woken by the next message."""
        if self._is_due or not self.times:
            return
        self.catch_up(self._env.now)
        if self.times:
            self._is_due = True
            self._env.call_as_arrival(self.times[self._next], self._comes, self._version)

    def _comes(self, version: int) -> None:
        if version != self._version:
            return
        now = self._env.now
        self._is_due = False
        self.catch_up(now)
        self._have_come(self._next + 1)
        if self._is_watched():
            self._wake(now)
            if self._is_watched():
                self.look_out()

    def come_one_by_one(self) -> None:
        """What has not come is sent by its sender when it comes."""
        if self.times and self._sender is not None:
            self._sender.to_come()

    def take_back(self) -> array[float]:
        """What has not come is not known any longer."""
        self.catch_up(self._env.now)
        left = self.times[self._next :]
        self.times, self._next = array("d"), 0
        self._is_due = False
        self._version += 1
        return left
