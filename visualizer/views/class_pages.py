"""The pages of classes: join with a code, wait, and the console of whoever teaches."""

from __future__ import annotations

import functools
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from simcore.lessons import find as find_lesson
from visualizer import lessons
from visualizer.classes import qr
from visualizer.classes.admission import teaches
from visualizer.classes.codes import is_code, tidy
from visualizer.classes.finding import NoClass, find, is_over
from visualizer.classes.making import of
from visualizer.classes.tries import TooManyTries
from visualizer.models import Classroom
from visualizer.views.errors import page
from visualizer.visitor import visitor

NO_TEACHER = "Only the browser in which the class was made shows this page."
LONGEST_SHOWN = 12
ONLY_HERE = ("localhost", "127.0.0.1", "[")


@page
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """GET /c/: type or paste a code; the classes that this browser teaches."""
    typed = request.GET.get("code", "")
    if code := tidy(typed):
        return redirect("class", code[:LONGEST_SHOWN])
    return _enter(request)


@page
@never_cache
def join(request: HttpRequest, code: str) -> HttpResponse:
    """GET /c/<code>: a name if one likes, and on to the lab, or into the waiting room."""
    if code != (tidied := tidy(code)) and tidied:
        return redirect("class", tidied[:LONGEST_SHOWN])
    classroom = _found(request, code)
    if isinstance(classroom, HttpResponse):
        return classroom
    over = is_over(classroom)
    context = {"code": code, "over": over, "data": {"code": code, "over": over}}
    return render(request, "class_join.html", context, status=410 if over else 200)


@page
@never_cache
def console(request: HttpRequest, code: str) -> HttpResponse:
    """GET /c/<code>/teach: the teacher's own window."""
    classroom = _found(request, code.upper())
    if isinstance(classroom, HttpResponse):
        return classroom
    if not teaches(classroom, visitor(request)):
        return _enter(request, code, NO_TEACHER, 403)
    if is_over(classroom):
        return redirect("class", classroom.code)
    return render(request, "class_console.html", _console(request, classroom))


@page
def code_picture(request: HttpRequest, code: str) -> HttpResponse:
    """GET /c/<code>/qr.svg: the join page's address, whether there is such a class or not."""
    if not is_code(code.upper()):
        raise Http404
    address = request.build_absolute_uri(reverse("class", args=[code.upper()]))
    return HttpResponse(qr.svg(address), content_type="image/svg+xml")


def _found(request: HttpRequest, code: str) -> Classroom | HttpResponse:
    """The class; the page that says why, where none is told of."""
    who = visitor(request)
    try:
        return find(code, who.place, functools.partial(teaches, who=who))
    except NoClass as error:
        return _enter(request, code, str(error), 404)
    except TooManyTries as error:
        response = _enter(request, code, str(error), 429)
        response["Retry-After"] = str(error.wait_s)
        return response


def _enter(
    request: HttpRequest, typed: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    own = [{"code": one.code, "run": one.view.get("run")} for one in of(visitor(request))]
    context = {"typed": typed[:LONGEST_SHOWN], "problem": problem, "own": own}
    return render(request, "class_enter.html", context, status=status)


def _console(request: HttpRequest, classroom: Classroom) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("class", args=[classroom.code]))
    return {
        "code": classroom.code,
        "address": address,
        "enter": request.build_absolute_uri(reverse("class-enter")),
        "local": request.get_host().partition(":")[0] in ONLY_HERE,
        "data": {
            "code": classroom.code,
            "address": address,
            "csrf": get_token(request),
            "named": classroom.stage.get("lesson"),
            "lesson": _lesson(classroom.stage.get("lesson")),
        },
    }


def _lesson(named: str | None) -> dict[str, Any] | None:
    found = find_lesson(named) if named else None
    return None if found is None else lessons.as_page_has_it(found)
