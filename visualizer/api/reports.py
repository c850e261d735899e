"""Reports of runs and of comparisons, in every format that there is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from simcore.paper.formats import FORMATS
from visualizer.api.comparisons import A, B
from visualizer.api.saying import RUN_ID, answers, changing, gives, takes
from visualizer.api.shapes import ReportAsked, ReportTexts
from visualizer.reporting import PICTURES
from visualizer.views import reports

router = Router()
SUFFIX = Path(..., description=", ".join(known.lstrip(".") for known in sorted(FORMATS)))
GIVEN: dict[str, Any] = gives(*sorted({known.content_type for known in FORMATS.values()}))
TEXTS = Query(...)
READ: dict[str, Any] = {
    "response": answers({200: None}, 404, 409, 422, 429),
    "openapi_extra": GIVEN,
}
MADE: dict[str, Any] = {
    "response": changing({200: None}, 404, 409, 422, 429),
    "openapi_extra": GIVEN | takes(ReportAsked),
}
OF_RUN, OF_TWO = "/runs/{run:run_id}/report.{str:suffix}", "/compare/report.{str:suffix}"


@router.get(OF_RUN, url_name="api-run-report", **READ)
def get_report(
    request: HttpRequest,
    run_id: str = RUN_ID,
    suffix: str = SUFFIX,
    texts: ReportTexts = TEXTS,
) -> HttpResponse:
    """The report of a run that has a result."""
    return reports.of_run(request, run_id, suffix)


@router.post(OF_RUN, **MADE)
def make_report(request: HttpRequest, run_id: str = RUN_ID, suffix: str = SUFFIX) -> HttpResponse:
    """The same, with texts that no address holds. Nothing is stored."""
    return reports.of_run(request, run_id, suffix)


@router.get(
    "/runs/{run:run_id}/figures/{slug:name}.{str:suffix}",
    response=answers({200: None}, 404, 409, 422, 429),
    openapi_extra=gives(*PICTURES.values()),
    url_name="api-run-figure",
)
def get_figure(
    request: HttpRequest,
    run_id: str = RUN_ID,
    name: str = Path(..., description="of a timeline in the report"),
    suffix: str = Path(..., description=", ".join(PICTURES)),
) -> HttpResponse:
    """A picture of the run's report."""
    return reports.figure(request, run_id, name, suffix)


@router.get(OF_TWO, url_name="api-compare-report", **READ)
def get_comparison_report(
    request: HttpRequest,
    suffix: str = SUFFIX,
    a: str = A,
    b: str = B,
    texts: ReportTexts = TEXTS,
) -> HttpResponse:
    """The report of what differs between two runs."""
    return reports.compared(request, suffix)


@router.post(OF_TWO, **MADE)
def make_comparison_report(
    request: HttpRequest, suffix: str = SUFFIX, a: str = A, b: str = B
) -> HttpResponse:
    """The same, with texts that no address holds. Nothing is stored."""
    return reports.compared(request, suffix)
