"""The simulation environment: a drop-in ``simpy.Environment`` with two additions for hot paths.

* **Call entries.** ``call_at(t, fn, arg)`` schedules a plain tuple that is run as ``fn(arg)``: no
  Event, no callback list, no process; in the same total order as SimPy's events.
* **A followed timeline.** ``follow(source, fn)`` runs ``fn(t)`` at each of the source's sorted
  times (arrivals). They are merged with the heap by one comparison and never enter it. A
  follower may take all that are known at once, and look at the clock for when they come.

Everything else of SimPy works unchanged. Simultaneous entries happen in order of scheduling, and
before an arrival at the same time. Measured against ``call_at`` as the only addition, against
Timeouts and against processes in ``benchmarks/``; the loop, inlined on purpose, is the clock's
(:mod:`.clock`).

An environment pickles between two calls of :meth:`Environment.run`, provided that nothing in its
heap is a SimPy event (processes hold generators, which don't pickle): models that want to be
snapshot-ready schedule call entries, or :class:`~simcore.engine.loop.Loop` for periodic work.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import chain, count
from math import inf
from typing import Any, Final

import simpy
from simpy.core import EmptySchedule, StopSimulation
from simpy.events import URGENT, Event

from simcore.engine.clock import END_OF_TIME, Clock
from simcore.engine.foresight import Foresight
from simcore.engine.timeline import ArrivalSource, Followed, Timeline

INF: Final = inf
NORMAL: Final = 1
"""The priority of call entries: that of ordinary SimPy events."""
FIRST_OF_ALL = int(URGENT) - 1
ARRIVAL = NORMAL + 1
"""The priority of what comes as an arrival would: behind all other entries of its time."""
IDS_AT_ONCE = 4096
"""How often who watches is asked: every so many entries. A handful of milliseconds pass between."""


class _Paused(Exception):
    """The loop is to return, with nothing lost."""


def _pause(_: Any) -> None:
    raise _Paused


def _nothing() -> None:
    """Nobody watches."""


class Environment(simpy.Environment):
    """A SimPy environment that also runs call entries and follows arrival sources."""

    def __init__(self, initial_time: float = 0.0) -> None:
        self._clock = Clock(initial_time)
        super().__init__(initial_time)
        self._queue = self._clock.entries
        self._timeline = Timeline()
        self._foresights: list[Foresight] = []
        self._is_running = False
        self._number_from(0)
        self.watch(_nothing)

    # SimPy has the time as an attribute; here it is the clock's.

    @property
    def _now(self) -> float:
        return self._clock.now

    @_now.setter
    def _now(self, now: float) -> None:
        self._clock.now = now

    @property
    def now(self) -> float:
        """Seconds since the start of the run."""
        return self._clock.now

    def _number_from(self, first: int) -> None:
        """Hand out ids from here on, as ``count`` would; some thousands cost one look around."""
        self._eid: Any = chain.from_iterable(map(self._ids_from, count(first, IDS_AT_ONCE)))

    def _ids_from(self, first: int) -> range:
        self._look()
        return range(first, first + IDS_AT_ONCE)

    def watch(self, look: Callable[[], None]) -> None:
        """Have ``look()`` called every so many entries and arrivals, however little time passes.

        It may :meth:`pause`; when it raises, what is computed cannot be gone on with. A watch does
        not pickle.
        """
        self._look = self._timeline.look = look

    def look_around(self) -> None:
        """Have who watches look now: much is about to be computed in one entry."""
        self._look()

    def pause(self) -> None:
        """Let :meth:`run` return before anything else happens; the next run goes on from there."""
        if self._is_running and self._entries[0][1] != FIRST_OF_ALL:
            heappush(self._entries, (self._now, FIRST_OF_ALL, 0, _pause, None))

    def call_at(self, t: float, fn: Callable[[Any], Any], arg: Any = None) -> None:
        """Run ``fn(arg)`` at ``t`` (seconds, not before now).

        ``fn`` is a bound method or a plain function, never a lambda: the entry must pickle.
        """
        heappush(self._entries, (t, NORMAL, next(self._eid), fn, arg))

    def call_as_arrival(self, t: float, fn: Callable[[Any], Any], arg: Any = None) -> None:
        """The same behind every other entry at ``t``, which is where an arrival comes."""
        heappush(self._entries, (t, ARRIVAL, next(self._eid), fn, arg))

    @property
    def _entries(self) -> list[Any]:
        """SimPy's heap, which holds call entries (five items) beside events (four)."""
        return self._clock.entries

    def hot_path(self) -> tuple[list[Any], Iterator[int]]:
        """The heap and the ids to come, for the few models that inline :meth:`call_at`.

        They push ``(t, NORMAL, next(ids), fn, arg)``; worth 6 % of an invocation.
        """
        return self._entries, self._eid

    def scheduled(self) -> int:
        """How many entries and events have been scheduled so far."""
        n: int = next(self._eid)
        return n

    def skip_to(self, t: float) -> None:
        """Let it be ``t``, and nothing have happened: for a rehearsal, of what is never run."""
        self._now = max(self._now, t)

    def follow(self, source: ArrivalSource, fn: Callable[[float], None]) -> None:
        """Run ``fn(t)`` at each time of ``source``; call before the first :meth:`run`.

        Several sources are merged; at equal times the one followed first goes first.
        """
        if self._clock.head is not None:
            raise RuntimeError("follow() after the environment has begun to run")
        self._timeline.add(source, fn)

    def foresee(self, foresight: Foresight) -> None:
        """The sources that it follows can be changed by :meth:`arrivals_of`, too."""
        self._foresights.append(foresight)

    def arrivals_of(self, source: ArrivalSource) -> Followed:
        """A source that is followed, to be changed: whatever is to come of it can still change.

        Raises RuntimeError while the environment runs, as its loop knows the next arrival.
        """
        if self._is_running:
            raise RuntimeError("arrivals change between two runs, not during one")
        for foresight in self._foresights:
            if (followed := foresight.take_back(source)) is not None:
                return followed
        self._timeline.take_back(self._clock.head)
        self._clock.head = None
        return self._timeline.followed(source)

    def take_arrivals(self, came: float) -> array[float]:
        """The arrivals that are known, from the one that ``came`` on; of these none comes again.

        To be asked in a function given to :meth:`follow`, by whom it was called for, who has to
        look at the clock from then on. Of a single source; with several it is that one alone.
        """
        return self._timeline.take_known(came)

    def known_arrivals(self, source: ArrivalSource, came: float) -> array[float]:
        """The arrivals of the source that are known, from the one that ``came`` on.

        To be asked in the function given to :meth:`follow` with it, which is called at each of them
        all the same, unless the source is changed.
        """
        return self._timeline.known(source, came)

    def peek(self) -> float:
        """Time of the next entry, event or arrival; infinity when there is none."""
        return min(super().peek(), self._next_arrival())

    def step(self) -> None:
        """Process one entry, event or arrival."""
        queue, head = self._entries, self._next_arrival()
        if head != INF and (not queue or head < queue[0][0]):
            self._now, self._clock.head = head, None
            self._timeline.fn(self._now)
        elif queue and len(queue[0]) == 5:
            self._now, _, _, fn, arg = heappop(queue)
            fn(arg)
        elif queue:
            super().step()
        else:
            raise EmptySchedule

    def run(self, until: Any = None) -> Any:
        """As ``simpy.Environment.run``. Arrivals at ``until`` itself are left for the next run.

        Returns before ``until`` when it was asked to :meth:`pause`.
        """
        stop: Any = self._stop_event(until)
        if stop is not None and stop.callbacks is None:
            return stop.value
        queue, timeline = self._entries, self._timeline
        is_open = until is None or isinstance(until, Event)
        if is_open:  # the heap is never empty below: otherwise what ends the run is in it
            heappush(queue, END_OF_TIME)
        arrivals = chain((self._next_arrival(),), timeline.times)
        self._is_running = True
        try:
            self._clock.turn(arrivals, timeline.fn, self._process)
        except StopSimulation as stopped:
            return stopped.args[0]
        except _Paused:
            self._take_back(stop, until)
            return None
        finally:
            self._is_running = False
            if is_open:
                self._drop_sentinel()
        if stop is not None:
            raise RuntimeError(f'No events left, but "until" was not triggered: {until}')
        return None

    def _next_arrival(self) -> float:
        if self._clock.head is None:
            self._clock.head = next(self._timeline.times)
        return self._clock.head

    def _stop_event(self, until: Any) -> Any:
        if until is None:
            return None
        if not isinstance(until, Event):
            at = float(until)
            if at <= self._now:
                raise ValueError(f"until ({at}) must be greater than the current simulation time.")
            until = Event(self)
            until._ok, until._value = True, None
            heappush(self._queue, (at, URGENT, next(self._eid), until))  # exactly at, unrounded
        if until.callbacks is not None:
            until.callbacks.append(StopSimulation.callback)
        return until

    def _take_back(self, stop: Any, until: Any) -> None:
        """What was to end the run that is paused does not end the next one."""
        if stop is until:
            if stop is not None:
                stop.callbacks.remove(StopSimulation.callback)
        else:
            self._entries[:] = [entry for entry in self._entries if entry[3] is not stop]
            heapq.heapify(self._entries)

    def _process(self, event: Any) -> None:
        """What ``simpy.Environment.step`` does with the event it has popped."""
        callbacks, event.callbacks = event.callbacks, None
        try:
            for callback in callbacks:
                callback(event)
        except StopSimulation:
            event.callbacks = callbacks[callbacks.index(callback) + 1 :] or None
            if event.callbacks:
                self.schedule(event, -1)  # type: ignore[arg-type]  # the rest goes first, next time
            raise
        if not event._ok and not hasattr(event, "_defused"):
            exc = type(event._value)(*event._value.args)
            exc.__cause__ = event._value
            raise exc

    def _drop_sentinel(self) -> None:
        if END_OF_TIME in self._entries:
            self._entries.remove(END_OF_TIME)
            heapq.heapify(self._entries)

    def __getstate__(self) -> dict[str, Any]:
        state = self.__dict__.copy()
        state["_eid"] = next(self._eid)  # a gap in the ids changes nothing: only order counts
        del state["_look"]
        return state

    def bind(self) -> None:
        """To be called once after unpickling, when every model is whole again."""
        self._timeline.bind()

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._number_from(state["_eid"])
        self.watch(_nothing)
