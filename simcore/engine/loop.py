"""Periodic work as a SimPy process that a snapshot can hold.

A SimPy process keeps its state in a generator, which does not pickle. The state of a
:class:`Loop` lives on its model: the snapshot stores when it wakes next, and it is started again
there.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import simpy
from simpy.events import Event

Step = Callable[[float], float | None]


class Loop:
    """Calls ``step(now)``, then again after the delay that it returns; None ends the loop."""

    def __init__(self, env: simpy.Environment, step: Step) -> None:
        self._env, self._step = env, step
        self.running = False

    def start(self, delay_s: float) -> None:
        """Take the first step after ``delay_s``; a running loop goes on as it was."""
        if not self.running:
            self.running = True
            _Wake(self, delay_s).callbacks.append(self._begin)

    def _begin(self, _: Event) -> None:
        self._env.process(self._steps())

    def _steps(self) -> Generator[Event, Any, None]:
        while (delay_s := self._step(self._env.now)) is not None:
            yield _Wake(self, delay_s)
        self.running = False


class _Wake(Event):
    """The event that a loop waits for; restored, it begins the loop's process anew."""

    callbacks: list[Callable[[Event], Any]]

    def __init__(self, loop: Loop, delay_s: float) -> None:
        super().__init__(loop._env)
        self._ok, self._value, self.loop = True, None, loop
        self.env.schedule(self, delay=delay_s)

    def __getstate__(self) -> dict[str, Any]:
        return {"env": self.env, "loop": self.loop}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _ok=True, _value=None, callbacks=[state["loop"]._begin])
