"""Uploads of recorded traces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from visualizer import asking, bodies, traces
from visualizer.laboratory import laboratory
from visualizer.models import Trace
from visualizer.views.problems import Problem, api, not_found, short
from visualizer.visitor import visitor

OPTIONS = ("format", "time_column", "value_column", "time_unit", "key_column")
TRUTHS = {"true": True, "false": False}


@api("POST")
def create(request: HttpRequest) -> HttpResponse:
    """POST /api/traces: a file as field `file` of a form; how to read it can be said beside it."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise Problem(
            422,
            "No file came.",
            "file",
            "a CSV, a log or JSON, plain or gzipped, as form field file",
        )
    if (upload.size or 0) > traces.largest_upload():
        raise Problem(413, **bodies.explain(upload=True))
    options = _options(request)
    name, watched = upload.name or "trace.csv", laboratory.watched()
    said, is_new = traces.keep(name, upload.read(), options, watched)
    return JsonResponse(said, status=201 if is_new else 200)


@api("GET", "DELETE")
def one(request: HttpRequest, trace_id: str) -> HttpResponse:
    """GET /api/traces/<id>: what it is. DELETE: away with it, where no run is at it."""
    try:
        if request.method == "DELETE":
            traces.delete(trace_id, _theirs(request))
            return HttpResponse(status=204)
        trace = Trace.objects.defer("data").get(id=trace_id)
    except Trace.DoesNotExist:
        raise not_found("There is no such trace, or it was deleted to make room.") from None
    except traces.InUse as error:
        raise Problem(409, str(error)) from None
    return JsonResponse({"id": trace.id, "name": trace.name, "total": trace.total, **trace.meta})


def _theirs(request: HttpRequest) -> Callable[[str], None]:
    def may_touch(run_id: str) -> None:
        asking.require_theirs(run_id, visitor(request), "take the trace from")

    return may_touch


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
