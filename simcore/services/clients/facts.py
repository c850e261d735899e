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
