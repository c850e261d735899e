"""A Lambda function: what its versions have in common.

Models: concurrency, reserved or shared, and the scaling rate, which count all of its versions; one
    version, or two behind an alias. What an invocation goes through is the version's.
Ignores: payload limits, further versions.
States: FunctionObserved, ProvisionedObserved; its versions state what happens to invocations.

Sources: AWS Lambda Developer Guide, invocation-scaling (2022) and lambda-concurrency (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Mapping

from simcore.awslambda.account import Account
from simcore.awslambda.alias import AdditionalVersion, Alias
from simcore.awslambda.calls import Calls
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.pools import ConcurrencyPool
from simcore.awslambda.record_failures import RecordFailures
from simcore.awslambda.settings import AdditionalSettings, FunctionSettings
from simcore.awslambda.version import Version
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import (
    AdditionalVersionEnded,
    AdditionalVersionInvoked,
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
    ProvisionedObserved,
    columns_for,
    ledgers_for,
)
from simcore.roles.invocable import Invocable, Invoke, Reply

STATES = (InvocationEnded, InvocationThrottled, EnvironmentReclaimed, FunctionObserved)


class Function:
    """One function in one Region; ``inits`` holds when each init of late ends, for `observe`."""

    type = "function"

    def __init__(
        self, env: Environment, id: str, settings: FunctionSettings, account: Account, seed: int
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = columns_for(InvocationStarted) | ledgers_for(*STATES)
        reserved = settings.reserved_concurrency
        self.pool = account.unreserved if reserved is None else account.reserve(reserved)
        self.provisioned_pools: list[ConcurrencyPool] = []
        self.scaling, self.scaling_reason = account.scaling_bucket(), account.scaling_reason
        self.inits: list[float] = []
        self.busy = 0
        self.errors = Stream(generator(seed, f"{id}/error"), uniform)
        self.crashes = Stream(generator(seed, f"{id}/crash"), uniform)
        self.records = RecordFailures(
            id,
            settings.item_error_rate,
            reported=settings.reports_item_failures,
            may_be_poisoned=settings.may_be_poisoned,
            seed=seed,
        )
        self.calls: Calls | None = None
        if settings.calls:
            self.calls = Calls(env, id, settings.calls, settings.timeout_s, seed)
        self.versions = [Version(self, settings, account, id, seed)]
        self.alias: Alias | None = None
        if settings.additional is not None:
            self.alias = self._alias(settings.additional, account, seed)
        if self.calls is not None:
            self.calls.run = self._run

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
        """:meth:`Version.invoke`, or that of the alias or of the calls, without a call between."""
        return self._run if self.calls is None else self.calls.invoke

    @property
    def _run(self) -> Invoke[ExecutionEnvironment]:
        return self.versions[0].invoke if self.alias is None else self.alias.invoke

    def connect(self, targets: Mapping[str, Invocable[Reply]]) -> None:
        """Say what the targets of the handlers' calls are, by id."""
        if self.calls is not None:
            self.calls.connect(targets)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        for version in self.versions:
            version.bind()

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
