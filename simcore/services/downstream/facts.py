"""Facts of a downstream."""

from typing import NamedTuple

REFUSALS = ("outage", "waiting line full")
BOUND_BY = ("upstream", "connections", "waiting line", "outage")
"""What keeps a downstream from doing more: the first, that nobody waits."""


class CallReceived(NamedTuple):
    """A call came."""

    t: float


class CallRefused(NamedTuple):
    """It was refused at once, for one of :data:`REFUSALS`."""

    t: float
    reason: int


class CallGaveUp(NamedTuple):
    """A call that ``came`` then had waited for a connection for too long, or until an outage."""

    t: float
    came: float
    reason: int


class CallEnded(NamedTuple):
    """A call that ``came`` then got its connection when it ``began``, and its answer now."""

    t: float
    came: float
    began: float
    outcome: int


class DownstreamObserved(NamedTuple):
    """Connections in use and calls in line at ``t``, and what bounds it (:data:`BOUND_BY`)."""

    t: float
    busy: int
    waiting: int
    bound: int
