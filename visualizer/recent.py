"""The runs that this browser has looked at: a cookie with their names, nothing else."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from visualizer import changed, owning
from visualizer.models import Run
from visualizer.visitor import Visitor, visitor

COOKIE = "windtunnel_runs"
MOST = 12
ID = re.compile(r"[A-Z2-7]{10}")
A_YEAR_S = 365 * 86_400


def remembered(request: HttpRequest) -> list[str]:
    """Ids of runs, the latest first."""
    return ID.findall(request.COOKIES.get(COOKIE, ""))[:MOST]


def recent_runs(request: HttpRequest) -> list[dict[str, Any]]:
    """The runs that still exist, the latest first, and what was changed in each of them."""
    ids = remembered(request)
    found = Run.objects.defer("result", "header").in_bulk(ids)
    who = visitor(request)
    return [_told(found[run_id], who) for run_id in ids if run_id in found]


def _told(run: Run, who: Visitor) -> dict[str, Any]:
    run.name = owning.as_theirs(run, who)["name"]  # as they call it
    return {"run": run, "what": changed.label(changed.as_written(run))}


def remember(request: HttpRequest, response: HttpResponse, run_id: str) -> None:
    """Put the run at the head of the list."""
    ids = [run_id, *(other for other in remembered(request) if other != run_id)]
    response.set_cookie(
        COOKIE,
        ".".join(ids[:MOST]),
        max_age=A_YEAR_S,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
