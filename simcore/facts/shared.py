"""Facts that components of more than one type state."""

from typing import NamedTuple


class LimitReached(NamedTuple):
    """A limit held something back; ``limit`` indexes :data:`LIMITS`."""

    t: float
    limit: int


class StoryStep(NamedTuple):
    """One step of a followed message; ``step`` indexes :data:`STORY_STEPS`.

    ``a`` and ``b`` are the step's numbers: the receive count and the visibility deadline for
    ``received`` and ``throttled``; slot and duration for ``init``, ``suppressed-init`` and
    ``handler``.
    """

    t: float
    story: int
    step: int
    a: float
    b: float


class EventsFilteredOut(NamedTuple):
    """``n`` messages or records did not match a mapping's filter."""

    t: float
    n: int


class StreamObserved(NamedTuple):
    """Open shards of a stream at ``t``."""

    t: float
    shards: int
