"""The limits of a run, watched while it computes: at its entries, and at ticks of a clock.

At an entry of the heap or an arrival every so often, in any thread, and in the main thread also
where one of them takes long: when the simulation is built, in a batch of a million, in the folding
of a large bin. What is stopped there is not gone on with: the run ends with its last whole bin.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any

from simcore.component import EVENT_BUDGET
from simcore.errors import LimitReached
from simcore.frozen import frozen
from simcore.scenario.machine import memory_mb

__all__ = ["Limits", "Watch"]

TICK_S = 0.01
"""Of the process's own time: a tick that finds nothing costs some microseconds."""


@frozen
class Limits:
    """When a run is stopped and marked as partial.

    ``events`` are the facts that are recorded, ``wall_s`` seconds of computing (building counts),
    ``memory_mb`` is what the process may take beyond what it had when the run was made.
    """

    events: int = EVENT_BUDGET
    wall_s: float | None = None
    memory_mb: float | None = None

    @property
    def event_budget(self) -> int:
        """Events that may be expected of a scenario: who sets a low limit means to be stopped."""
        return max(EVENT_BUDGET, self.events)

    @property
    def need_ticks(self) -> bool:
        """Whether there is a limit that one long step can pass without stating anything."""
        return self.wall_s is not None or self.memory_mb is not None


class Watch:
    """Looks at the limits of a run; counts the time that it computes."""

    def __init__(self, limits: Limits, stated: Callable[[], int] = int) -> None:
        self.stated = stated  # how many facts there are by now
        self.wall_s = self.cpu_s = 0.0  # of all work that has ended
        self._began = self._memory_due = 0.0
        self._may_interrupt = False
        self._swallowed: LimitReached | None = None  # by Python, as far as is known
        self.allow(limits)

    def allow(self, limits: Limits) -> None:
        """Keep to these from now on: seconds and memory are counted anew."""
        self.limits = limits
        self._wall_before_s, self._memory_before_mb = self.wall_s, memory_mb()

    def look(self) -> None:
        """Raise `LimitReached` if the run is beyond one, or was when that was swallowed."""
        if self._swallowed is not None:
            raise self._swallowed
        limits, now = self.limits, perf_counter()
        if limits.wall_s is not None:
            wall_s = self.wall_s - self._wall_before_s + now - self._began
            if wall_s > limits.wall_s:
                raise LimitReached("wall_s", f"{limits.wall_s:g} s of computing")
        if self.stated() > limits.events:
            raise LimitReached("events", f"{limits.events:,} events")
        if limits.memory_mb is not None and now > self._memory_due:
            self._look_at_memory(limits.memory_mb)
            self._memory_due = perf_counter() + TICK_S

    def _look_at_memory(self, allowed_mb: float) -> None:
        if memory_mb() - self._memory_before_mb > allowed_mb:
            raise LimitReached("memory_mb", f"{allowed_mb:,.0f} MB of memory")

    def until_limit(self, work: Callable[[], None]) -> LimitReached | None:
        """Do the work; the limit that ended it, None when it came to its own end."""
        began, cpu = perf_counter(), process_time()
        self._began = began
        if self.limits.need_ticks and _may_tick():
            with self._ticking():
                reached = self._interruptible(work)
        else:
            reached = self._interruptible(work)
        self.wall_s += perf_counter() - began
        self.cpu_s += process_time() - cpu
        return reached

    def undisturbed(self, work: Callable[[Any], Any], arg: Any) -> None:
        """Do a short part of the work without being stopped by a tick in the midst of it."""
        before, self._may_interrupt = self._may_interrupt, False
        work(arg)
        self._may_interrupt = before

    def _interruptible(self, work: Callable[[], None]) -> LimitReached | None:
        # Plain assignments: between one of them and what stands beside it no tick can come.
        try:
            self._may_interrupt = True
            work()
            self._may_interrupt = False
        except LimitReached as reached:
            self._may_interrupt = False
            self._swallowed = None
            return reached.with_traceback(None)  # it holds all that was being computed
        return None

    @contextmanager
    def _ticking(self) -> Iterator[None]:
        """Signals of a timer."""
        before = signal.signal(signal.SIGVTALRM, self._tick)
        signal.setitimer(signal.ITIMER_VIRTUAL, TICK_S, TICK_S)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
            signal.signal(signal.SIGVTALRM, before)

    def _tick(self, *_: Any) -> None:
        if self._may_interrupt:
            self._may_interrupt = False
            try:
                self.look()
            except LimitReached as reached:
                # A tick comes anywhere, also in a `__del__` or in what the garbage collector calls,
                # where Python only reports what is raised: then the next look raises it again.
                self._swallowed = LimitReached(*reached.args)
                raise
            finally:
                self._may_interrupt = True

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._memory_due = 0.0
        self._memory_before_mb = memory_mb()  # of another process


def _may_tick() -> bool:
    """Whether there are such signals, and nobody else has a use for them."""
    here = threading.current_thread() is threading.main_thread()
    return here and signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL
