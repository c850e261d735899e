"""A host with a virtual clock: waits take no time, and nothing is throttled.

Of what AWS paces only the children of Map Runs are, where it is said how fast they begin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from heapq import heappop, heappush
from itertools import count
from math import inf
from random import Random
from typing import Any, Protocol

from simcore.asl.dispatch import Dispatch
from simcore.asl.execution.limits import BOUNDS, MOST_CHILDREN
from simcore.asl.flow import Json
from simcore.asl.host import Attempt, MapRun, Running
from simcore.asl.states import Map, State

__all__ = ["AT_ONCE", "LocalHost", "Tasks"]

AT_ONCE: Mapping[str, float] = {}
EPOCH_S = 1_767_225_600.0
"""2026-01-01T00:00:00Z."""


class Tasks(Protocol):
    """Who does tasks here."""

    def do(self, host: LocalHost, attempt: Attempt) -> None:
        """Begin one attempt; `Host.do` says how it goes on."""

    def read(self, reader: Json, state: Map) -> Json:
        """The items of the ItemReader of a state; raises StateFault."""


class LocalHost:
    """Runs whatever is begun on it until nothing is left to happen."""

    region = "us-east-1"
    role_arn = "arn:aws:iam::123456789012:role/StepFunctions"
    bounds = BOUNDS
    most_children = MOST_CHILDREN
    unpolled_counts = True

    def __init__(
        self,
        tasks: Tasks,
        name: str = "machine",
        seed: int = 1,
        children_per_s: Mapping[str, float] = AT_ONCE,
    ) -> None:
        self.tasks = tasks
        self.now = 0.0
        self.epoch_s = EPOCH_S
        self.machine_name = name
        self.machine_arn = f"arn:aws:states:{self.region}:123456789012:stateMachine:{name}"
        self._entries: list[tuple[float, int, Callable[[Any], Any], Any]] = []
        self._ids = count()
        self._children_per_s = children_per_s
        self._open: dict[MapRun, Dispatch] = {}
        self._jitter = Random(f"jitter {seed}")
        self._uniform = Random(f"uniform {seed}")

    def run(self, until: float = inf, of: Running | None = None) -> None:
        """Until nothing is left, or nothing up to then, or the execution has ended."""
        while self._entries and self._entries[0][0] <= until:
            if of is not None and of.status != "RUNNING":
                return
            self.now, _, fn, arg = heappop(self._entries)
            fn(arg)

    def call_at(self, t: float, fn: Callable[[Any], Any], arg: Any) -> None:
        heappush(self._entries, (t, next(self._ids), fn, arg))

    def admit(self, now: float, state: State, fn: Callable[[Any], Any], arg: Any) -> None:
        """At once: nothing is throttled."""
        fn(arg)

    def do(self, now: float, attempt: Attempt) -> None:
        self.tasks.do(self, attempt)

    def abandon(self, now: float, attempt: Attempt) -> None:
        """Whatever it comes to comes too late by itself."""

    def run_map(self, now: float, run: MapRun) -> None:
        """It begins, or one more of its children may."""
        if not self._children_per_s:
            while run.begin(now):
                pass
            return
        if run not in self._open:
            self._open[run] = Dispatch(now, self._children_per_s[run.state.child_type])
        dispatch = self._open[run]
        if not dispatch.is_due:
            dispatch.is_due = True
            self.call_at(dispatch.next_at(now), self._begin_next, run)

    def _begin_next(self, run: MapRun) -> None:
        dispatch = self._open.get(run)
        if dispatch is None:
            return
        dispatch.is_due = False
        if run.begin(self.now):
            dispatch.began += 1
            if run in self._open:
                self.run_map(self.now, run)

    def map_over(self, now: float, run: MapRun) -> None:
        """It begins no more children, unless it asks again."""
        self._open.pop(run, None)

    def jitter(self) -> float:
        return self._jitter.random()

    def uniform(self) -> float:
        return self._uniform.random()

    def ended(self, now: float, execution: Running) -> None:
        """Whoever began it looks at it."""

    def noted(
        self, now: float, execution: Running, kind: str, state: State | None, error: str = ""
    ) -> None:
        """Nobody counts."""

    def read_items(self, now: float, reader: Json, state: Map) -> Json:
        return self.tasks.read(reader, state)
