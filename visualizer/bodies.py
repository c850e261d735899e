"""Answers 413 to bodies above the limit of their path, before Django reads a byte of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from django.conf import settings

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

UPLOADS = "/api/traces"
ENVELOPE_BYTES = 4096  # of a multipart upload, around the file itself


class TooLarge(Exception):
    pass


class BodyLimit:
    """ASGI middleware: the limit is that of uploads for /api/traces, of documents elsewhere."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        upload = scope["path"].rstrip("/") == UPLOADS
        limit = settings.MAX_UPLOAD_BYTES if upload else settings.MAX_DOCUMENT_BYTES
        if announced(scope) > limit + ENVELOPE_BYTES * upload:
            await refuse(send, upload)
            return
        counting = Counting(receive, limit + ENVELOPE_BYTES * upload)
        try:
            await self.app(scope, counting, send)
        except TooLarge:
            await refuse(send, upload)


class Counting:
    """Passes a body on until it is too large."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive = receive
        self.limit = limit
        self.seen = 0

    async def __call__(self) -> dict[str, Any]:
        message = await self.receive()
        self.seen += len(message.get("body", b""))
        if self.seen > self.limit:
            raise TooLarge
        return message


def announced(scope: Scope) -> int:
    """Content-Length, 0 where there is none that can be read."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(lengths[0]) if lengths and lengths[0].isdigit() else 0


async def refuse(send: Send, upload: bool) -> None:
    """Send the 413 answer."""
    body = orjson.dumps({"error": explain(upload)})
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def explain(upload: bool) -> dict[str, str]:
    """What is wrong with a body that is too large."""
    if upload:
        return {
            "what": "The file is too large.",
            "where": "file",
            "allowed": f"at most {settings.MAX_UPLOAD_BYTES // 1024**2} MB "
            "(WINDTUNNEL_MAX_UPLOAD_MB)",
            "hint": "Give counts per interval instead of one line per request, or gzip the file.",
        }
    return {
        "what": "The request is too large.",
        "where": "body",
        "allowed": f"at most {settings.MAX_DOCUMENT_BYTES // 1024} KB (WINDTUNNEL_MAX_DOCUMENT_KB)",
        "hint": "Upload a recorded trace at /api/traces and name it in the scenario.",
    }
