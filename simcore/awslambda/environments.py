"""Execution environments of one function: where its invocations run.

Models: one invocation at a time in an environment; an idle one is reused, the most recently used
    first, else a new one is started; reclaim after ``idle_timeout_s`` without work (AWS publishes
    no number: assumed).
Ignores: the end of environments by age, placement on hosts, environments started ahead of demand.
States: EnvironmentReclaimed.

Sources: AWS Lambda Developer Guide, invocation-scaling (2022), lambda-concurrency and
lambda-runtime-environment (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any


class ExecutionEnvironment:
    """One environment and, while it is busy, the invocation that it serves.

    ``slot`` is its place on the grid, the lowest one that was free when it started; ``ends`` and
    ``since`` are when its invocation ends and since when it has been idle, in seconds.
    """

    __slots__ = (
        "duration_s",
        "ends",
        "failed_items",
        "init_s",
        "on_end",
        "outcome",
        "payload",
        "since",
        "slot",
        "started",
    )

    started: float
    ends: float
    since: float
    init_s: float
    duration_s: float
    outcome: int
    payload: Any
    failed_items: tuple[int, ...]
    on_end: Callable[[ExecutionEnvironment], None]

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.failed_items = ()


class IdleEnvironments:
    """The warm environments of a function, in the order in which they became idle."""

    def __init__(self, idle_timeout_s: float) -> None:
        self.idle_timeout_s = idle_timeout_s
        self.stack: list[ExecutionEnvironment] = []
        self._free_slots: list[int] = []
        self._next_slot = 0

    def started(self) -> ExecutionEnvironment:
        """A new environment in the lowest free slot."""
        if self._free_slots:
            return ExecutionEnvironment(heappop(self._free_slots))
        self._next_slot += 1
        return ExecutionEnvironment(self._next_slot - 1)

    def reclaim(self, now: float, state: Callable[[tuple[float, int]], None]) -> None:
        """Shut down all whose idle timeout has passed, each at its own time.

        They are at the front of the stack, so this looks at those it removes and one more.
        """
        expired = 0
        for environment in self.stack:
            ends = environment.since + self.idle_timeout_s
            if ends > now:
                break
            state((ends, environment.slot))
            heappush(self._free_slots, environment.slot)
            expired += 1
        del self.stack[:expired]
