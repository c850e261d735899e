"""A run in other people's pages: the laboratory without a server, as one page with all it needs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from hashlib import sha256
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response

from simcore.paper.page import embedded_policy
from simcore.reporting import ReportError
from visualizer import press, stored_lab, writer
from visualizer.apart import Busy
from visualizer.models import Run
from visualizer.reporting import made_of
from visualizer.views.errors import TEXTS, page

AGAIN_S = 5
RETRY_S = 10
NOTHING = ("Nothing of this run is there", "It ended before anything was computed.")
NOT_NOW = ("Other pages are being made", "This one appears when it has its turn.")
NOT_YET = ("This run is being computed", "It appears here as soon as it is over.")


def _stored(run_id: str) -> Run | None:
    return Run.objects.defer("result").filter(id=run_id.upper()).first()


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that other people's pages may show within theirs."""

    @functools.wraps(view)
    def shown(*args: Any, **kwargs: Any) -> HttpResponse:
        response: Any = view(*args, **kwargs)
        response.xframe_options_exempt = True
        response._csp_replace = {"frame-ancestors": None}
        return cast(HttpResponse, response)

    return shown


@page
@framed
def embed(request: HttpRequest, run_id: str) -> HttpResponse:
    """GET /embed/<run>: may be framed by anybody, and asks nobody for anything."""
    run = _stored(run_id)
    if run is None:
        return _said(request, *TEXTS[404], status=404)
    if run.id != run_id:
        return redirect("embed", run.id)
    if run.finished is None:
        return _said(request, *NOT_YET, again_s=AGAIN_S)
    tag = _tag(run)
    try:
        return get_conditional_response(request, etag=tag) or _whole(request, run, tag)
    except Busy:
        response = _said(request, *NOT_NOW, status=503, again_s=RETRY_S)
        response["Retry-After"] = str(RETRY_S)
        return response
    except ReportError as error:
        return _said(request, "This cannot be shown", f"{error}. {error.hint}", status=422)


def _tag(run: Run) -> str:
    """Another state, another page; so with another build or another bound on its size."""
    return f'"{sha256(repr(made_of(run)).encode()).hexdigest()[:24]}"'


def _whole(request: HttpRequest, run: Run, tag: str) -> HttpResponse:
    link = request.build_absolute_uri(run.get_absolute_url())
    if not stored_lab.has_something(run):
        return _said(request, *NOTHING)
    text = press.made((made_of(run), link), lambda: _made(run, link))
    headers = {"Content-Security-Policy": embedded_policy(), "ETag": tag}
    return HttpResponse(text, headers={**headers, "Cache-Control": "no-cache"})


def _said(
    request: HttpRequest, title: str, text: str, status: int = 200, again_s: int = 0
) -> HttpResponse:
    told = {"title": title, "text": text, "again_s": again_s}
    response = render(request, "embed_said.html", told, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _made(run: Run, link: str) -> bytes:
    live = stored_lab.live(run)
    assert live is not None
    return press.writing(writer.laboratory, live, link)
