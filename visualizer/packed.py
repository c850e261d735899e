"""Writes messages that are packed already to Daphne's websockets, and others of any size.

An extension of the scope, so that consumers need not know the server: without it, under another
server or in a test, they send message by message.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from visualizer import floods

EXTENSION = "windtunnel.write_packed"
BEHIND = "windtunnel.is_behind"


def offer(server_class: Any) -> None:
    """Give each websocket of Daphne's server a way to write packed messages."""
    create = server_class.create_application

    def create_application(self: Any, protocol: Any, scope: dict[str, Any]) -> Any:
        if scope["type"] == "websocket":
            scope["extensions"] = {
                EXTENSION: partial(write, protocol),
                BEHIND: partial(is_behind, protocol),
            }
            floods.guard(protocol, scope)
            protocol.sendMessage = partial(_send_of_any_size, protocol, protocol.sendMessage)
        return create(self, protocol, scope)

    server_class.create_application = create_application


def _send_of_any_size(protocol: Any, send: Any, *args: Any, **kwargs: Any) -> Any:
    """Send, free of the limit that is meant for what comes in.

    Autobahn has one limit for both ways and raises where we say more, as in the header of a large
    scenario or in all frames of a preview at once.
    """
    limit, protocol.maxMessagePayloadSize = protocol.maxMessagePayloadSize, 0
    try:
        return send(*args, **kwargs)
    finally:
        protocol.maxMessagePayloadSize = limit


def is_behind(protocol: Any) -> bool:
    """Whether a viewer has not taken yet what was written last."""
    transport = protocol.transport
    return bool(getattr(transport, "_tempDataLen", 0) or getattr(transport, "dataBuffer", b""))


def write(protocol: Any, data: bytes) -> None:
    """Write websocket messages to a viewer, at once where nothing waits before them.

    Message by message through Daphne, Autobahn and the reactor, sending takes a multiple of the
    time. What the socket does not take now goes the usual way, and so does everything over a
    transport that is not Twisted's own.
    """
    if protocol.state != protocol.STATE_OPEN:
        return
    transport = protocol.transport
    if not getattr(transport, "_tempDataLen", True) and not transport.dataBuffer:
        sent = transport.writeSomeData(data)
        if isinstance(sent, int):
            data = data[sent:]
    if data:
        protocol.sendData(data)
