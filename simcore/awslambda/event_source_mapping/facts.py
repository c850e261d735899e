"""Facts of the event source mapping of a queue; ``n`` counts messages."""

from typing import NamedTuple


class BatchInvoked(NamedTuple):
    """A batch of ``n`` messages was handed to the function."""

    t: float
    n: int


class BatchSucceeded(NamedTuple):
    """The function returned: ``n_deleted`` messages deleted, ``n_failed`` reported as failed."""

    t: float
    n_deleted: int
    n_failed: int


class BatchFailed(NamedTuple):
    """The invocation failed as a whole with ``n`` messages."""

    t: float
    n: int


class BatchThrottled(NamedTuple):
    """The function refused a batch of ``n`` messages (the poller keeps it)."""

    t: float
    n: int


class BatchAbandoned(NamedTuple):
    """A poller gave up a throttled batch of ``n`` messages."""

    t: float
    n: int


class PollersObserved(NamedTuple):
    """Event pollers of a mapping in provisioned mode at ``t``."""

    t: float
    provisioned: int


class MappingObserved(NamedTuple):
    """Pollers of a mapping at ``t``; ``holding`` of them keep a throttled batch."""

    t: float
    pollers: int
    invoking: int
    holding: int
