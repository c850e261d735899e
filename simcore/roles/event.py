"""What travels from part to part."""

from typing import NamedTuple

UNSAID = -1.0
"""The content of an event of which whoever takes it decides what it holds."""


class Event(NamedTuple):
    """A message, record or event as it is handed over; who takes it keeps of it what it models.

    ``content`` is the number in [0, 1) that filters look at (:mod:`simcore.engine.contents`),
    ``bytes`` the size, 0 where nobody says it, ``key`` the message group or partition key;
    ``poison`` makes every handler fail that gets it. ``trace`` is the number under which it is
    followed, -1 if it is not. ``chain`` counts the invocations that led here, 0 from outside; who
    hands an event on keeps it, except where Lambda does not see loops: event buses, streams and
    tables hand on 0 (Lambda guide, invocation-recursion, 12 Jul 2026).
    """

    content: float = UNSAID
    bytes: int = 0
    key: int = 0
    poison: bool = False
    trace: int = -1
    chain: int = 0


FROM_OUTSIDE = Event()
"""An event of which nothing more is said: a client's, or a document that a service writes."""
