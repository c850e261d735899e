"""A run in other people's pages: the laboratory without a server, as one page with all it needs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response

from simcore.paper.bundle import bundle
from simcore.paper.page import embedded, embedded_policy
from visualizer import stored_lab
from visualizer.models import Run
from visualizer.views.errors import TEXTS, page

KEPT = 4  # pages, of at most 3 MB each
AGAIN_S = 5
NOTHING = ("Nothing of this run is there", "It ended before anything was computed.")
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
    return get_conditional_response(request, etag=tag) or _whole(request, run, tag)


def _tag(run: Run) -> str:
    """Another state, another page; so with another build."""
    return f'"{run.id}-{run.state}-{run.frames}-{bundle().name}"'


def _whole(request: HttpRequest, run: Run, tag: str) -> HttpResponse:
    link = request.build_absolute_uri(run.get_absolute_url())
    text = _page(run.id, run.state, run.frames, link)
    if text is None:
        return _said(request, *NOTHING)
    headers = {"Content-Security-Policy": embedded_policy(), "ETag": tag}
    return HttpResponse(text, headers={**headers, "Cache-Control": "no-cache"})


def _said(
    request: HttpRequest, title: str, text: str, status: int = 200, again_s: int = 0
) -> HttpResponse:
    told = {"title": title, "text": text, "again_s": again_s}
    response = render(request, "embed_said.html", told, status=status)
    response["Cache-Control"] = "no-store"
    return response


@functools.lru_cache(KEPT)
def _page(run_id: str, state: str, frames: int, link: str) -> str | None:
    """Of a run as it stands; None where there is nothing to be seen of it yet."""
    run = _stored(run_id)
    live = None if run is None else stored_lab.live(run)
    return None if live is None else embedded(live, link)
