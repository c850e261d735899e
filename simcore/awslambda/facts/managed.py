"""Facts of environments on managed instances, each of which runs many invocations at once."""

from typing import NamedTuple


class EnvironmentsRequested(NamedTuple):
    """The scaler decided to have ``environments`` altogether, ``change`` more than before."""

    t: float
    environments: int
    change: int


class EnvironmentReady(NamedTuple):
    """A new environment, initialised, takes invocations from now on."""

    t: float
    slot: int


class EnvironmentOccupied(NamedTuple):
    """An environment that ran nothing began an invocation."""

    t: float
    slot: int


class EnvironmentVacated(NamedTuple):
    """The last of an environment's invocations ended, with ``outcome``; it runs nothing."""

    t: float
    slot: int
    outcome: int


class ConcurrencyThrottled(NamedTuple):
    """An invocation was refused because every environment ran as many as it may."""

    t: float


class CapacityObserved(NamedTuple):
    """Environments at ``t``: those that take invocations, are being prepared, are leaving.

    ``room`` is how many invocations the first of these run at most.
    """

    t: float
    serving: int
    preparing: int
    leaving: int
    room: int
