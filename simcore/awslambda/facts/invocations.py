"""Facts of functions, their execution environments and the account."""

from typing import NamedTuple


class InvocationStarted(NamedTuple):
    """An invocation was admitted; ``concurrency`` of its function includes it."""

    t: float
    slot: int
    init_s: float
    concurrency: int


class InvocationEnded(NamedTuple):
    """An invocation ended. ``started`` is its admission, ``duration_s`` leaves out the init."""

    t: float
    slot: int
    started: float
    init_s: float
    duration_s: float
    outcome: int


class InvocationThrottled(NamedTuple):
    """An invocation was refused with 429.

    ``reason`` indexes :data:`THROTTLE_REASONS`, ``limit`` what was binding, :data:`LIMITS`: AWS
    gives one reason for several limits.
    """

    t: float
    reason: int
    limit: int


class EnvironmentReclaimed(NamedTuple):
    """An idle execution environment was shut down."""

    t: float
    slot: int


class FunctionObserved(NamedTuple):
    """Execution environments by state at ``t``; ``limited_by`` indexes :data:`LIMITS`."""

    t: float
    init: int
    busy: int
    idle: int
    concurrency_limit: int
    limited_by: int


class AccountObserved(NamedTuple):
    """Concurrency of the account in the Region at ``t``.

    ``unreserved`` is what invocations use of the concurrency that functions share; ``claimed`` is
    that and all that is set apart, reserved or provisioned, whether used or not.
    """

    t: float
    concurrency: int
    unreserved: int
    claimed: int
