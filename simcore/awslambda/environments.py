"""Execution environments of one function: where its invocations run.

Models: one invocation at a time in an environment; an idle one is reused, the most recently used
    first, else a new one is started; the end of an environment after ``idle_timeout_s`` without
    work, and at the end of its life however much it is used (AWS publishes no number for either:
    assumed), at once when it is idle, else when its invocation has ended.
Ignores: the Shutdown phase (0, 500 or 2,000 ms, by the extensions), in which an environment serves
    nobody and counts as nobody's concurrency; placement on hosts.
States: EnvironmentReclaimed.

Sources: AWS Lambda Developer Guide, invocation-scaling (2022), lambda-concurrency and
lambda-runtime-environment (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from operator import attrgetter
from typing import TYPE_CHECKING

from simcore.awslambda.pools import ConcurrencyPool
from simcore.roles.invocable import Reply

if TYPE_CHECKING:
    from simcore.awslambda.calls import PendingCalls

NEVER = float("inf")


class ExecutionEnvironment(Reply):
    """One environment and, while it is busy, the invocation that it serves.

    ``slot`` is its place on the grid, the lowest one that was free when it started; ``expires`` is
    the end of its life, ``ends`` when its invocation ends and ``until`` how long it may be idle,
    in seconds. ``pool`` is whose provisioned concurrency its invocations use, None if nobody's.
    ``rerun`` says why its next invocation has to initialise it again (an index into
    `facts.RERUNS`, 0 when it has not); ``rerun_s`` is how long that took in the invocation that it
    serves now; ``calls`` are those that its handler has still to make, where handlers call others,
    and ``chain`` is the invocation's place in its chain, where they send or call.
    """

    __slots__ = (
        "calls",
        "chain",
        "duration_s",
        "expires",
        "init_s",
        "on_end",
        "pool",
        "rerun",
        "rerun_s",
        "slot",
        "traced",
        "until",
    )

    pool: ConcurrencyPool | None
    calls: PendingCalls | None
    chain: int
    until: float
    init_s: float
    duration_s: float
    on_end: Callable[[ExecutionEnvironment], None]

    def __init__(self, slot: int, expires: float = NEVER) -> None:
        self.slot, self.expires = slot, expires
        self.rerun, self.rerun_s = 0, 0.0
        self.pool = None
        self.failed_items = ()
        self.traced = False


State = Callable[[tuple[float, int]], None]
"""Appends a row of EnvironmentReclaimed."""


class Slots:
    """The places of a function's environments on the grid."""

    def __init__(self) -> None:
        self._free: list[int] = []
        self._next = 0

    def take(self) -> int:
        """The lowest slot that is free."""
        if self._free:
            return heappop(self._free)
        self._next += 1
        return self._next - 1

    def give_back(self, slot: int) -> None:
        """The slot is free again."""
        heappush(self._free, slot)


class IdleEnvironments:
    """The warm environments of a function or version, in the order in which they became idle.

    Versions of one function share its ``slots``.
    """

    def __init__(self, idle_timeout_s: float, slots: Slots | None = None) -> None:
        self.idle_timeout_s = idle_timeout_s
        self.stack: list[ExecutionEnvironment] = []
        self.slots = slots or Slots()
        self._lives: list[float] = []  # a heap: when the lives of environments end

    def retune(self, now: float, idle_timeout_s: float) -> None:
        """Those that are idle have another time for it, counted from when they became so."""
        self.idle_timeout_s = idle_timeout_s
        for environment in self.stack:
            until = min(environment.ends + idle_timeout_s, environment.expires)
            environment.until = max(until, now)

    def started(self, expires: float = NEVER) -> ExecutionEnvironment:
        """A new environment in the lowest free slot, to live until ``expires``."""
        if expires < NEVER:
            heappush(self._lives, expires)
        return ExecutionEnvironment(self.slots.take(), expires)

    def outlived(self, now: float, environment: ExecutionEnvironment, state: State) -> None:
        """An environment became idle whose life ends before its idle timeout would."""
        environment.until = environment.expires
        if environment.expires > now:
            self.stack.append(environment)
        else:
            self._end(now, environment, state)

    def reclaim(self, now: float, state: State) -> None:
        """Shut down all whose time is over, each at its own time.

        Those whose idle timeout has passed are at the front of the stack, so this looks at those
        that it removes and one more; at all of them only when some life has ended.
        """
        if self._lives and self._lives[0] <= now:
            self._reclaim_everywhere(now, state)
            return
        ended = 0
        for environment in self.stack:
            if environment.until > now:
                break
            self._end(environment.until, environment, state)
            ended += 1
        del self.stack[:ended]

    def kill(self, now: float, n: int | None, state: State) -> int:
        """Shut down the first ``n`` that wait, or all of them; returns how many."""
        killed = self.stack[:n]
        for environment in killed:
            self._end(now, environment, state)
        del self.stack[: len(killed)]
        return len(killed)

    def _reclaim_everywhere(self, now: float, state: State) -> None:
        while self._lives and self._lives[0] <= now:
            heappop(self._lives)
        ended = [environment for environment in self.stack if environment.until <= now]
        self.stack[:] = [environment for environment in self.stack if environment.until > now]
        for environment in sorted(ended, key=_until):
            self._end(environment.until, environment, state)

    def _end(self, t: float, environment: ExecutionEnvironment, state: State) -> None:
        state((t, environment.slot))
        self.slots.give_back(environment.slot)


_until = attrgetter("until")
