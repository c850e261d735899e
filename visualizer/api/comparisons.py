"""Comparisons of two runs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from visualizer.api.saying import answers
from visualizer.views import compare

router = Router()
A = Query(..., description="id of the run that was", pattern="^[A-Za-z2-7]{10}$")
B = Query(..., description="id of the run that is", pattern="^[A-Za-z2-7]{10}$")


@router.get("/compare", response=answers({200: dict[str, Any], 304: None}, 404, 409, 422),
            url_name="api-compare")  # fmt: skip
def compare_runs(
    request: HttpRequest,
    a: str = A,
    b: str = B,
) -> HttpResponse:
    """What differs in b, windtunnel.comparison/1."""
    return compare.compared(request)
