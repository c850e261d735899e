"""Whose page a request or a socket comes from: ours, another's, or no page at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.http import is_same_domain

DEFAULT_PORTS = {"http": ":80", "https": ":443"}


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
    name, _ = split_domain_port(_host(scope))
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS) and of_this_site(scope)


def of_this_site(scope: dict[str, Any]) -> bool:
    """Whether the page that a request comes from, if any, is ours or one that we trust."""
    origin = _header(scope, b"origin")
    if origin is None:
        return True
    try:
        scheme, place = urlsplit(origin)[:2]
    except ValueError:
        return False
    ours = _without_port(scheme, _host(scope))
    return (bool(place) and _without_port(scheme, place) == ours) or _trusted(scheme, place)


def _trusted(scheme: str, place: str) -> bool:
    """Whether it is among WINDTUNNEL_TRUSTED_ORIGINS, of which one may begin with `*.`."""
    known = (urlsplit(origin.lower()) for origin in settings.CSRF_TRUSTED_ORIGINS)
    return any(
        scheme == one.scheme and is_same_domain(place, one.netloc.removeprefix("*"))
        for one in known
    )


def _without_port(scheme: str, place: str) -> str:
    return place.removesuffix(DEFAULT_PORTS.get(scheme, "/"))


def _host(scope: dict[str, Any]) -> str:
    """The host that was asked for, in the words of the proxy where one is believed."""
    forwarded = _header(scope, b"x-forwarded-host") if settings.USE_X_FORWARDED_HOST else None
    return forwarded or _header(scope, b"host") or ""


def _header(scope: dict[str, Any], name: bytes) -> str | None:
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(values).lower() if values else None
