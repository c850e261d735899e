"""What Daphne leaves to us: start and end of the server, and bodies larger than we take.

Only acts when Daphne is what imported the application.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any

from django.conf import settings

Call = Callable[[], Awaitable[None]]


def install(start: Call, stop: Call) -> None:
    """Run `start` when the reactor runs and `stop` before it ends."""
    if "daphne.server" not in sys.modules:
        return
    from daphne import http_protocol
    from twisted.internet import defer, reactor

    def begin() -> Any:
        return asyncio.ensure_future(start())

    def end() -> Any:
        return defer.Deferred.fromFuture(asyncio.ensure_future(stop()))

    events: Any = reactor  # its methods are made at run time
    events.callWhenRunning(begin)
    events.addSystemEventTrigger("before", "shutdown", end)
    http: Any = http_protocol
    http.WebRequest = _bounded(http.WebRequest)


def _bounded(request_class: Any) -> Any:
    """Daphne's request, which holds no more of a body than the largest upload.

    Daphne takes in the whole body before the application sees a byte. Of one that is too large the
    rest is read and dropped: a client that is cut off in the middle of sending hardly ever gets
    to read the answer. `visualizer.bodies` gives that answer, from the length that was announced
    or from the bytes that it counts.
    """
    ceiling = settings.MAX_UPLOAD_BYTES + settings.MAX_DOCUMENT_BYTES

    class BoundedRequest(request_class):
        taken = 0

        def gotLength(self, length: int | None) -> None:  # noqa: N802
            if length is not None and length > ceiling:
                self.taken = ceiling + 1
                self.content = BytesIO()
            else:
                super().gotLength(length)

        def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
            # One byte above the ceiling is kept, so that the excess can be told.
            room = max(0, ceiling + 1 - self.taken)
            self.taken += len(data)
            if room:
                super().handleContentChunk(data[:room])

    return BoundedRequest
