"""A Lambda function: it admits, runs and refuses invocations.

Models: admission against reserved or shared concurrency, the requests a second that go with it,
    and the scaling rate; cold starts (an init that counts as concurrency but not as duration);
    duration, timeout, errors of whole invocations and of single records, crashes of the
    runtime, which take the whole duration; the throttle reasons by AWS's names.
Ignores: payload limits, versions and aliases.
States: InvocationStarted, InvocationEnded, InvocationThrottled, EnvironmentReclaimed,
    FunctionObserved.

Sources: AWS Lambda Developer Guide, invocation-scaling (2022), lambda-concurrency,
lambda-runtime-environment and configuration-timeout (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappush
from typing import Any

from simcore.awslambda.account import SCALING_RATE, Account
from simcore.awslambda.cpu import CpuWork, durations
from simcore.awslambda.environments import ExecutionEnvironment, IdleEnvironments
from simcore.awslambda.lifecycle import CRASHED, TIMED_OUT, Lifecycle, LifecycleSettings
from simcore.awslambda.pools import REQUESTS, ConcurrencyPool
from simcore.awslambda.provisioned import FACTS as PROVISIONED_FACTS
from simcore.awslambda.provisioned import Provisioned, ProvisionedSettings
from simcore.awslambda.record_failures import RecordFailures
from simcore.engine.distributions import Distribution
from simcore.engine.environment import NORMAL, Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import (
    ERROR,
    SUCCESS,
    TIMEOUT,
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
    Ledger,
    ProvisionedObserved,
    columns_for,
    columns_of,
    ledgers_for,
)

OnEnd = Callable[[ExecutionEnvironment], None]


@dataclass(frozen=True)
class FunctionSettings:
    """What a scenario says of a function; times in seconds, rates as fractions."""

    duration: Distribution
    lifecycle: LifecycleSettings
    timeout_s: float
    idle_timeout_s: float
    cpu: CpuWork | None = None
    error_rate: float = 0.0
    crash_rate: float = 0.0
    item_error_rate: float = 0.0
    may_be_poisoned: bool = False
    reports_item_failures: bool = False
    reserved_concurrency: int | None = None
    provisioned: ProvisionedSettings | None = None

    @property
    def may_fail(self) -> bool:
        """Can more go wrong than that a whole invocation ends in an error?"""
        return self.item_error_rate > 0.0 or self.crash_rate > 0.0 or self.may_be_poisoned


class Function:
    """One function in one Region."""

    type = "function"

    def __init__(
        self, env: Environment, id: str, settings: FunctionSettings, account: Account, seed: int
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = columns_for(InvocationStarted) | ledgers_for(
            InvocationEnded,
            InvocationThrottled,
            EnvironmentReclaimed,
            FunctionObserved,
        )
        self._lifecycle = Lifecycle(id, settings.lifecycle, settings.timeout_s, seed)
        self.ledgers |= self._lifecycle.ledgers
        reserved = settings.reserved_concurrency
        self.pool = account.unreserved if reserved is None else account.reserve(reserved)
        self._scaling_reason = account.scaling_reason
        self._scaling = account.scaling_bucket()
        self._environments = IdleEnvironments(settings.idle_timeout_s)
        self._inits: list[float] = []  # when each init of late ends, for observe()
        self.busy = 0
        self._provisioned: Provisioned | None = None
        self._provisioned_pools: list[ConcurrencyPool] = []
        if settings.provisioned is not None:
            self._provisioned = self._provision(settings.provisioned, account)
        self._durations = durations(id, settings.duration, settings.cpu, seed)
        self._errors = Stream(generator(seed, f"{id}/error"), uniform)
        self._crashes = Stream(generator(seed, f"{id}/crash"), uniform)
        self._records = RecordFailures(
            id,
            settings.item_error_rate,
            reported=settings.reports_item_failures,
            may_be_poisoned=settings.may_be_poisoned,
            seed=seed,
        )
        self.bind()

    def _provision(self, settings: ProvisionedSettings, account: Account) -> Provisioned:
        for fact in PROVISIONED_FACTS:
            self.ledgers.setdefault(fact, Ledger([]))
        own, ledgers, pools = self._environments, self.ledgers, self._provisioned_pools
        return Provisioned(self.env, settings, account, self.pool, own, ledgers, pools)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        if self._provisioned is not None:
            self._provisioned.bind()
        self._heap, self._next_id = self.env.hot_path()
        self._next_duration, self._next_error = self._durations.next, self._errors.next
        self._idle = self._environments.stack
        self._idle_timeout_s = self.settings.idle_timeout_s
        self.timeout_s, self._error_rate = self.settings.timeout_s, self.settings.error_rate
        self._may_fail = self.settings.may_fail
        self._started = columns_of(self.ledgers, InvocationStarted)
        self._ended = self.ledgers[InvocationEnded].append
        self._throttled = self.ledgers[InvocationThrottled].append
        self._complete = self._end

    def __getstate__(self) -> dict[str, Any]:
        hot = {"_heap", "_next_id", "_next_duration", "_next_error", "_complete"}
        hot |= {"_started", "_ended", "_throttled"}
        return {k: v for k, v in self.__dict__.items() if k not in hot}

    def invoke(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> ExecutionEnvironment | None:
        """Run one invocation; ``on_end(environment)`` is called when it ends.

        Returns the environment, whose ``ends`` is when that will be, or None when the invocation
        was throttled. ``payload`` needs a length when records can fail one by one. Only
        ``synchronous`` invocations are under the ceiling of requests a second.
        """
        pool, idle = self.pool, self._idle
        provisioned = self._provisioned
        if provisioned is not None and provisioned.serves(now, synchronous):
            pool, idle = provisioned.pool, provisioned.idle
        if pool.in_use >= pool.limit:
            self._throttled((now, pool.reason, pool.limited_by))
            return None
        paid_until = pool.paid_until
        if synchronous:
            if paid_until <= now:
                paid_until = now + pool.step_s
            elif paid_until > now + pool.slack_s:
                self._throttled((now, pool.request_reason, REQUESTS))
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
            self._throttled((now, self._scaling_reason, SCALING_RATE))
            return None
        pool.in_use += 1
        pool.paid_until = paid_until
        if provisioned is not None:
            provisioned.began(now, environment)
        self.busy += 1
        duration_s = self._next_duration()
        environment.outcome = ERROR if self._next_error() < self._error_rate else SUCCESS
        if environment.rerun:
            begins = now + init_s
            duration_s = self._lifecycle.before_handler(begins, environment, duration_s)
        if duration_s > self.timeout_s:
            duration_s = self.timeout_s
            environment.outcome, environment.rerun = TIMEOUT, TIMED_OUT
        environment.duration_s = duration_s
        environment.payload, environment.on_end = payload, on_end
        environment.started = now
        environment.ends = ends = now + init_s + duration_s
        if self._may_fail:
            self._fail(environment)
        t, slot, init, concurrency = self._started
        t.append(now)
        slot.append(environment.slot)
        init.append(init_s)
        concurrency.append(self.busy)
        heappush(self._heap, (ends, NORMAL, self._next_id(), self._complete, environment))
        return environment

    def _cold_start(self, now: float) -> ExecutionEnvironment:
        self._reclaim(now)
        environment = self._environments.started(self._lifecycle.expires(now))
        environment.pool = self.pool
        environment.init_s = init_s = self._lifecycle.begin(now, environment)
        self._inits.append(now + init_s)
        return environment

    def _still_idle(self, now: float) -> bool:
        """Is one left after those whose time is over?"""
        self._reclaim(now)
        return bool(self._idle)

    def _fail(self, environment: ExecutionEnvironment) -> None:
        """Toss for a crash of the runtime, and for the records."""
        if self._crashes.next() < self.settings.crash_rate and environment.outcome != TIMEOUT:
            environment.outcome, environment.rerun = ERROR, CRASHED
        if self._records.happen:
            self._records.decide(environment)

    def _end(self, environment: ExecutionEnvironment) -> None:
        now = environment.ends
        environment.pool.in_use -= 1
        self.busy -= 1
        self._ended(
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
        environment.on_end(environment)

    def _end_of_life(self, now: float, environment: ExecutionEnvironment) -> None:
        """Its idle timeout would not pass within its life; one that is provisioned has none."""
        if environment.pool is self.pool:
            reclaimed = self.ledgers[EnvironmentReclaimed].append
            self._environments.outlived(now, environment, reclaimed)
        elif self._provisioned is not None:
            self._provisioned.ended(now, environment)

    def _reclaim(self, now: float) -> None:
        if self._idle:
            self._environments.reclaim(now, self.ledgers[EnvironmentReclaimed].append)

    def observe(self, now: float) -> None:
        """State the environments by state at ``now``."""
        self._inits = [ends for ends in self._inits if ends > now]
        init, pool, limit = len(self._inits), self.pool, self.pool.limit
        idle, provisioned = self._levels(now)
        if provisioned:
            together = tuple(map(sum, zip(*provisioned, strict=True)))
            self.ledgers[ProvisionedObserved].append((now, *together))
            limit += together[1]
        self.ledgers[FunctionObserved].append(
            (now, init, self.busy - init, idle, limit, pool.limited_by)
        )

    def _levels(self, now: float) -> tuple[int, list[tuple[int, int, int, int]]]:
        """Idle environments, and the levels of provisioned concurrency where there is any."""
        self._reclaim(now)
        if self._provisioned is None:
            return len(self._idle), []
        levels = self._provisioned.levels()
        return len(self._idle) + len(self._provisioned.idle), [levels]
