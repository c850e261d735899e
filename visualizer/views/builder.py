"""A report put together by hand: what is in it on the left, the paper on the right."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from simcore.paper.formats import FORMATS, HTML, PDF
from simcore.paper.papers import PAPERS
from simcore.paper.pdf import PdfBusy, PdfImpossible, chromium
from simcore.reporting import ReportError
from simcore.reporting.asked import LONGEST
from visualizer import reporting
from visualizer.apart import Busy
from visualizer.comparing import NoResult, without_results
from visualizer.models import Run
from visualizer.views.errors import answer

TEXTS = ("title", "author", "notes")
OFFERED = (
    (HTML.suffix, "one file, the run in it: opens anywhere, without a server"),
    (PDF.suffix, "on paper"),
    (".md", "for a pull request"),
    (".zip", "all of it: figures, tables and series as CSV, the result, the scenario"),
)
ALONE = "sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
"""What holds of a report beside what it says of itself: to this server it is a stranger."""


@dataclass(frozen=True)
class Subject:
    """A run, or what came of another one."""

    run: Run
    was: Run | None

    @property
    def name(self) -> str:
        """In addresses and names of files."""
        return self.run.id if self.was is None else f"{self.was.id}-{self.run.id}"

    @property
    def runs(self) -> tuple[Run, ...]:
        """Both, or the only one."""
        return (self.run,) if self.was is None else (self.was, self.run)

    def address(self, view: str, **more: str) -> str:
        """Of one of the views below."""
        ids = {"run_id": self.run.id} | ({"was": self.was.id} if self.was else {})
        return reverse(f"{view}-of-two" if self.was else view, kwargs=ids | more)


View = Callable[..., HttpResponse]


def told(*methods: str) -> Callable[[View], View]:
    """A view of a subject, which says on a page what cannot be done."""
    return functools.partial(_told, ("HEAD", *methods))


def _told(methods: tuple[str, ...], view: View) -> View:
    @never_cache
    @functools.wraps(view)
    def shown(request: HttpRequest, run_id: str, was: str = "", **more: str) -> HttpResponse:
        if request.method not in methods:
            return answer(request, 405)
        try:
            return view(request, Subject(_run(run_id), _run(was) if was else None), **more)
        except NoResult as error:
            return _said(request, 409, "There is no report yet", str(error))
        except Busy as error:
            return _later(request, str(error))
        except PdfBusy as error:
            return _later(request, f"{error}: {error.hint}.")
        except ReportError as error:
            return _said(request, 422, "This cannot be done", f"{error}. {error.hint}")

    return shown


def _run(run_id: str) -> Run:
    run = without_results().filter(id=run_id.upper()).first()
    if run is None:
        raise Http404
    return run


def _said(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    said = {"status": status, "title": title, "text": text[:1].upper() + text[1:]}
    return render(request, "error.html", said, status=status)


def _later(request: HttpRequest, text: str) -> HttpResponse:
    response = _said(request, 503, "Not now", text)
    response["Retry-After"] = "10"
    return response


@told("GET")
def builder(request: HttpRequest, subject: Subject) -> HttpResponse:
    """GET /r/<run>: the form, and the paper as it would be without a word of one's own."""
    context = {
        "subject": subject,
        "report": reporting.outline(subject.runs),
        "longest": LONGEST,
        "papers": PAPERS,
        "paper": subject.address("report-paper"),
        "whole": subject.address("report-file", suffix="html"),
        "files": [_file(subject, suffix, words) for suffix, words in OFFERED],
        "no_pdf": _no_pdf(),
    }
    return render(request, "report.html", context)


def _file(subject: Subject, suffix: str, words: str) -> dict[str, Any]:
    address = subject.address("report-file", suffix=suffix[1:])
    return {"suffix": suffix, "name": suffix[1:].upper(), "words": words, "address": address}


def _no_pdf() -> str:
    try:
        chromium()
    except PdfImpossible:
        return "There is no Chromium on this server to print with: print the HTML in your browser."
    return ""


@told("GET", "POST")
def paper(request: HttpRequest, subject: Subject) -> HttpResponse:
    """GET and POST /r/<run>/paper: what is printed, to be looked at beside the form."""
    text = reporting.paper(subject.runs, _texts(request.POST), _paper(request.POST))
    response = _page(text, framed_by="'self'")
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@told("GET", "POST")
def file(request: HttpRequest, subject: Subject, suffix: str) -> HttpResponse:
    """GET and POST /r/<run>/report.<suffix>: HTML to be read here, or a file to take away."""
    format = FORMATS.get(f".{suffix.lower()}")
    if format is None:
        raise Http404
    asked = request.POST
    body = reporting.file(subject.runs, format, _texts(asked), _paper(asked))
    if format is HTML and (request.method != "POST" or "open" in asked):
        return _page(body.decode())
    name = f'attachment; filename="windtunnel-{subject.name}{format.suffix}"'
    headers = {"Content-Disposition": name}
    return HttpResponse(body, content_type=format.content_type, headers=headers)


def _page(text: str, framed_by: str = "'none'") -> HttpResponse:
    policy = f"frame-ancestors {framed_by}; {ALONE}"
    return HttpResponse(text, headers={"Content-Security-Policy": policy})


def _paper(asked: QueryDict) -> str:
    named = asked.get("paper")
    return named if named in PAPERS else PAPERS[0]


def _texts(asked: QueryDict) -> dict[str, Any]:
    """What the form says; all sections, where it says nothing of them."""
    said: dict[str, Any] = {name: _plain(asked.get(name, "")) for name in TEXTS if name in asked}
    if "chosen" in asked:
        said["sections"] = asked.getlist("section")
    return said


def _plain(text: str) -> str:
    """Browsers send lines as the net has them."""
    return text.replace("\r\n", "\n").strip()
