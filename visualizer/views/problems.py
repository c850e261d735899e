"""Errors of the HTTP interface: one shape for all, never a traceback."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from simcore.errors import ScenarioInvalid, SimError, TraceError
from simcore.paper.pdf import PdfBusy
from visualizer import trouble
from visualizer.apart import Busy
from visualizer.asking import NotYours, TooMany
from visualizer.classes.finding import NoClass, Over
from visualizer.classes.making import TooManyClasses
from visualizer.classes.seats import ClassFull
from visualizer.classes.tries import TooManyTries
from visualizer.laboratory import NotRunning
from visualizer.models import Classroom, Run
from visualizer.owning import CannotPin, InUse
from visualizer.press import TooManyReports
from visualizer.retention import Full
from visualizer.runs import CannotResume
from visualizer.supervisor.supervisor import QueueFull

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
LONGEST_ECHO = 80


class Problem(Exception):
    """An answer that is not what was asked for: `{"error": {what, where, allowed, hint}}`."""

    def __init__(
        self, status: int, what: str, where: str = "", allowed: str = "", hint: str = ""
    ) -> None:
        super().__init__(what)
        self.status = status
        self.error = {"what": what, "where": where, "allowed": allowed, "hint": hint}

    def response(self) -> JsonResponse:
        return JsonResponse({"error": self.error}, status=self.status)


def not_found(what: str) -> Problem:
    return Problem(404, what, hint="GET / lists the scenarios and the recent runs.")


def short(value: Any) -> str:
    """A value for a message, no longer than a person wants to read."""
    text = repr(value)
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"


def api(*methods: str) -> Callable[[View], View]:
    """A view of the HTTP interface: takes these methods, answers every complaint as JSON."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return not_allowed(methods)
            try:
                return view(request, *args, **kwargs)
            except Exception as error:
                return explain(error)

        return answer

    return decorate


def explain(error: Exception) -> JsonResponse:
    """The answer to a complaint; a fault of ours is raised again for the log and a 500."""
    if isinstance(error, Problem):
        return error.response()
    if isinstance(error, ScenarioInvalid):
        return JsonResponse({"checks": [check.as_dict() for check in error.checks]}, status=422)
    if isinstance(error, TraceError):
        where = "file" if error.line is None else f"file, line {error.line}"
        return Problem(422, error.seen, where, hint=sentence(error.hint) or TRACE_HINT).response()
    if isinstance(error, Run.DoesNotExist):
        return not_found("There is no such run, or it was deleted to make room.").response()
    if isinstance(error, NoClass | Classroom.DoesNotExist):
        return Problem(404, str(error), "code").response()
    if isinstance(error, Over):
        return Problem(410, str(error)).response()
    if isinstance(error, TooManyTries):
        return _try_later(str(error), 429, error.wait_s)
    if isinstance(error, CannotResume | InUse | CannotPin | ClassFull):
        return Problem(409, str(error)).response()
    if isinstance(error, NotYours):
        return Problem(403, str(error), hint=error.hint).response()
    if isinstance(error, TooMany | TooManyClasses | TooManyReports):
        return _try_later(str(error), 429)
    if isinstance(error, Full):
        return Problem(507, str(error)).response()
    if isinstance(error, QueueFull | NotRunning | Busy | PdfBusy):
        return _try_later(str(error))
    if trouble.concerns_all(error):
        log.error("%s", error)
        error = trouble.unwritable(error)
    if isinstance(error, trouble.Unwritable):
        return _try_later(str(error), error.status)
    if isinstance(error, SimError):
        return Problem(422, str(error)).response()
    raise error


def sentence(said: str) -> str:
    """What the simulator says in the middle of one, as one of its own."""
    return f"{said[:1].upper()}{said[1:].rstrip('.')}." if said else ""


TRACE_HINT = (
    "A trace is a CSV of timestamps, or of counts per interval; "
    "name its columns with time_column and value_column."
)


def _try_later(what: str, status: int = 503, wait_s: int = 10) -> JsonResponse:
    response = Problem(status, what).response()
    response["Retry-After"] = str(wait_s)
    return response


def not_allowed(methods: tuple[str, ...]) -> JsonResponse:
    allowed = " or ".join(methods)
    response = Problem(405, "This address does not take that method.", allowed=allowed).response()
    response["Allow"] = ", ".join(methods)
    return response
