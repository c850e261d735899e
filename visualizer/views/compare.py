"""Two runs side by side: as JSON, and as a page that can be read without a script."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from simcore.analysis import Comparison
from simcore.analysis.fates import Fate
from simcore.analysis.inputs import Input
from simcore.analysis.outcomes import Outcome
from simcore.analysis.written import change, number, value_text
from simcore.units import format_duration_s
from visualizer import changed, recent
from visualizer.comparing import WAITS, NoResult, OldResult, Pair, of_runs
from visualizer.models import Run
from visualizer.views.errors import page
from visualizer.views.problems import Problem, api, not_found, short

ID = re.compile(r"[A-Za-z2-7]{10}")
MOST_MESSAGES = 100


@api("GET")
def compared(request: HttpRequest) -> HttpResponse:
    """GET /api/compare?a=&b=: what differs in b, windtunnel.comparison/1."""
    was, now = (_run(request, name) for name in ("a", "b"))
    try:
        return JsonResponse(of_runs(was, now).as_dict())
    except NoResult as error:
        raise not_found(str(error)) from None
    except OldResult as error:
        raise Problem(409, str(error)) from None


def _run(request: HttpRequest, name: str) -> Run:
    said = request.GET.get(name, "")
    if not ID.fullmatch(said):
        raise Problem(422, f"{short(said)} is no run.", name, "the id of a run")
    return Run.objects.get(id=said.upper())


@page
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """GET /compare?a=&b=: what differs between two runs, and when they part."""
    missing: list[str] = []
    pair = Pair(_asked(request, "a", missing), _asked(request, "b", missing))
    notes = [*missing, *pair.notes()]
    try:
        found = pair.comparison()
    except OldResult as error:
        found, notes = None, [*notes, str(error)]
    sides = [_side("A", pair.a), _side("B", pair.b)]
    context = {
        "sides": sides,
        "pair": pair,
        "notes": notes,
        "choices": recent.recent_runs(request),
        "said": _said(found) if found else None,
        "data": {"a": _known(pair.a), "b": _known(pair.b), "csrf": get_token(request)}
        | ({"comparison": found.as_dict()} if found else {}),
    }
    return render(request, "compare.html", context)


def _asked(request: HttpRequest, name: str, missing: list[str]) -> Run | None:
    said = request.GET.get(name, "").strip()
    if not said:
        return None
    found = Run.objects.filter(id=said.upper()).first() if ID.fullmatch(said) else None
    if found is None:
        letter = name.upper()
        missing.append(f"{letter}: there is no run {said[:40]}, or it was deleted to make room.")
    return found


def _side(name: str, run: Run | None) -> dict[str, Any]:
    what = changed.label(changed.as_written(run)) if run else ""
    return {"name": name, "key": name.lower(), "run": run, "what": what}


def _known(run: Run | None) -> dict[str, Any] | None:
    """What the page's script needs to know of a run."""
    if run is None:
        return None
    return {
        "id": run.id, "state": run.state, "title": run.title, "scenario": run.scenario,
        "url": run.get_absolute_url(), "waits": run.state in WAITS,
        "has_result": run.result is not None, "header": run.header,
    }  # fmt: skip


def _said(found: Comparison) -> dict[str, Any]:
    """The comparison in words."""
    differ = [one for one in found.outcomes if one.change != 0]
    return {
        "same": found.same,
        "parting": _parting(found),
        "parts_at": format_duration_s(found.parting.t_s) if found.parting else "",
        "inputs": [_input(one) for one in found.inputs],
        "outcomes": [_outcome(one) for one in differ],
        "unchanged": len(found.outcomes) - len(differ),
        "messages": [_message(n, pair) for n, pair in enumerate(found.messages[:MOST_MESSAGES])],
        "more_messages": max(0, len(found.messages) - MOST_MESSAGES),
    }


def _parting(found: Comparison) -> str:
    parting = found.parting
    if parting is None:
        return ""
    return f"{parting.component} {parting.metric}: {number(parting.was)} and {number(parting.now)}"


def _input(one: Input) -> dict[str, str]:
    return {"path": one.path, "was": value_text(one.was), "now": value_text(one.now)}


def _outcome(one: Outcome) -> dict[str, str]:
    unit = f", {one.unit}" if one.unit else ""
    return {
        "component": one.component,
        "name": f"{one.name}{unit}",
        "was": number(one.was),
        "now": number(one.now),
        "change": change(one),
        "verdict": one.verdict,
    }


def _message(n: int, pair: Any) -> dict[str, Any]:
    later = pair.change_s
    return {
        "n": n,
        "component": pair.component,
        "id": pair.id,
        "was": _fate(pair.was),
        "now": _fate(pair.now),
        "change": f"{'+' if later > 0 else '−' if later < 0 else ''}{number(abs(later))} s",
    }


def _fate(fate: Fate) -> str:
    tries = f", {fate.attempts} tries" if fate.attempts > 1 else ""
    return f"{fate.end} after {number(fate.after_s)} s{tries}"
