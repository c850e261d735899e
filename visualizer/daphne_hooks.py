"""What Daphne leaves to us: start and end of the server, unwanted bodies, packed messages.

Only acts when Daphne is what imported the application.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import sys
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from django.conf import settings

from visualizer import bodies, packed, ports

Call = Callable[[], Awaitable[None]]

ENOUGH_SOCKETS = 10_000

# A piece costs the event loop about 5 microseconds however small it is. A network brings a
# thousand bytes and more at a time; who sends tiny ones means to cost time.
FREE_PIECES = 4096
SMALLEST_MEAN_BYTES = 64


def install(start: Call, stop: Call) -> None:
    """Run `start` when the reactor runs and `stop` before it ends."""
    if "daphne.server" not in sys.modules:
        return
    from daphne import http_protocol
    from daphne.server import Server
    from twisted.internet import defer, reactor

    def begin() -> Any:
        return asyncio.ensure_future(start())

    def end() -> Any:
        return defer.Deferred.fromFuture(asyncio.ensure_future(stop()))

    events: Any = reactor  # its methods are made at run time
    events.callWhenRunning(begin)
    events.addSystemEventTrigger("before", "shutdown", end)
    http: Any = http_protocol
    http.WebRequest = bounded(http.WebRequest)
    packed.offer(Server)
    logging.getLogger("daphne.server").addFilter(ports.InWords())
    allow_sockets()


def allow_sockets() -> None:
    """As many as the system lets this process have; a shell's usual 1,024 are soon too few."""
    has, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH_SOCKETS if most == resource.RLIM_INFINITY else min(most, ENOUGH_SOCKETS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(has, wanted), most))


def bounded(request_class: Any) -> Any:
    """Daphne's request, which holds no more of a body than its address may have.

    Daphne takes in the whole body before the application sees a byte, and Twisted would parse
    forms in the event loop. Here nothing parses. What is refused for its headers is answered at
    once, and of a body that is not wanted the rest is read and dropped: a client that is cut off in
    the middle of sending hardly ever gets to read the answer. One that goes on is cut off.
    """

    class BoundedRequest(request_class):
        taken = pieces = ceiling = 0
        cut = False
        content: Any = None

        def gotLength(self, length: int | None) -> None:  # noqa: N802
            scope = self._announced()
            if (no := bodies.refusal(scope)) is not None:
                self._answer(no)
                return
            self.ceiling = bodies.limit(scope)
            super().gotLength(length)

        def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
            # One byte above the ceiling is kept, so that the excess can be told.
            room = max(0, self.ceiling + 1 - self.taken)
            self.taken += len(data)
            self.pieces += 1
            if self.pieces > max(FREE_PIECES, self.taken // SMALLEST_MEAN_BYTES):
                self._cut_off(bodies.Refusal(400, bodies.TINY_PIECES))
            elif self.taken > drained_bytes() + max(0, self.ceiling):
                self._cut_off(bodies.too_large(self._announced()))
            elif room:
                super().handleContentChunk(data[:room])

        def requestReceived(self, *line: bytes) -> None:  # noqa: N802
            self._parsePOSTFormSubmission = False
            if self.cut:
                self.channel.loseConnection()
                return
            # Daphne would take it for the proxy's word, whoever sent it.
            self.requestHeaders.removeHeader(b"daphne-root-path")
            protocols = self.requestHeaders.getRawHeaders(b"sec-websocket-protocol", [])
            if not all(value.isascii() for value in protocols):
                self.requestHeaders.removeHeader(b"sec-websocket-protocol")
            super().requestReceived(*line)

        def _answer(self, no: bodies.Refusal) -> None:
            """At once, before the body has come; what comes of it is dropped."""
            if self.content is not None:
                self.content.close()
            self.cut, self.ceiling, self.content = True, -1, BytesIO()
            self.requestHeaders.removeHeader(b"expect")
            self.channel.transport.write(bodies.as_bytes(no))

        def _announced(self) -> bodies.Scope:
            """As much of the scope as is known when the headers are there."""
            path = self.channel._path.split(b"?", 1)[0]
            sent = self.requestHeaders.getAllRawHeaders()
            return {
                "method": self.channel._command.decode("latin-1"),
                "path": unquote(path.decode("latin-1")),
                "headers": [(name.lower(), value) for name, values in sent for value in values],
            }

        def _cut_off(self, no: bodies.Refusal) -> None:
            if not self.cut:
                self._answer(no)
            self.channel.loseConnection()

    return BoundedRequest


def drained_bytes() -> int:
    """So much beyond its limit is read of a body, for the sake of the answer."""
    return 4 * (settings.MAX_UPLOAD_BYTES + settings.MAX_DOCUMENT_BYTES)
