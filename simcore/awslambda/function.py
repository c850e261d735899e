"""A Lambda function: what its versions have in common.

Models: concurrency, reserved or shared, and the scaling rate, which count all of its versions; one
    version, or two behind an alias. What an invocation goes through is the version's.
Ignores: further versions.
States: FunctionObserved, ProvisionedObserved; its versions state what happens to invocations.

Sources: AWS Lambda Developer Guide, invocation-scaling (2022) and lambda-concurrency (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simcore.awslambda.account import Account
from simcore.awslambda.alias import AdditionalVersion, Alias
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.provisioned import (
    AdditionalVersionEnded,
    AdditionalVersionInvoked,
    ProvisionedObserved,
)
from simcore.awslambda.following import follow
from simcore.awslambda.forced_errors import ForcedErrors, failing_next
from simcore.awslambda.handler import Handler
from simcore.awslambda.pools import ConcurrencyPool
from simcore.awslambda.record_failures import RecordFailures
from simcore.awslambda.settings import AdditionalSettings, FunctionSettings
from simcore.awslambda.version import Version
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.errors import RetuneError
from simcore.facts import columns_for, ledgers_for
from simcore.roles.invocable import Invocable, Invoke, Reply

STATES = (InvocationEnded, InvocationThrottled, EnvironmentReclaimed, FunctionObserved)


class Function:
    """One function in one Region; ``inits`` holds when each init of late ends, for `observe`."""

    type = "function"

    def __init__(
        self, env: Environment, id: str, settings: FunctionSettings, account: Account, seed: int
    ) -> None:
        self.env, self.id, self.settings, self._account = env, id, settings, account
        self._parts = settings.parts
        self.ledgers = columns_for(InvocationStarted, zero=("init_s",)) | ledgers_for(*STATES)
        reserved = settings.reserved_concurrency
        self.pool = account.unreserved if reserved is None else account.reserve(reserved)
        self.provisioned_pools: list[ConcurrencyPool] = []
        self.scaling, self.scaling_reason = account.scaling_bucket(), account.scaling_reason
        self.inits: list[float] = []
        self.busy = 0
        self.errors: Stream | ForcedErrors = Stream(generator(seed, f"{id}/error"), uniform)
        self.crashes = Stream(generator(seed, f"{id}/crash"), uniform)
        self.records = RecordFailures(
            id,
            settings.item_error_rate,
            reported=settings.reports_item_failures,
            may_be_poisoned=settings.may_be_poisoned,
            seed=seed,
        )
        self.handler = Handler(env, id, settings, self.ledgers, seed)
        self.versions = [Version(self, settings, account, id, seed)]
        self.alias: Alias | None = None
        if settings.additional is not None:
            self.alias = self._alias(settings.additional, account, seed)
        main = self.versions[0] if self.alias is None else self.alias
        self._invoke = self.handler.around(main.invoke)

    def _alias(self, additional: AdditionalSettings, account: Account, seed: int) -> Alias:
        """The additional version, and what chooses between the two."""
        self.ledgers |= ledgers_for(AdditionalVersionInvoked, AdditionalVersionEnded)
        main, path = self.versions[0], f"{self.id}/additional"
        slots = main.environments.slots
        version = AdditionalVersion(self, additional.version, account, path, seed, slots)
        self.versions.append(version)
        choices = Stream(generator(seed, f"{self.id}/alias"), uniform)
        return Alias(main, version, additional.weight, choices)

    @property
    def timeout_s(self) -> float:
        """An invocation is cut off after this."""
        return self.settings.timeout_s

    @property
    def invoke(self) -> Invoke[ExecutionEnvironment]:
        """:meth:`Version.invoke`, or that of the alias or of a part of the handler: no detour."""
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

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        for version in self.versions:
            version.bind()

    def retune(self, settings: FunctionSettings) -> None:
        """Change what is said of the function while it runs, as AWS applies it.

        Reserved concurrency: at once; what runs goes on and counts, so that nothing is admitted
        until less is in use. Timeout, memory and rates of failures, calls, sends and what
        environments go through when they begin: for invocations and environments that begin from
        now on (AWS replaces the environments, too, when the configuration changes: they are kept;
        what is sent counts for handlers that end from now on). Provisioned
        concurrency: a request, which takes its time. The time that environments may be idle: of
        those that are idle, too. The alias's weight: from the next request on. Durations: what
        begins from now on, with the draws that come. Raises RetuneError where it would need parts
        that it was not made with.
        """
        missing = settings.parts - self._parts
        if missing:
            raise RetuneError(self.id, min(missing), "it was made without")
        self._reserve(settings.reserved_concurrency)
        said = [settings, settings.additional.version if settings.additional else None]
        for version, its in zip(self.versions, said, strict=False):
            version.retune(its or replace(version.settings, timeout_s=settings.timeout_s))
        if self.alias is not None:
            self.alias.weight = settings.additional.weight if settings.additional else 0.0
        self.handler.retune(settings)
        self.records.retune(
            settings.item_error_rate,
            reported=settings.reports_item_failures,
            may_be_poisoned=settings.may_be_poisoned,
        )
        self.settings = settings
        self.bind()

    def _reserve(self, concurrency: int | None) -> None:
        """Reserve another amount; what is in use and what is provisioned comes along."""
        old, before = self.pool, self.settings.reserved_concurrency
        self.pool = new = self._account.reserve_instead(old, before, concurrency)
        if new is old:
            return
        parts = [version.provisioned for version in self.versions if version.provisioned]
        running = self.busy - sum([part.pool.in_use for part in parts])
        allocated = sum([part.allocated for part in parts])
        old.in_use -= running
        new.in_use += running
        old.resize(old.limit + allocated)
        new.resize(new.limit - allocated)
        for part in parts:
            part.parent = new

    def fail_next(self, n: int) -> None:
        """Have the next ``n`` invocations that begin fail."""
        self.errors = failing_next(self.errors, n)
        self.bind()

    def kill_idle(self, n: int | None) -> None:
        """Shut down ``n`` idle environments, or all; those that are provisioned are replaced."""
        for version in self.versions:
            killed = version.kill_idle(n)
            n = None if n is None else n - killed

    def observe(self, now: float) -> None:
        """State the environments by state at ``now``."""
        self.inits = [ends for ends in self.inits if ends > now]
        for version in self.versions:
            version.reclaim(now)
        init, pool, limit = len(self.inits), self.pool, self.pool.limit
        parts = [version.provisioned for version in self.versions]
        levels = [part.levels() for part in parts if part is not None]
        if levels:
            together = tuple(map(sum, zip(*levels, strict=True)))
            self.ledgers[ProvisionedObserved].append((now, *together))
            limit += together[1]
        idle = sum([version.idle() for version in self.versions])
        row = (now, init, self.busy - init, idle, limit, pool.limited_by)
        self.ledgers[FunctionObserved].append(row)
