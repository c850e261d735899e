"""Uploads of recorded traces."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from visualizer import bodies, traces
from visualizer.views.problems import Problem, api

OPTIONS = ("time_column", "value_column", "time_unit")


@api("POST")
def create(request: HttpRequest) -> HttpResponse:
    """POST /api/traces: a CSV as field `file` of a form; the columns can be named beside it."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise Problem(422, "No file came.", "file", "a CSV, plain or gzipped, as form field file")
    if (upload.size or 0) > traces.largest_upload():
        raise Problem(413, **bodies.explain(upload=True))
    options = {name: request.POST[name] for name in OPTIONS if request.POST.get(name)}
    trace, is_new = traces.keep(upload.name or "trace.csv", upload.read(), options)
    return JsonResponse(
        {"id": trace.id, "name": trace.name, "total": trace.total, **trace.meta},
        status=201 if is_new else 200,
    )
