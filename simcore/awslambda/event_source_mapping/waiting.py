"""Pollers that wait for messages in a long poll."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from simcore.roles.polled import Polled


class Polling(Protocol):
    """What a poller gathers, with an open window; its long poll began at ``polls_since``."""

    polls_since: float


class WaitingPollers:
    """Since when each waiting poller's current long poll runs; the last to come is first to go.

    A long poll of ``long_poll_s`` seconds that ends without a message is an empty receive, and
    the next one begins. They are counted when the poller leaves or is observed, not by a timer.
    ``slots`` waiting pollers make one long poll: those that are one event poller's.
    """

    def __init__(self, queue: Polled[Any], long_poll_s: float, slots: int = 1) -> None:
        self._queue, self._long_poll_s, self._slots = queue, long_poll_s, slots
        self._rest = 0
        self._since: list[float] = []
        self.count = 0

    def add(self, now: float, n: int) -> None:
        """``n`` pollers begin to wait."""
        self._since += [now] * n
        self.count += n
        self._queue.look_out()

    def remove(self, now: float) -> None:
        """One poller stops waiting."""
        self.count -= 1
        calls = int((now - self._since.pop()) / self._long_poll_s)
        if calls > 0:
            self._state(now, calls)

    def observe(self, now: float) -> None:
        """State the long polls that have ended empty by ``now``."""
        total, since = 0, self._since
        for i, began in enumerate(since):
            calls = max(int((now - began) / self._long_poll_s), 0)
            since[i] += calls * self._long_poll_s
            total += calls
        if total:
            self._state(now, total)

    def change(self, now: float, long_poll_s: float, gathering: Sequence[Polling]) -> None:
        """Later long polls last this long; those that run, ``gathering`` ones too, end as planned.

        So they count from when one of the new length would have had to begin.
        """
        self.observe(now)
        later_s = self._long_poll_s - long_poll_s
        self._since = [began + later_s for began in self._since]
        for batch in gathering:
            self.ended_empty(batch, now)
            batch.polls_since += later_s
        self._long_poll_s = long_poll_s

    def polled(self, batch: Polling, now: float) -> None:
        """A poller that gathers a batch got messages, or gives up to wait for more."""
        self.ended_empty(batch, now)
        batch.polls_since = now

    def ended_empty(self, batch: Polling, now: float) -> None:
        """State the long polls of such a poller that have ended empty by ``now``."""
        calls = int((now - batch.polls_since) / self._long_poll_s)
        if calls > 0:
            batch.polls_since += calls * self._long_poll_s
            self._state(now, calls)

    def _state(self, now: float, ended: int) -> None:
        calls, self._rest = divmod(self._rest + ended, self._slots)
        if calls:
            self._queue.empty_received(now, calls)
