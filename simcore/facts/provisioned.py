"""Facts of provisioned concurrency."""

from __future__ import annotations

from typing import NamedTuple


class ProvisionedRequested(NamedTuple):
    """Somebody or something asked for ``requested`` provisioned environments altogether."""

    t: float
    requested: int


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
