"""A function behind an alias with two versions, chosen by weight for every request.

Models: the alias's main version and an additional one with a weight (AWS allows two); each request
    goes to the additional version with that probability, on its own; either has environments,
    durations, errors and provisioned concurrency of its own, while concurrency, reserved or
    shared, the scaling rate, memory and timeout are the function's.
Ignores: further aliases, $LATEST, routing that sticks to a client.
States: as `Function`, over both versions; AdditionalVersionInvoked, AdditionalVersionEnded.

Sources: AWS Lambda API model 2015-03-31, CreateAlias RoutingConfig (botocore 1.44.5).
"""

from __future__ import annotations

from typing import Any

from simcore.awslambda.account import Account
from simcore.awslambda.cpu import durations
from simcore.awslambda.environments import ExecutionEnvironment, IdleEnvironments
from simcore.awslambda.function import Function, FunctionSettings, OnEnd
from simcore.awslambda.lifecycle import Lifecycle
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import AdditionalVersionEnded, AdditionalVersionInvoked, ledgers_for


class Version:
    """What one version has for itself; `Function` works with that of the version in force."""

    def __init__(self, function: Function, error_rate: float) -> None:
        self.environments = function._environments
        self.lifecycle = function._lifecycle
        self.durations = function._durations
        self.provisioned = function._provisioned
        self.error_rate = error_rate


class WeightedFunction(Function):
    """One function, invoked through an alias with a main and an additional version."""

    additional: Version | None = None

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: FunctionSettings,
        other: FunctionSettings,
        weight: float,
        account: Account,
        seed: int,
    ) -> None:
        super().__init__(env, id, settings, account, seed)
        self.ledgers |= ledgers_for(AdditionalVersionInvoked, AdditionalVersionEnded)
        self._weight, self._choices = weight, Stream(generator(seed, f"{id}/alias"), uniform)
        self.main = Version(self, settings.error_rate)
        self.additional = self._version(other, account, f"{id}/additional", seed)
        self._in_force = self.main
        self.bind()

    def _version(
        self, settings: FunctionSettings, account: Account, path: str, seed: int
    ) -> Version:
        """The additional version, with what is the function's: slots, pool and ledgers."""
        own = self._environments
        self._environments = IdleEnvironments(settings.idle_timeout_s, own.slots)
        self._lifecycle = Lifecycle(path, settings.lifecycle, settings.timeout_s, seed)
        self.ledgers |= {**self._lifecycle.ledgers, **self.ledgers}
        self._lifecycle.ledgers = self.ledgers
        self._durations = durations(path, settings.duration, settings.cpu, seed)
        asked = settings.provisioned
        self._provisioned = self._provision(asked, account) if asked is not None else None
        return Version(self, settings.error_rate)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        super().bind()
        if self.additional is None:
            return
        for version in (self.main, self.additional):
            if version.provisioned is not None:
                version.provisioned.bind()
        self._put_in_force(self._in_force)

    def _put_in_force(self, version: Version) -> None:
        """Let what follows concern this version."""
        self._in_force = version
        self._environments, self._idle = version.environments, version.environments.stack
        self._lifecycle, self._provisioned = version.lifecycle, version.provisioned
        self._durations, self._next_duration = version.durations, version.durations.next
        self._error_rate = version.error_rate

    def invoke(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> ExecutionEnvironment | None:
        """Run one invocation of the version that the alias's weights choose."""
        additional = self.additional
        chosen = additional if self._choices.next() < self._weight else self.main
        if chosen is not self._in_force and chosen is not None:
            self._put_in_force(chosen)
        environment = super().invoke(now, payload, on_end, synchronous)
        if environment is not None and chosen is additional:
            self.ledgers[AdditionalVersionInvoked].append((now,))
        return environment

    def _end(self, environment: ExecutionEnvironment) -> None:
        main = environment.home is self.main.environments
        version = self.main if main else self.additional
        if version is not self._in_force and version is not None:
            self._put_in_force(version)
        if not main:
            row = (environment.ends, environment.outcome)
            self.ledgers[AdditionalVersionEnded].append(row)
        super()._end(environment)

    def _levels(self, now: float) -> tuple[int, list[tuple[int, int, int, int]]]:
        idle, levels = 0, list[tuple[int, int, int, int]]()
        for version in (self.main, self.additional):
            if version is not None:
                self._put_in_force(version)
                more, provisioned = super()._levels(now)
                idle, levels = idle + more, levels + provisioned
        return idle, levels
