"""Which sockets are opened at all: so many an address, and at addresses where something is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

from visualizer import protocol
from visualizer.classes.rooms import rooms
from visualizer.floods import floods
from visualizer.visitor import place_of

TOO_MANY = (
    "This address has {most} connections open (WINDTUNNEL_MAX_SOCKETS_PER_ADDRESS). Close some, "
    "and reload the page."
)
SOCKETS_IN_CLASS = 4
NOTHING_HERE = "There is nothing at this address; runs are at /ws/runs/<id>."


class SocketLimit:
    """ASGI middleware that counts the open sockets of each address."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app
        self.open: Counter[str] = Counter()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if floods.is_away(scope):
            await receive()
            await send({"type": "websocket.close"})
            return
        place = place_of((scope.get("client") or ("",))[0])
        # Who is in a class has a run and what lies under it open beside it: two hundred of them
        # may be behind one address.
        most = settings.MAX_SOCKETS_PER_ADDRESS + SOCKETS_IN_CLASS * rooms.places.seats(place)
        if self.open[place] >= most:
            said = TOO_MANY.format(most=most)
            await farewell(receive, send, said, protocol.CLOSE_TOO_MANY)
            return
        self.open[place] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.open[place] -= 1
            if not self.open[place]:
                del self.open[place]


async def last_resort(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI application for addresses where nothing is."""
    await farewell(receive, send, NOTHING_HERE, protocol.CLOSE_UNKNOWN_RUN)


async def farewell(receive: Any, send: Any, said: str, code: int) -> None:
    """Say why, and close: before it is accepted, a browser would not hear the reason."""
    await receive()
    await send({"type": "websocket.accept"})
    text = protocol.dump("error", message=said, error={"what": said})
    await send({"type": "websocket.send", "text": text})
    await send({"type": "websocket.close", "code": code})
