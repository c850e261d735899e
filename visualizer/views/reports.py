"""Reports of runs and comparisons, in every format that there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from simcore.paper.formats import FORMATS, Format
from simcore.paper.pdf import PdfBusy
from simcore.reporting import ReportError
from visualizer import reporting
from visualizer.comparing import NoResult, without_results
from visualizer.views.compare import two_named
from visualizer.views.json_body import json_object
from visualizer.views.problems import Problem, short

TEXTS = ("title", "author", "notes")
TOLD = (*TEXTS, "sections")


def of_run(request: HttpRequest, run_id: str, suffix: str) -> HttpResponse:
    """The report of a run."""
    format, texts = _format(suffix), _texts(request)
    run = without_results().get(id=run_id)
    file = f"{run.id}{format.suffix}"
    return _answered(file, format.content_type, lambda: reporting.file((run,), format, texts))


def compared(request: HttpRequest, suffix: str) -> HttpResponse:
    """The report of a comparison."""
    format, texts = _format(suffix), _texts(request)
    was, now = two_named(request)
    file = f"{was.id}-{now.id}{format.suffix}"
    return _answered(file, format.content_type, lambda: reporting.file((was, now), format, texts))


def figure(request: HttpRequest, run_id: str, name: str, suffix: str) -> HttpResponse:
    """One of the pictures of its report."""
    if suffix not in reporting.PICTURES:
        known = ", ".join(reporting.PICTURES)
        raise Problem(404, f"There is no picture as .{short(suffix)[1:-1]}.", "address", known)
    run = without_results().get(id=run_id)
    file, sort = f"{run.id}-{name}.{suffix}", reporting.PICTURES[suffix]
    return _answered(file, sort, lambda: reporting.figure(run, name, suffix))


def _answered(file: str, content_type: str, write: Callable[[], bytes]) -> HttpResponse:
    try:
        body = write()
    except NoResult as error:
        raise Problem(409, str(error)) from None
    except PdfBusy:
        raise
    except ReportError as error:
        hint = "" if error.allowed else error.hint
        raise Problem(422, str(error), allowed=error.allowed, hint=hint) from None
    told = f'attachment; filename="windtunnel-{file}"'
    headers = {"Content-Disposition": told, "Cache-Control": "private, no-cache"}
    return HttpResponse(body, content_type=content_type, headers=headers)


def _format(suffix: str) -> Format:
    format = FORMATS.get(f".{suffix.lower()}")
    if format is None:
        known = ", ".join(sorted(FORMATS))
        raise Problem(404, f"There is no report as .{short(suffix)[1:-1]}.", "address", known)
    return format


def _texts(request: HttpRequest) -> dict[str, Any]:
    """What is said in the query, or in the body as JSON."""
    if request.method == "POST":
        return _of_body(json_object(request.body))
    query = request.GET
    said: dict[str, Any] = {name: query[name] for name in TEXTS if name in query}
    if "sections" in query:
        said["sections"] = [name.strip() for name in query["sections"].split(",")]
    return said


def _of_body(asked: dict[str, Any]) -> dict[str, Any]:
    for name, value in asked.items():
        if name not in TOLD:
            raise Problem(422, "This field is unknown.", short(name), ", ".join(TOLD))
        if name == "sections" and not _is_list_of_texts(value):
            raise Problem(422, f"{short(value)} is no list of names.", name, "names of sections")
        if name != "sections" and not isinstance(value, str):
            raise Problem(422, f"{short(value)} is no text.", name, "a text")
    return asked


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
