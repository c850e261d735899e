"""Uploads of recorded traces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from visualizer import asking, bodies, traces
from visualizer.laboratory import laboratory
from visualizer.models import Trace
from visualizer.views.problems import Problem, not_found, short
from visualizer.visitor import visitor

OPTIONS = ("format", "time_column", "value_column", "time_unit", "key_column")
NO_TRACE = "There is no such trace, or it was deleted to make room."
BRACKETS = "curl takes a bracket after = for the beginning of one: say none instead of (none)."
TRUTHS = {"true": True, "false": False}


def create(request: HttpRequest) -> HttpResponse:
    """Keeps a file, field `file` of a form; how to read it can be said beside it."""
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
    name, sender = upload.name or "trace.csv", visitor(request).ids[0]
    said, is_new = traces.keep(name, upload.read(), options, sender, laboratory.watched())
    return JsonResponse(said, status=201 if is_new else 200)


def one(trace_id: str) -> HttpResponse:
    """What it is."""
    trace = Trace.objects.defer("data").filter(id=trace_id).first()
    if trace is None:
        raise not_found(NO_TRACE)
    return JsonResponse({"id": trace.id, "name": trace.name, "total": trace.total, **trace.meta})


def delete(request: HttpRequest, trace_id: str) -> HttpResponse:
    """Away with it, where no run is at it; for himself, where others sent it too."""
    try:
        stays = traces.delete(trace_id, visitor(request), _theirs(request))
    except Trace.DoesNotExist:
        raise not_found(NO_TRACE) from None
    except traces.InUse as error:
        raise Problem(409, str(error)) from None
    if stays:
        return JsonResponse({"id": trace_id, "message": stays})
    return HttpResponse(status=204)


def _theirs(request: HttpRequest) -> Callable[[str], None]:
    def may_touch(run_id: str) -> None:
        asking.require_theirs(run_id, visitor(request), "take the trace from")

    return may_touch


def _options(request: HttpRequest) -> dict[str, Any]:
    """How the columns are to be read, as far as the form says it."""
    options: dict[str, Any] = {
        name: request.POST[name] for name in OPTIONS if request.POST.get(name)
    }
    for name, value in options.items():
        if value.startswith("----"):
            raise Problem(422, "It holds the parts of a form.", name, hint=BRACKETS)
    if said := request.POST.get("cumulative"):
        if said not in TRUTHS:
            raise Problem(422, f"{short(said)} is not possible.", "cumulative", "true or false")
        options["cumulative"] = TRUTHS[said]
    return options
