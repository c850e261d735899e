"""Which addresses and tokens are taken, and what a page says when the database fails."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from visualizer import trouble
from visualizer.views.errors import unwritable

log = logging.getLogger(__name__)

LONGEST_PATH = 1000
LONGEST_PART = 200
"""In bytes, of a path and of what is between two slashes: file systems take 255."""

BROWSER_HEADERS = ("Origin", "Referer", "Sec-Fetch-Site")


class BoundAddresses:
    """There is nothing at an address that no file and no database has a name for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info.encode()
        longest = max(len(part) for part in path.split(b"/"))
        if b"\0" in path or len(path) > LONGEST_PATH or longest > LONGEST_PART:
            raise Http404
        return self.get_response(request)


class NoBrowserNoForgery:
    """Lets programs use the HTTP interface without a token.

    Cross-site request forgery needs somebody's browser, and a browser that posts across sites
    always says so in one of these headers. A request with any of them, or with a cookie, must
    carry the page's token; one with none comes from a program, which has nothing to be robbed of.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.COOKIES and not any(name in request.headers for name in BROWSER_HEADERS):
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self.get_response(request)


class SayTrouble:
    """A database or a disk that fails is no fault of the page, which says so.

    The HTTP interface answers for itself (`visualizer.views.problems`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not trouble.concerns_all(error):
            return None
        log.error("%s: %s", request.path, error)
        return unwritable(request, trouble.unwritable(error))
