"""Facts of clients."""

from typing import NamedTuple


class RequestSent(NamedTuple):
    """A client sent a request (an Invoke or a SendMessage)."""

    t: float


class RequestEnded(NamedTuple):
    """A synchronous request was answered; ``outcome`` indexes :data:`OUTCOMES`."""

    t: float
    sent: float
    outcome: int


class AttemptSent(NamedTuple):
    """A request went out, for the first time (``number`` 0) or again."""

    t: float
    number: int


class AttemptEnded(NamedTuple):
    """An attempt was answered, or given up; ``answer`` indexes :data:`.answers.ANSWERS`."""

    t: float
    sent: float
    answer: int


class RetryQuotaReached(NamedTuple):
    """A request was not tried again, as its SDK client had too few tokens left for that."""

    t: float


class AnsweredTooLate(NamedTuple):
    """An answer came to an attempt that had been given up ``after_s`` seconds before."""

    t: float
    after_s: float


class PageLoaded(NamedTuple):
    """All requests of a page that was begun at ``begun`` have ended; so many ``failed``."""

    t: float
    begun: float
    failed: int


class CallerObserved(NamedTuple):
    """Requests whose answer is waited for at ``t``, and those that wait before a next attempt.

    ``held`` are held back by a rate of their own SDK client; ``tokens`` are left of all retry
    quotas together.
    """

    t: float
    waiting: int
    backing_off: int
    held: int
    tokens: int


class UsersObserved(NamedTuple):
    """The users of a closed loop at ``t``, by what they do."""

    t: float
    thinking: int
    waiting: int
