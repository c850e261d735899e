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


class RequestStep(NamedTuple):
    """One step of a followed request: ``step`` is one of :data:`REQUEST_STEPS`.

    A story has parts, numbered from 0: the request as its sender sees it, each attempt, and what
    every front door and every function on the way does with it. ``at`` is whose part it is. What
    begins one (``attempt``, ``came``, ``invoked``) says in ``b`` of which other part it is. Else
    ``a`` and ``b`` are the step's numbers: of ``sent`` what was asked for and who asked (as
    `simcore.roles.request.Request` has them), of ``attempt`` which one it is, of ``init`` and
    ``suppressed-init`` slot and duration, of ``success``, ``error`` and ``timeout`` slot and
    duration of the invocation, of ``answered`` status and outcome, of ``waiting`` the next attempt
    and when it is due, of ``ended`` outcome and attempts.

    These steps are no part of a fingerprint: other facts say what happened, and are.
    """

    t: float
    story: int
    part: int
    step: str
    at: str
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
