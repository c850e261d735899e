"""A Lambda function on managed instances: no cold starts, and a throttle where all is full.

Models: many invocations in an environment at once; an invocation runs at once or is refused, and
    never waits for an init; the minimum of environments is ready when the run begins, more are
    prepared beside the invocations, for as long as launching (assumed) and the init take; duration,
    timeout, errors of whole invocations and of single records; how many environments there are:
    see scaler. The concurrency of account and function, the requests a second that go with it and
    the scaling rate do not apply (assumed: AWS does not say that they do).
Ignores: the processor that the invocations of an environment share, memory, and the throttles that
    come of either or of disks; crashes; what a timeout does to the other invocations of the
    environment (nothing); inits that fail; the greatest age of environments; versions.
States: InvocationStarted, InvocationEnded, InvocationThrottled, ConcurrencyThrottled,
    EnvironmentsRequested, EnvironmentReady, EnvironmentOccupied, EnvironmentVacated,
    EnvironmentReclaimed, FunctionObserved, CapacityObserved.

Sources: AWS Lambda Developer Guide, lambda-managed-instances-scaling, lambda-runtime-environment,
configuration-timeout and monitoring-metrics-types (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simcore import facts
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.managed import (
    CapacityObserved,
    ConcurrencyThrottled,
    EnvironmentOccupied,
    EnvironmentReady,
    EnvironmentsRequested,
    EnvironmentVacated,
)
from simcore.awslambda.following import follow
from simcore.awslambda.forced_errors import ForcedErrors, failing_next
from simcore.awslambda.handler import Handler, parts_of
from simcore.awslambda.managed_instances.environments import Environments, Host, Hosted
from simcore.awslambda.managed_instances.scaler import Demand, Scaler
from simcore.awslambda.managed_instances.settings import ManagedSettings
from simcore.awslambda.record_failures import RecordFailures
from simcore.engine.environment import Environment
from simcore.engine.state import State, state_of
from simcore.engine.streams import Stream, generator, uniform
from simcore.errors import RetuneError
from simcore.roles.invocable import Invocable, Invoke, Reply

OnEnd = Callable[[ExecutionEnvironment], None]

LIMIT = facts.LIMITS.index("managed environments")
BLOCK = 256  # new environments are rare beside invocations
STATES = (
    InvocationStarted,
    InvocationEnded,
    InvocationThrottled,
    ConcurrencyThrottled,
    EnvironmentsRequested,
    EnvironmentReady,
    EnvironmentOccupied,
    EnvironmentVacated,
    EnvironmentReclaimed,
    FunctionObserved,
    CapacityObserved,
)


class ManagedFunction:
    """One function in one Region, on managed instances."""

    type = "function"

    def __init__(self, env: Environment, id: str, settings: ManagedSettings, seed: int) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = facts.ledgers_for(*STATES)
        self.busy = 0
        self.preparing = 0
        self._highest = 0  # concurrency since the scaler last looked
        self._refused = False
        self._reason = facts.THROTTLE_REASONS.index(settings.throttle_reason)
        self._environments = Environments(settings.concurrency)
        self._inits = Stream(
            generator(seed, f"{id}/init_duration"), settings.init_duration.draw, BLOCK
        )
        self._durations = Stream(generator(seed, f"{id}/duration"), settings.duration.draw)
        self._errors: Stream | ForcedErrors = Stream(generator(seed, f"{id}/error"), uniform)
        self._records = RecordFailures(
            id,
            settings.item_error_rate,
            reported=settings.reports_item_failures,
            may_be_poisoned=settings.may_be_poisoned,
            seed=seed,
        )
        self._parts = parts_of(settings)
        self.handler = Handler(env, id, settings, self.ledgers, seed)
        self._invoke = self.handler.around(self._run)
        self.bind()
        for _ in range(settings.scaler.minimum):
            self._add(0.0)
        self.scaler = Scaler(env, settings.scaler, settings.concurrency, self)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self.timeout_s = self.settings.timeout_s
        handler = self.handler
        self._next_duration = handler.durations(self._durations).next
        self._next_error = self._errors.next
        self._started = self.ledgers[InvocationStarted].append
        self._ended = self.ledgers[InvocationEnded].append
        self._throttled = self.ledgers[InvocationThrottled].append
        self._saturated = self.ledgers[ConcurrencyThrottled].append
        self._occupied = self.ledgers[EnvironmentOccupied].append
        self._vacated = self.ledgers[EnvironmentVacated].append
        self._last = self._end if handler.sends is None else self._send_and_end
        self._complete = self._last if handler.calls is None else self._own_part_ended

    def __getstate__(self) -> State:
        hot = {"_next_duration", "_next_error", "_started", "_ended", "_throttled", "_saturated"}
        hot |= {"_occupied", "_vacated", "_complete", "_last"}
        return state_of(self, hot)

    @property
    def invoke(self) -> Invoke[ExecutionEnvironment]:
        """How it is invoked, without a call in between."""
        return self._invoke

    def follow(
        self, now: float, request: Any, on_end: Callable[[ExecutionEnvironment], None]
    ) -> ExecutionEnvironment | None:
        """Invoke it with a request that is followed, and tell its part of that story."""
        environment: ExecutionEnvironment | None = follow(self, now, request, on_end)
        return environment

    def connect(self, targets: Mapping[str, Invocable[Reply]]) -> None:
        """Say what the targets of the handlers' calls are, by id."""
        self.handler.connect(targets)

    def _run(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> Hosted | None:
        """Run one invocation; ``on_end`` is called with it when it ends, as with an environment.

        Returns it, or None when it was throttled, synchronous or not.
        """
        host = self._environments.enter()
        if host is None:
            self._refuse(now)
            return None
        self.busy = busy = self.busy + 1
        self._highest = max(self._highest, busy)
        invocation = Hosted(host)
        invocation.started, invocation.payload, invocation.on_end = now, payload, on_end
        self._draw(now, invocation)
        if host.running == 1:
            self._occupied((now, host.slot))
        self._started((now, host.slot, 0.0, busy))
        self.env.call_at(invocation.ends, self._complete, invocation)
        return invocation

    def _refuse(self, now: float) -> None:
        self._refused = True
        self._throttled((now, self._reason, LIMIT))
        self._saturated((now,))

    def _draw(self, now: float, invocation: Hosted) -> None:
        """How long the handler takes, and how it ends."""
        settings, duration_s = self.settings, self._next_duration()
        failed = self._next_error() < settings.error_rate
        invocation.outcome = facts.ERROR if failed else facts.SUCCESS
        if duration_s > settings.timeout_s:
            duration_s, invocation.outcome = settings.timeout_s, facts.TIMEOUT
        invocation.duration_s = duration_s
        invocation.ends = now + duration_s
        if self._records.happen:
            self._records.decide(invocation)

    def _own_part_ended(self, invocation: Hosted) -> None:
        if (calls := self.handler.calls) is not None:
            calls.own_part_ended(invocation, self._last)

    def _send_and_end(self, invocation: Hosted) -> None:
        if (sends := self.handler.sends) is not None:
            sends.handler_ended(invocation, self._end)

    def _end(self, invocation: Hosted) -> None:
        now, host = invocation.ends, invocation.host
        self.busy -= 1
        is_to_go = self._environments.exit(host)
        started, duration_s = invocation.started, invocation.duration_s
        self._ended((now, host.slot, started, 0.0, duration_s, invocation.outcome))
        if not host.running:
            self._vacated((now, host.slot, invocation.outcome))
        if is_to_go:
            self._shut_down(now, host)
        invocation.on_end(invocation)

    def retune(self, settings: ManagedSettings) -> None:
        """Change what is said of the function while it runs.

        Timeout, rates of failures and calls: for invocations that begin from now on. How many
        invocations an environment runs: at once (assumed: AWS publishes a new version); one that
        runs more takes none until it does not. How many environments there are at the least and at
        the most: from the scaler's next look on. Durations: what begins from now on. Raises
        RetuneError where it would need parts that it was not made with.
        """
        if missing := parts_of(settings) - self._parts:
            raise RetuneError(self.id, min(missing), "it was made without")
        self.handler.retune(settings)
        self._records.retune(
            settings.item_error_rate,
            reported=settings.reports_item_failures,
            may_be_poisoned=settings.may_be_poisoned,
        )
        if settings.concurrency != self.settings.concurrency:
            self._environments.resize(settings.concurrency)
        self.scaler.retune(settings.scaler, settings.concurrency)
        self._durations.remap(settings.duration.draw)
        self._inits.remap(settings.init_duration.draw)
        self.settings = settings
        self.bind()

    def fail_next(self, n: int) -> None:
        """Have the next ``n`` invocations that begin fail."""
        self._errors = failing_next(self._errors, n)
        self.bind()

    # What the scaler sees and does.

    @property
    def serving(self) -> int:
        """Environments that take invocations."""
        return self._environments.serving

    def take_demand(self) -> Demand:
        """What there was to do since the last call."""
        demand = Demand(self._highest, self._refused)
        self._highest, self._refused = self.busy, False
        return demand

    def grow(self, now: float, n: int) -> None:
        """Prepare ``n`` more environments; each takes as long as its launch and its init."""
        self.preparing += n
        self._tell_requested(now, n)
        for _ in range(n):
            ready = now + self.settings.scaler.preparation_s + self._inits.next()
            self.env.call_at(ready, self._prepared, None)

    def _prepared(self, _: None) -> None:
        self.preparing -= 1
        self._add(self.env.now)

    def _add(self, now: float) -> None:
        host = self._environments.add()
        self.ledgers[EnvironmentReady].append((now, host.slot))

    def shrink(self, now: float, n: int) -> None:
        """Let ``n`` environments go, those with the least to do: at once, or when it is done."""
        for _ in range(n):
            host = self._environments.dismiss()
            if not host.running:
                self._shut_down(now, host)
        self._tell_requested(now, -n)

    def _shut_down(self, now: float, host: Host) -> None:
        self._environments.remove(host)
        self.ledgers[EnvironmentReclaimed].append((now, host.slot))

    def _tell_requested(self, now: float, change: int) -> None:
        row = (now, self.serving + self.preparing, change)
        self.ledgers[EnvironmentsRequested].append(row)

    def observe(self, now: float) -> None:
        """State the environments by state at ``now``."""
        parts = self._environments
        occupied, idle = parts.occupied, parts.serving + parts.leaving - parts.occupied
        row = (now, 0, occupied, idle, parts.room, LIMIT)
        self.ledgers[FunctionObserved].append(row)
        levels = (now, parts.serving, self.preparing, parts.leaving, parts.room)
        self.ledgers[CapacityObserved].append(levels)
