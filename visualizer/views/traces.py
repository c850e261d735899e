"""Uploads of recorded traces."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from visualizer import bodies, traces
from visualizer.views.problems import Problem, api, short

OPTIONS = ("time_column", "value_column", "time_unit", "key_column")
TRUTHS = {"true": True, "false": False}


@api("POST")
def create(request: HttpRequest) -> HttpResponse:
    """POST /api/traces: a CSV as field `file` of a form; the columns can be named beside it."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise Problem(422, "No file came.", "file", "a CSV, plain or gzipped, as form field file")
    if (upload.size or 0) > traces.largest_upload():
        raise Problem(413, **bodies.explain(upload=True))
    options = _options(request)
    trace, is_new = traces.keep(upload.name or "trace.csv", upload.read(), options)
    return JsonResponse(
        {"id": trace.id, "name": trace.name, "total": trace.total, **trace.meta},
        status=201 if is_new else 200,
    )


def _options(request: HttpRequest) -> dict[str, Any]:
    """How the columns are to be read, as far as the form says it."""
    options: dict[str, Any] = {
        name: request.POST[name] for name in OPTIONS if request.POST.get(name)
    }
    if said := request.POST.get("cumulative"):
        if said not in TRUTHS:
            raise Problem(422, f"{short(said)} is not possible.", "cumulative", "true or false")
        options["cumulative"] = TRUTHS[said]
    return options
