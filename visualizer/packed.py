"""Writes messages that are packed already to Daphne's websockets.

An extension of the scope, so that consumers need not know the server: without it, under another
server or in a test, they send message by message.
"""

from __future__ import annotations

from functools import partial
from typing import Any

EXTENSION = "windtunnel.write_packed"


def offer(server_class: Any) -> None:
    """Give each websocket of Daphne's server a way to write packed messages."""
    create = server_class.create_application

    def create_application(self: Any, protocol: Any, scope: dict[str, Any]) -> Any:
        if scope["type"] == "websocket":
            scope["extensions"] = {EXTENSION: partial(write, protocol)}
        return create(self, protocol, scope)

    server_class.create_application = create_application


def write(protocol: Any, data: bytes) -> None:
    """Write websocket messages to a viewer, at once where nothing waits before them.

    Message by message through Daphne, Autobahn and the reactor, sending takes a multiple of the
    time, and the limit that they are given for what comes in holds for what goes out too. What the
    socket does not take now goes the usual way, and so does everything over a transport that is
    not Twisted's own.
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
