"""Facts of provisioned concurrency and of versions."""

from typing import NamedTuple


class ProvisionedRequested(NamedTuple):
    """Somebody or something asked for ``requested`` provisioned environments altogether.

    ``change`` is how many more that is than before, of the function or version.
    """

    t: float
    requested: int
    change: int


class ProvisionedAllocated(NamedTuple):
    """A provisioned environment was allocated, initialised; its concurrency is claimed."""

    t: float
    slot: int


class ProvisionedReady(NamedTuple):
    """All that was requested is ready to serve (status READY)."""

    t: float
    ready: int


class ProvisionedInvocationStarted(NamedTuple):
    """An invocation began in a provisioned environment; ``concurrency`` of them includes it."""

    t: float
    slot: int
    concurrency: int


class ProvisionedInvocationEnded(NamedTuple):
    """An invocation in a provisioned environment ended, after ``duration_s``."""

    t: float
    slot: int
    duration_s: float


class ProvisionedSpilledOver(NamedTuple):
    """An invocation ran on the rest of the concurrency although there is provisioned.

    ``why`` is 0 when all provisioned environments were busy, 1 when their requests a second were
    used up.
    """

    t: float
    why: int


class ProvisionedObserved(NamedTuple):
    """Provisioned environments at ``t``: asked for, allocated, ready to serve, busy."""

    t: float
    requested: int
    allocated: int
    ready: int
    busy: int


class AdditionalVersionInvoked(NamedTuple):
    """An alias sent an invocation to its additional version."""

    t: float


class AdditionalVersionEnded(NamedTuple):
    """An invocation of an alias's additional version ended; ``outcome`` as everywhere."""

    t: float
    outcome: int
