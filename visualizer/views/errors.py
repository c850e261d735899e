"""Pages, or JSON below /api/, for what went wrong."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from visualizer.trouble import Unwritable
from visualizer.views.problems import Problem

HOST = 421  # Misdirected Request
TEXTS = {
    HOST: (
        "This server does not go by that name",
        "Use the address that it announced, or add the name to WINDTUNNEL_ALLOWED_HOSTS.",
    ),
    400: ("The request was not understood", "It is not something that this server's pages send."),
    403: (
        "This request was refused",
        "It came from another site, or this page is from before the server was started anew. "
        "Reload the page and try again.",
    ),
    404: (
        "There is nothing here",
        "The address is wrong, or the run was deleted to make room for newer ones.",
    ),
    405: (
        "This page can only be looked at",
        "Runs are asked for at /api/runs, and traces are sent to /api/traces.",
    ),
    500: (
        "Something failed on the server",
        "It was logged. Runs go on: this concerns the page only. Please report it if it stays.",
    ),
}
NO_RUNS = ("/lessons/", "/docs/", "/model/", "/s/")
"""Pages that no run stands behind, under which nothing is ever deleted."""


def answer(request: HttpRequest, status: int) -> HttpResponse:
    title, text = TEXTS[status]
    if status == 404 and request.path.startswith(NO_RUNS):
        text = "The address is wrong."
    if request.path.startswith("/api/"):
        return Problem(status, f"{title}.", hint=text).response()
    context = {"status": status, "title": title, "text": text}
    return render(request, "error.html", context, status=status)


def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that takes GET and HEAD, and says so to other methods."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        response = answer(request, 405)
        response["Allow"] = "GET, HEAD"
        return response

    return shown


def unwritable(request: HttpRequest, wrong: Unwritable) -> HttpResponse:
    """The page for a database or a disk that fails."""
    context = {"status": wrong.status, "title": "The server's storage fails", "text": str(wrong)}
    response = render(request, "error.html", context, status=wrong.status)
    response["Retry-After"] = "10"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, HOST if isinstance(exception, DisallowedHost) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, 500)
