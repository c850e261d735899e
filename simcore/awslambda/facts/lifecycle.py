"""Facts of the lives of execution environments."""

from typing import NamedTuple

RERUNS = ("none", "init limit", "timeout", "crash")
"""Why an environment is initialised inside an invocation."""


class SuppressedInit(NamedTuple):
    """An init was run inside an invocation, at its beginning, and counts as its duration.

    ``init_s`` is how long it ran, the function's timeout at most; ``why`` indexes :data:`RERUNS`.
    """

    t: float
    slot: int
    init_s: float
    why: int


class EnvironmentRestored(NamedTuple):
    """A SnapStart environment was restored instead of initialised, in ``restore_s``."""

    t: float
    slot: int
    restore_s: float


class RestoreTimedOut(NamedTuple):
    """A restore reached its limit: SnapStartTimeoutException, and the environment is given up."""

    t: float
    slot: int


class ProactivelyInitialized(NamedTuple):
    """A new environment had been initialised, in ``init_s``, before the invocation came."""

    t: float
    slot: int
    init_s: float
