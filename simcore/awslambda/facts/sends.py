"""Facts about what handlers send on."""

from typing import NamedTuple


class HandlerSent(NamedTuple):
    """A handler sent ``n`` events by the entry ``send`` of its sends, from 1 on: all were taken."""

    t: float
    send: int
    n: int


class HandlerSendRefused(NamedTuple):
    """Their target refused ``n`` events that a handler sent."""

    t: float
    send: int
    n: int
