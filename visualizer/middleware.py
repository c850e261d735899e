"""Which requests need a CSRF token."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

BROWSER_HEADERS = ("Origin", "Referer", "Sec-Fetch-Site")


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
