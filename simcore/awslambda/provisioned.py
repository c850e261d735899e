"""Provisioned concurrency: environments of a version that are initialised before they are needed.

Models: a request is prepared (a minute or two: assumed which), then its environments are allocated
    at the profile's rate, of the function or of the Region; each claims concurrency of the
    function's reserved, or of what is shared, as it is allocated, and waits while there is none
    free (assumed); where the profile says so none of them serves before all that were requested
    are ready. Invocations go to provisioned environments while one is free and ten requests a
    second for each of them are not used up, else they spill over to the rest of the concurrency.
    What is asked for beforehand is ready when the run begins. Less is asked for: idle environments
    go at once, busy ones when they become free. The schedule and target tracking: see scaling.
Ignores: that environments are replaced every few hours (their number stays the same), what the
    init of a provisioned environment takes (allocation includes it) and whether it fails.
States: ProvisionedRequested, ProvisionedAllocated, ProvisionedReady, ProvisionedInvocationStarted,
    ProvisionedInvocationEnded, ProvisionedSpilledOver, ProvisionedObserved, EnvironmentReclaimed.

Sources: AWS Lambda Developer Guide, provisioned-concurrency (2022), lambda-concurrency and
provisioned-concurrency (12 Jul 2026).
"""

from __future__ import annotations

from dataclasses import replace

from simcore.awslambda.account import Account
from simcore.awslambda.environments import NEVER, ExecutionEnvironment, IdleEnvironments
from simcore.awslambda.facts.invocations import EnvironmentReclaimed
from simcore.awslambda.facts.provisioned import (
    ProvisionedAllocated,
    ProvisionedInvocationEnded,
    ProvisionedInvocationStarted,
    ProvisionedObserved,
    ProvisionedReady,
    ProvisionedRequested,
    ProvisionedSpilledOver,
)
from simcore.awslambda.pools import ConcurrencyPool
from simcore.awslambda.scaling import Scaling, ScalingSettings
from simcore.engine.environment import Environment
from simcore.engine.state import State, state_of
from simcore.engine.token_bucket import ROUNDING, TokenBucket
from simcore.facts import Ledgers
from simcore.frozen import frozen

TICK_S = 1.0  # between two looks at the bucket while environments are allocated
BUSY, REQUESTS_USED_UP = 0, 1
OF_ITS_OWN = -1.0
"""``expires`` of a provisioned environment: never to be kept with those that are not."""


FACTS = (
    ProvisionedRequested,
    ProvisionedAllocated,
    ProvisionedReady,
    ProvisionedInvocationStarted,
    ProvisionedInvocationEnded,
    ProvisionedSpilledOver,
    ProvisionedObserved,
)


@frozen
class ProvisionedSettings:
    """What is asked for: beforehand, and in the course of the run."""

    initial: int
    preparation_s: float
    all_or_nothing: bool
    scaling: ScalingSettings


class Provisioned:
    """The provisioned concurrency of one function or version.

    ``ledgers`` are the function's, made with `FACTS`; ``together`` holds the provisioned pools of
    all its versions.
    ``pool`` is what serves: its limit is the number of environments that are ready. ``idle`` holds
    those that are free, ``allocated`` counts all, ready or not.
    """

    def __init__(
        self,
        env: Environment,
        settings: ProvisionedSettings,
        account: Account,
        parent: ConcurrencyPool,
        environments: IdleEnvironments,
        ledgers: Ledgers,
        together: list[ConcurrencyPool],
    ) -> None:
        self.env, self.settings, self._account = env, settings, account
        self.parent, self.pool = parent, account.provision(parent)
        self.ledgers, self._environments = ledgers, environments
        self._together = together
        together.append(self.pool)
        self.idle: list[ExecutionEnvironment] = []
        self._pending: list[ExecutionEnvironment] = []  # allocated, and waiting for the others
        self.requested = 0
        self.allocated = 0
        self.served = False  # since its scaling last looked
        self._request = 0  # the number of the request in force
        self._bucket: TokenBucket | None = None
        self.bind()
        self._begin()
        self.scaling = Scaling(env, settings.scaling, self)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._began = self.ledgers[ProvisionedInvocationStarted].append

    def __getstate__(self) -> State:
        return state_of(self, {"_began"})

    def retune(self, settings: ProvisionedSettings | None) -> None:
        """Another amount is asked for now (PutProvisionedConcurrencyConfig), or tracked.

        None deletes what there is (DeleteProvisionedConcurrencyConfig). An amount that stays as it
        was is not asked for again: what the schedule or tracking made of it stays, too.
        """
        before = self.settings.initial
        self.settings = settings or replace(self.settings, initial=0, scaling=ScalingSettings())
        self.scaling.retune(self.settings.scaling)
        if self.settings.initial != before or settings is None:
            self.request(self.env.now, self.settings.initial)

    # What invocations see.

    def serves(self, now: float, synchronous: bool) -> bool:
        """Is an environment free, and is there a request left of its ceiling?"""
        if not self.idle:
            return False
        return not synchronous or self.pool.paid_until <= now + self.pool.slack_s

    def began(self, now: float, environment: ExecutionEnvironment) -> None:
        """An invocation was admitted: here, or it spilled over."""
        pool = self.pool
        if environment.pool is pool:
            self.served = True
            in_use = sum([other.in_use for other in self._together])
            self._began((now, environment.slot, in_use))
        elif pool.limit:
            why = BUSY if not self.idle else REQUESTS_USED_UP
            self.ledgers[ProvisionedSpilledOver].append((now, why))

    def ended(self, now: float, environment: ExecutionEnvironment) -> None:
        """An invocation in one of these environments ended: it is free, or it goes."""
        environment.until = NEVER
        self.idle.append(environment)
        row = (now, environment.slot, environment.duration_s)
        self.ledgers[ProvisionedInvocationEnded].append(row)
        if self.surplus > 0:
            self._retire(now)

    # Requests.

    @property
    def surplus(self) -> int:
        """Environments that are to go."""
        return self.allocated - self.requested

    def _begin(self) -> None:
        """Those asked for before the run began."""
        if self.settings.initial:
            self._ask(0.0, self.settings.initial)
            self._allocate_up_to(0.0, self.missing)
            self._complete(0.0)

    @property
    def missing(self) -> int:
        """Environments that are still to be allocated."""
        return max(self.requested - self.allocated, 0)

    def request(self, now: float, requested: int) -> None:
        """PutProvisionedConcurrencyConfig: have that many, after a while or at once."""
        if requested == self.requested:
            return
        self._ask(now, requested)
        if requested > self.allocated:
            begins = now + self.settings.preparation_s
            self.env.call_at(begins, self._prepared, self._request)
        else:
            self._retire(now)
            self._complete(now)

    def _ask(self, now: float, requested: int) -> None:
        change, self.requested = requested - self.requested, requested
        self._request += 1
        self.ledgers[ProvisionedRequested].append((now, requested, change))

    # Allocation.

    def _prepared(self, request: int) -> None:
        """The preparation of a request is over."""
        if request == self._request:
            self._bucket = self._account.provisioning_bucket(self.env.now)
            self._allocate(request)

    def _allocate(self, request: int) -> None:
        """A tick of the allocation, unless another request has taken its place."""
        if request != self._request or self._bucket is None:
            return
        now, bucket = self.env.now, self._bucket
        room = min(self.missing, self.parent.free)
        self._allocate_up_to(now, next((n for n in range(room) if not bucket.take(now)), room))
        if not self.missing or not self.settings.all_or_nothing:
            self._complete(now)
        if self.missing:
            owed = min(self.missing, bucket.capacity) - bucket.level(now)
            wait_s = owed / bucket.refill_per_s if owed > ROUNDING else TICK_S
            self.env.call_at(now + min(TICK_S, wait_s), self._allocate, request)

    def _allocate_up_to(self, now: float, n: int) -> None:
        """Allocate ``n`` environments, or as many as concurrency is free for."""
        n = min(n, self.parent.free)
        self.allocated += n
        self.parent.resize(self.parent.limit - n)
        for _ in range(n):
            environment = self._environments.started()
            environment.pool, environment.until = self.pool, NEVER
            environment.expires = OF_ITS_OWN
            self._pending.append(environment)
            self.ledgers[ProvisionedAllocated].append((now, environment.slot))

    def _complete(self, now: float) -> None:
        """Let what has been allocated serve."""
        self.pool.resize(self.pool.limit + len(self._pending))
        self.idle += reversed(self._pending)
        self._pending.clear()
        if self.allocated == self.requested:
            self.ledgers[ProvisionedReady].append((now, self.pool.limit))

    def _retire(self, now: float) -> None:
        """Give up environments that are too many: those not ready first, then idle ones."""
        reclaimed = self.ledgers[EnvironmentReclaimed].append
        while self.surplus > 0 and (self._pending or self.idle):
            if self._pending:
                environment = self._pending.pop()
            else:
                environment = self.idle.pop(0)
                self.pool.resize(self.pool.limit - 1)
            self.allocated -= 1
            self.parent.resize(self.parent.limit + 1)
            environment.expires = now
            self._environments.outlived(now, environment, reclaimed)

    def levels(self) -> tuple[int, int, int, int]:
        """Environments asked for, allocated, ready and busy."""
        return self.requested, self.allocated, self.pool.limit, self.pool.in_use
