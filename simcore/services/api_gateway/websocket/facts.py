"""Facts of WebSocket APIs."""

from typing import Final, NamedTuple

HANDSHAKE_STATUSES: Final = (101, 401, 403, 429, 500, 502, 504)
"""Of the answers to handshakes: 101 opens the connection. Facts hold their places."""
OPENED: Final = HANDSHAKE_STATUSES.index(101)
THROTTLED_AT: Final = HANDSHAKE_STATUSES.index(429)

CLOSED_BY = ("client", "idle timeout", "connection limit", "message too large")
"""Who or what closes a connection."""
BY_CLIENT, BY_IDLE_TIMEOUT, BY_LIMIT, BY_MESSAGE_SIZE = range(4)

MESSAGE_ENDS = ("answered", "rejected", "failed", "timed out", "throttled")
"""What becomes of a message; all but the last are the reasons of an integration."""
MESSAGE_THROTTLED: Final = MESSAGE_ENDS.index("throttled")


class ConnectionRequested(NamedTuple):
    """A client asked for a connection."""

    t: float


class ConnectionAnswered(NamedTuple):
    """A handshake that ``came`` then was answered, with one of `HANDSHAKE_STATUSES`."""

    t: float
    came: float
    status: int


class ConnectionClosed(NamedTuple):
    """A connection that was ``opened`` then was closed, by one of `CLOSED_BY`."""

    t: float
    opened: float
    by: int


class MessageReceived(NamedTuple):
    """A client sent a message, metered as so many ``units``."""

    t: float
    units: int


class MessageRouted(NamedTuple):
    """What became of a message: one of `MESSAGE_ENDS`."""

    t: float
    end: int


class WebSocketsObserved(NamedTuple):
    """Handshakes and messages that wait for an answer, and connections that are open.

    ``open_s`` is for how long all connections together have been open, in whole seconds.
    """

    t: float
    opening: int
    open: int
    routing: int
    open_s: int
