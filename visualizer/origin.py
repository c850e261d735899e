"""Who may open a socket: pages of this very server, and programs that are no browser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host


class SameOrigin:
    """ASGI middleware for websockets.

    A browser always says which page it opens a socket for, so one without Origin is a program.
    The Host must be one of ours: a name of somebody else's that points here (DNS rebinding) is
    refused even though its Origin agrees with it.
    """

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        app = self.app if allowed(scope) else WebsocketDenier.as_asgi()
        await app(scope, receive, send)


def allowed(scope: dict[str, Any]) -> bool:
    """Whether host and origin of a handshake are in order."""
    host = _header(scope, b"host")
    name, _ = split_domain_port(host or "")
    if not name or not validate_host(name, settings.ALLOWED_HOSTS):
        return False
    origin = _header(scope, b"origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc.lower() == host or origin in settings.CSRF_TRUSTED_ORIGINS


def _header(scope: dict[str, Any], name: bytes) -> str | None:
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(values).lower() if values else None
