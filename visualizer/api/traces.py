"""Uploads of recorded traffic."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from visualizer.api.saying import TRACE_ID, answers, changing, takes_form
from visualizer.api.shapes import TraceAsked, TraceSaid, TraceStays
from visualizer.views import traces

router = Router()


@router.post(
    "/traces",
    response=changing({200: TraceSaid, 201: TraceSaid}, 422, 507),
    openapi_extra=takes_form(TraceAsked),
    url_name="api-traces",
)
def upload_trace(request: HttpRequest) -> HttpResponse:
    """Keep a file of recorded traffic. The same bytes are the same upload: then it is 200."""
    return traces.create(request)


@router.get("/traces/{slug:trace_id}", response=answers({200: TraceSaid}, 404),
            url_name="api-trace")  # fmt: skip
def get_trace(request: HttpRequest, trace_id: str = TRACE_ID) -> HttpResponse:
    """An upload, and what it was read as."""
    return traces.one(trace_id)


@router.delete("/traces/{slug:trace_id}", response=changing({200: TraceStays, 204: None}, 404, 409))
def delete_trace(request: HttpRequest, trace_id: str = TRACE_ID) -> HttpResponse:
    """Delete an upload that no run waits for. Where others sent it too, it stays for them."""
    return traces.delete(request, trace_id)
