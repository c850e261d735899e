"""Runs side by side: two as JSON, and up to four as a page that can be read without a script."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache

from visualizer import changed, recent
from visualizer.comparing import (
    LETTERS,
    WAITS,
    NoResult,
    OldResult,
    Several,
    has_result,
    of_runs,
    without_results,
)  # fmt: skip
from visualizer.goals import beside
from visualizer.models import Run
from visualizer.side_by_side import side_by_side
from visualizer.views.errors import page
from visualizer.views.problems import Problem, not_found, short

ID = re.compile(r"[A-Za-z2-7]{10}")


def compared(request: HttpRequest) -> HttpResponse:
    """What differs in b, windtunnel.comparison/1."""
    was, now = two_named(request)
    try:
        tag = _tag(was, now)
        if tag in request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304)
        else:
            response = JsonResponse(of_runs(was, now).as_dict())
    except NoResult as error:
        raise not_found(str(error)) from None
    except OldResult as error:
        raise Problem(409, str(error)) from None
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _tag(was: Run, now: Run) -> str:
    """What a comparison depends on: it is asked for again as long as that is the same."""
    ends = "".join(f"{run.id}{run.finished}{has_result(run)}" for run in (was, now))
    return f'"{hashlib.sha256(ends.encode()).hexdigest()[:20]}"'


def two_named(request: HttpRequest) -> tuple[Run, Run]:
    """The runs that are to be compared; raises `Problem`, also where there are more of them."""
    for letter in LETTERS[2:].lower():
        if letter in request.GET:
            hint = "The page /compare takes up to four runs."
            raise Problem(422, "Two runs are compared here.", letter, "a and b", hint)
    return _run_named(request, "a"), _run_named(request, "b")


def _run_named(request: HttpRequest, name: str) -> Run:
    said = request.GET.get(name, "")
    if not ID.fullmatch(said):
        raise Problem(422, f"{short(said)} is no run.", name, "the id of a run")
    return without_results().get(id=said.upper())


@page
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """GET /compare?a=&b=[&c=][&d=]: what differs between runs, and when they part."""
    missing: list[str] = []
    asked = [_asked(request, letter.lower(), missing) for letter in LETTERS]
    several = Several(tuple(asked))
    notes = [*missing, *several.notes()]
    try:
        found = several.comparisons()
    except (NoResult, OldResult) as error:
        found, notes = [], [*notes, str(error)]
    sides = [_side(letter, run, asked[0]) for letter, run in zip(LETTERS, asked, strict=True)]
    shown = [side for side in sides if side["run"] or side["name"] in "AB"]
    said = side_by_side(found) if found else None
    context = {
        "sides": shown,
        "more": next((side for side in sides if side not in shown), None),
        "several": several,
        "names": list(dict.fromkeys(run.name or run.title for _, run in several.named)),
        "notes": notes,
        "choices": recent.recent_runs(request),
        "said": said,
        "goals": beside(several) if said else [],
        "data": _data(request, several, said),
    }
    return render(request, "compare.html", context)


def _asked(request: HttpRequest, name: str, missing: list[str]) -> Run | None:
    said = request.GET.get(name, "").strip()
    if not said:
        return None
    found = without_results().filter(id=said.upper()).first() if ID.fullmatch(said) else None
    if found is None:
        letter = name.upper()
        missing.append(f"{letter}: there is no run {said[:40]}, or it was deleted to make room.")
    return found


def _side(name: str, run: Run | None, was: Run | None) -> dict[str, Any]:
    return {"name": name, "key": name.lower(), "run": run, "what": _what(run, was) if run else ""}


def _what(run: Run, was: Run | None) -> str:
    """What was changed in it: from A where that is of the same scenario, else as it is written."""
    if was is None or was.id == run.id or was.scenario != run.scenario:
        return changed.label(changed.as_written(run)) or "as written"
    return changed.label(changed.between(was, run)) or "nothing was changed"


def _data(request: HttpRequest, several: Several, said: dict[str, Any] | None) -> dict[str, Any]:
    """What the page's script needs to know."""
    return {
        "csrf": get_token(request),
        "sides": [_known(name, run, several.runs[0]) for name, run in several.named],
        "compared": said is not None,
        "parting_s": said["parting_s"] if said else None,
        "messages": said["keys"] if said else [],
    }


def _known(name: str, run: Run, was: Run | None) -> dict[str, Any]:
    header = None
    if run.header is not None:
        header = {**run.header, "type": "header", "protocol": 1, "run": run.id, "state": run.state}
    return {
        "letter": name, "id": run.id, "state": run.state, "title": run.name or run.title,
        "what": _what(run, was),
        "url": run.get_absolute_url(), "waits": run.state in WAITS, "seed": run.seed,
        "profile": run.profile, "has_result": has_result(run), "header": header,
    }  # fmt: skip
