"""The runs that this browser has looked at: a cookie with their names, nothing else."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from visualizer.models import Run

COOKIE = "windtunnel_runs"
MOST = 12
ID = re.compile(r"[A-Z2-7]{10}")
A_YEAR_S = 365 * 86_400


def remembered(request: HttpRequest) -> list[str]:
    """Ids of runs, the latest first."""
    return ID.findall(request.COOKIES.get(COOKIE, ""))[:MOST]


def recent_runs(request: HttpRequest) -> list[Run]:
    """The runs that still exist, the latest first."""
    ids = remembered(request)
    found = Run.objects.defer("result", "document", "header").in_bulk(ids)
    return [found[run_id] for run_id in ids if run_id in found]


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
