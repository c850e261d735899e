"""Who asks, without accounts: a browser by its cookie, a program by the name that it gives itself.

Neither is more than a name that nobody else can guess. Who gives none is known by his address, and
whoever is at that address may do what such a one may: he could come without a name as well.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, parse_cookie

from visualizer.supervisor.turns import Whose

COOKIE = "windtunnel_visitor"
HEADER = "X-Windtunnel-Visitor"
SHORTEST, LONGEST = 16, 200  # of a name that a program gives itself
A_YEAR_S = 365 * 86_400
ID_CHARACTERS = 22

signer = Signer(salt="windtunnel.visitor")


@dataclass(frozen=True)
class Visitor:
    """`ids` are all that he is known by, the first one is what his runs are noted under."""

    ids: tuple[str, ...]
    place: str
    is_browser: bool = False  # by our cookie, which nobody can make up

    @property
    def whose(self) -> Whose:
        return Whose(self.ids[0], self.place)

    @property
    def has_a_name(self) -> bool:
        """Whether he is told apart from others at his address."""
        return len(self.ids) > 1


ASKING: ContextVar[Visitor | None] = ContextVar("asking", default=None)
"""Who sent the request that is being answered, for what is shared out deep below it."""


def visitor(request: HttpRequest) -> Visitor:
    """Who sent a request."""
    return cast(Visitor, cast(Any, request).visitor)


class Visitors:
    """Middleware: `request.visitor`; a browser that is given a page gets a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = _of_cookie(request)
        who = cast(Any, request).visitor = _identified(request, name)
        before = ASKING.set(who)
        try:
            response = self.get_response(request)
        finally:
            ASKING.reset(before)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if not name and is_page and response.status_code == 200:
            response.set_cookie(
                COOKIE,
                signer.sign(secrets.token_urlsafe(16)),
                max_age=A_YEAR_S,
                secure=settings.CSRF_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def whose_socket(scope: dict[str, Any]) -> Whose:
    """Who opened a socket: a browser by its cookie, else whoever is at the address."""
    place = _place_of_socket(scope)
    name = _cookie_of_socket(scope)
    return Whose(_digest("cookie", name) if name else _digest("address", place), place)


def visitor_of_socket(scope: dict[str, Any]) -> Visitor:
    """The same with all that he is known by, a program's name too."""
    given = _sent(scope, HEADER.lower().encode())
    return _known_by(_cookie_of_socket(scope), given, _place_of_socket(scope))


def _place_of_socket(scope: dict[str, Any]) -> str:
    return _digest("place", place_of((scope.get("client") or ("",))[0]))


def _cookie_of_socket(scope: dict[str, Any]) -> str:
    return _unsigned(parse_cookie(_sent(scope, b"cookie")).get(COOKIE, ""))


def _sent(scope: dict[str, Any], header: bytes) -> str:
    values = [value for key, value in scope["headers"] if key == header]
    return b"; ".join(values).decode("latin-1")


def _identified(request: HttpRequest, cookie: str) -> Visitor:
    place = _digest("place", place_of(request.META.get("REMOTE_ADDR", "")))
    return _known_by(cookie, request.headers.get(HEADER, ""), place)


def _known_by(cookie: str, given: str, place: str) -> Visitor:
    named = given if SHORTEST <= len(given) <= LONGEST else ""
    own = [_digest("cookie", cookie)] if cookie else []
    own += [_digest("program", named)] if named else []
    return Visitor((*own, _digest("address", place)), place, bool(cookie))


def _of_cookie(request: HttpRequest) -> str:
    """What the cookie names; empty where there is none, or none of ours."""
    return _unsigned(request.COOKIES.get(COOKIE, ""))


def _unsigned(cookie: str) -> str:
    try:
        return signer.unsign(cookie)
    except BadSignature:
        return ""


def place_of(address: str) -> str:
    """An address as far as it tells people apart: of IPv6 the network, where each has 2^64."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((int(known), 64), strict=False).network_address)
    return str(known)


def _digest(kind: str, name: str) -> str:
    """Names and addresses are not stored as they are."""
    told = f"{settings.SECRET_KEY}\0{kind}\0{name}".encode("utf-8", "backslashreplace")
    return hashlib.sha256(told).hexdigest()[:ID_CHARACTERS]
