"""The connections of a WebSocket API that are open: when each sends, and when it closes.

Models: a client stays for so long and sends a message each interval, of a millisecond at least; a
    connection on which nothing comes for 10 minutes is closed, and so is one of two hours, and one
    whose client sends more than 128 KB (code 1009).
Ignores: messages to clients (the `@connections` callbacks) and what they keep awake; frames: a
    message of more than 32 KB is taken to come in several.
States: ConnectionClosed.

Sources: Amazon API Gateway Developer Guide, limits (Apr 2026).
"""

from __future__ import annotations

from collections.abc import Callable

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.facts import Ledger
from simcore.roles.request import Request
from simcore.services.api_gateway.websocket.facts import (
    BY_CLIENT,
    BY_IDLE_TIMEOUT,
    BY_LIMIT,
    BY_MESSAGE_SIZE,
)
from simcore.services.api_gateway.websocket.settings import WebSocketSettings

SHORTEST_S = 0.001
"""From one message of a client to its next, whatever is drawn."""
SENDS = -1
"""What a connection does next, where it is not closed by anybody."""


class Connection:
    """One that is open; ``next`` is what happens on it next: `SENDS`, or who closes it."""

    __slots__ = ("by", "closes", "next", "opened", "request")

    def __init__(self, request: Request, opened: float, closes: float, by: int) -> None:
        self.request, self.opened, self.closes, self.by = request, opened, closes, by
        self.next = SENDS


Sent = Callable[[float, Connection], None]


class Connections:
    """All that are open; ``sent`` is told of each message, ``closed`` of each end."""

    def __init__(
        self,
        env: Environment,
        settings: WebSocketSettings,
        streams: tuple[Stream, Stream],
        ledger: Ledger,
        sent: Sent,
        closed: Sent,
    ) -> None:
        self.env, self.settings = env, settings
        self.lasts, self.intervals = streams
        self._ledger, self._sent, self._closed = ledger, sent, closed
        self.open = 0
        self._opened_s = self._closed_s = 0.0

    def begin(self, now: float, request: Request) -> None:
        """One more is open."""
        lasts_s, longest_s = self.lasts.next(), self.settings.longest_s
        by = BY_CLIENT if lasts_s <= longest_s else BY_LIMIT
        connection = Connection(request, now, now + min(lasts_s, longest_s), by)
        self.open += 1
        self._opened_s += now
        self._plan(now, connection)

    def open_s(self, now: float) -> float:
        """For how long all together have been open."""
        return self._closed_s + self.open * now - self._opened_s

    def _plan(self, now: float, connection: Connection) -> None:
        """Whatever comes first: its next message, its end, or ten silent minutes."""
        sends = now + max(self.intervals.next(), SHORTEST_S)
        idle = now + self.settings.idle_timeout_s
        at = min(sends, idle, connection.closes)
        if at == connection.closes:
            connection.next = connection.by
        else:
            connection.next = SENDS if at == sends else BY_IDLE_TIMEOUT
        self.env.call_at(at, self._go_on, connection)

    def _go_on(self, connection: Connection) -> None:
        now = self.env.now
        if connection.next != SENDS:
            self._close(now, connection, connection.next)
        elif self.settings.message_bytes > self.settings.message_max_bytes:
            self._close(now, connection, BY_MESSAGE_SIZE)
        else:
            self._sent(now, connection)
            self._plan(now, connection)

    def _close(self, now: float, connection: Connection, by: int) -> None:
        self.open -= 1
        self._opened_s -= connection.opened
        self._closed_s += now - connection.opened
        self._ledger.append((now, connection.opened, by))
        self._closed(now, connection)
