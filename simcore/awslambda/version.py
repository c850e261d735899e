"""A version of a function: it admits, runs and refuses invocations.

Models: admission against the function's concurrency, reserved or shared, the requests a second that
    go with it, and the scaling rate; provisioned concurrency before all of these; cold starts (an
    init that counts as concurrency but not as duration); duration, timeout, errors of whole
    invocations and of single records, crashes of the runtime, which take the whole duration;
    environments of its own, which no other version uses.
Ignores: payload limits.
States: InvocationStarted, InvocationEnded, InvocationThrottled, EnvironmentReclaimed.

Sources: AWS Lambda Developer Guide, invocation-scaling (2022), lambda-concurrency,
lambda-runtime-environment and configuration-timeout (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappush
from typing import TYPE_CHECKING, Any

from simcore.awslambda.account import SCALING_RATE, Account
from simcore.awslambda.cpu import WaitAndWork, durations
from simcore.awslambda.environments import ExecutionEnvironment, IdleEnvironments, Slots
from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.lifecycle import CRASHED, GIVEN_UP, TIMED_OUT, Lifecycle
from simcore.awslambda.pools import REQUESTS
from simcore.awslambda.provisioned import FACTS as PROVISIONED_FACTS
from simcore.awslambda.provisioned import Provisioned, ProvisionedSettings
from simcore.awslambda.settings import FunctionSettings
from simcore.engine.environment import NORMAL
from simcore.engine.state import State, state_of
from simcore.engine.streams import numbers_of
from simcore.facts import ERROR, SUCCESS, TIMEOUT, Ledger, MostlyZero, columns_of, rows_of

if TYPE_CHECKING:
    from simcore.awslambda.function import Function

OnEnd = Callable[[ExecutionEnvironment], None]
Started = tuple[list[float], list[int], MostlyZero, list[int]]
"""The columns of InvocationStarted."""


class Version:
    """One version; what it has in common with others of its function is the function's.

    ``path`` names the streams from which its durations and the lives of its environments come.
    """

    def __init__(
        self,
        function: Function,
        settings: FunctionSettings,
        account: Account,
        path: str,
        seed: int,
        slots: Slots | None = None,
    ) -> None:
        self.function, self.settings = function, settings
        self.lifecycle = Lifecycle(path, settings.lifecycle, settings.timeout_s, seed)
        for fact, ledger in self.lifecycle.ledgers.items():
            function.ledgers.setdefault(fact, ledger)
        self.lifecycle.ledgers = function.ledgers
        self.environments = IdleEnvironments(settings.idle_timeout_s, slots)
        self.provisioned: Provisioned | None = None
        if settings.provisioned is not None:
            self.provisioned = self._provision(settings.provisioned, account)
        self.durations = durations(path, settings.duration, settings.cpu, seed)
        self.bind()

    def _provision(self, settings: ProvisionedSettings, account: Account) -> Provisioned:
        function = self.function
        for fact in PROVISIONED_FACTS:
            function.ledgers.setdefault(fact, Ledger([]))
        own, ledgers, pools = self.environments, function.ledgers, function.provisioned_pools
        return Provisioned(function.env, settings, account, function.pool, own, ledgers, pools)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        function, settings = self.function, self.settings
        if self.provisioned is not None:
            self.provisioned.bind()
        self._heap, self._ids = function.env.hot_path()
        self._pool, self._scaling = function.pool, function.scaling
        handler = function.handler
        self._durations = numbers_of(handler.durations(self.durations))
        self._tosses = numbers_of(function.errors)
        self._idle = self.environments.stack
        self._idle_timeout_s, self._timeout_s = settings.idle_timeout_s, settings.timeout_s
        self._error_rate, self._may_fail = settings.error_rate, settings.may_fail
        self._started: Started = columns_of(function.ledgers, InvocationStarted)
        self._ended = rows_of(function.ledgers, InvocationEnded)
        self._throttled = rows_of(function.ledgers, InvocationThrottled)
        self._last = self._end if handler.sends is None else self._send_and_end
        self._complete = self._last if handler.calls is None else self._own_part_ended

    def retune(self, settings: FunctionSettings) -> None:
        """Change what is said of the version: see :meth:`Function.retune`, which binds it anew."""
        now = self.function.env.now
        self.reclaim(now)  # what has ended by what was said stays ended
        self.settings = settings
        self.lifecycle.retune(settings.lifecycle, settings.timeout_s)
        self.environments.retune(now, settings.idle_timeout_s)
        if isinstance(self.durations, WaitAndWork):
            self.durations.retune(settings.duration, settings.cpu)
        else:
            self.durations.remap(settings.duration.draw)
        if self.provisioned is not None:
            self.provisioned.retune(settings.provisioned)

    def __getstate__(self) -> State:
        hot = {"_heap", "_ids", "_durations", "_tosses", "_complete", "_last"}
        hot |= {"_started", "_ended", "_throttled"}
        return state_of(self, hot)

    def invoke(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> ExecutionEnvironment | None:
        """Run one invocation; ``on_end(environment)`` is called when it ends.

        Returns the environment, whose ``ends`` is when that will be, or None when the invocation
        was throttled. ``payload`` needs a length when records can fail one by one. Only
        ``synchronous`` invocations are under the ceiling of requests a second.
        """
        pool, idle = self._pool, self._idle
        provisioned = self.provisioned
        if provisioned is not None and provisioned.serves(now, synchronous):
            pool, idle = provisioned.pool, provisioned.idle
        if pool.in_use >= pool.limit:
            self._throttled.append((now, pool.reason, pool.limited_by))
            return None
        paid_until = pool.paid_until
        if synchronous:
            if paid_until <= now:
                paid_until = now + pool.step_s
            elif paid_until > now + pool.slack_s:
                self._throttled.append((now, pool.request_reason, REQUESTS))
                return None
            else:
                paid_until += pool.step_s
        if idle and (now < idle[-1].until or self._still_idle(now)):
            environment = idle.pop()
            environment.init_s = init_s = 0.0
        elif self._scaling.take(now):
            environment = self._cold_start(now)
            init_s = environment.init_s
        else:
            self._throttled.append((now, self.function.scaling_reason, SCALING_RATE))
            return None
        pool.in_use += 1
        pool.paid_until = paid_until
        if provisioned is not None:
            provisioned.began(now, environment)
        function = self.function
        function.busy = busy = function.busy + 1
        duration_s: float
        for duration_s in self._durations:  # the next one: `next` is a call, compiled too
            environment.duration_s = duration_s
            break
        for toss in self._tosses:
            environment.outcome = ERROR if toss < self._error_rate else SUCCESS
            break
        if environment.rerun:
            begins = now + init_s
            duration_s = self.lifecycle.before_handler(begins, environment, duration_s)
            environment.duration_s = duration_s
        if duration_s > self._timeout_s:
            environment.duration_s = duration_s = self._timeout_s
            environment.outcome, environment.rerun = TIMEOUT, TIMED_OUT
        environment.payload, environment.on_end = payload, on_end
        environment.started = now
        environment.ends = ends = now + init_s + duration_s
        if self._may_fail:
            self._fail(environment)
        t, slot, _, concurrency = self._started
        t.append(now)
        slot.append(environment.slot)
        concurrency.append(busy)
        for order in self._ids:
            heappush(self._heap, (ends, NORMAL, order, self._complete, environment))
            break
        return environment

    def _cold_start(self, now: float) -> ExecutionEnvironment:
        self.reclaim(now)
        environment = self.environments.started(self.lifecycle.expires(now))
        environment.init_s = init_s = self.lifecycle.begin(now, environment)
        self.function.inits.append(now + init_s)
        t, _, init, _ = self._started
        init.put(len(t), init_s)  # of the row that its first invocation is about to state
        return environment

    def _still_idle(self, now: float) -> bool:
        """Is one left after those whose time is over?"""
        self.reclaim(now)
        return bool(self._idle)

    def _fail(self, environment: ExecutionEnvironment) -> None:
        """Toss for a crash of the runtime, and for the records."""
        function = self.function
        crashes = function.crashes.next() < self.settings.crash_rate
        if crashes and environment.outcome != TIMEOUT and environment.rerun != GIVEN_UP:
            environment.outcome, environment.rerun = ERROR, CRASHED
        if function.records.happen:
            function.records.decide(environment)

    def _own_part_ended(self, environment: ExecutionEnvironment) -> None:
        if (calls := self.function.handler.calls) is not None:
            calls.own_part_ended(environment, self._last)

    def _send_and_end(self, environment: ExecutionEnvironment) -> None:
        if (sends := self.function.handler.sends) is not None:
            sends.handler_ended(environment, self._end)

    def _end(self, environment: ExecutionEnvironment) -> None:
        now = environment.ends
        (environment.pool or self._pool).in_use -= 1
        self.function.busy -= 1
        self._ended.append(
            (
                now,
                environment.slot,
                environment.started,
                environment.init_s,
                environment.duration_s,
                environment.outcome,
            )
        )
        environment.until = until = now + self._idle_timeout_s
        if until <= environment.expires:
            self._idle.append(environment)
        else:
            self._end_of_life(now, environment)
        on_end = environment.on_end
        on_end(environment)

    def _end_of_life(self, now: float, environment: ExecutionEnvironment) -> None:
        """Its idle timeout would not pass within its life; one that is provisioned has none."""
        if environment.pool is None:
            reclaimed = self.function.ledgers[EnvironmentReclaimed].append
            self.environments.outlived(now, environment, reclaimed)
        elif self.provisioned is not None:
            self.provisioned.ended(now, environment)

    def reclaim(self, now: float) -> None:
        """Shut down the idle environments whose time is over."""
        if self._idle:
            self.environments.reclaim(now, self.function.ledgers[EnvironmentReclaimed].append)

    def kill_idle(self, n: int | None) -> int:
        """Shut down the ``n`` environments that are idle for longest, or all; returns how many."""
        now = self.function.env.now
        self.reclaim(now)
        return self.environments.kill(now, n, self.function.ledgers[EnvironmentReclaimed].append)

    def idle(self) -> int:
        """How many environments wait for an invocation."""
        return len(self._idle) + (0 if self.provisioned is None else len(self.provisioned.idle))
