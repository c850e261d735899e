"""Facts of clients, of limits that hold something back, and the steps of stories."""

from __future__ import annotations

from typing import NamedTuple


class RequestSent(NamedTuple):
    """A client sent a request (an Invoke or a SendMessage)."""

    t: float


class RequestEnded(NamedTuple):
    """A synchronous request was answered; ``outcome`` indexes :data:`OUTCOMES`."""

    t: float
    sent: float
    outcome: int


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
