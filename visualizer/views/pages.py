"""The pages: scenario, lab."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from simcore.errors import ScenarioInvalid
from simcore.lessons import Lesson, all_lessons
from simcore.lessons import find as find_lesson
from simcore.quotas import PROFILES
from simcore.scenario import Scenario, impossible, knobs, of_interest, offered, topology
from simcore.scenario import lab_data as scenario_data
from visualizer import asking, changed, lessons, owning, recent, runs, scenarios, stored_lab
from visualizer.laboratory import laboratory
from visualizer.models import Run
from visualizer.runs import MODEL_VERSION, said
from visualizer.scenarios import Shipped
from visualizer.strips import strip_of
from visualizer.traces import described_traces
from visualizer.views.errors import page
from visualizer.visitor import visitor


@page
def scenario(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /s/<slug>: what a scenario asks and with which values."""
    shipped = _shipped(slug)
    profile = shipped.scenario.quota_profile()
    rows = knobs(shipped.scenario)
    context = {
        "slug": slug,
        "scenario": shipped.scenario,
        "strip": strip_of(slug),
        "knobs": rows,
        "interest": _interest(shipped.scenario, rows),
        "lessons": [one for one in all_lessons() if one.slug == slug],
        "topology": topology(shipped.scenario),
        "quotas": profile.rows(),
        "checks": scenarios.findings(shipped.document),
    }
    return render(request, "scenario.html", context)


def _interest(scenario: Scenario, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The knobs of its question, each with the row that tells its value where it has one."""
    by_path = {row["path"]: row for row in rows}
    named = [(said, by_path.get(said["path"])) for said in of_interest(scenario)]
    return [
        {
            "label": said["label"] or (row["label"] if row else said["path"].capitalize()),
            "why": said["why"],
            "knob": row,
        }
        for said, row in named
    ]


@page
@never_cache
def new_lab(request: HttpRequest) -> HttpResponse:
    """GET /lab/new?scenario=<slug>, or ?lesson=<id>: the lab with nothing computed yet."""
    if "lesson" in request.GET:
        return _lab_of_lesson(request, _lesson(request))
    shipped = _shipped(request.GET.get("scenario", scenarios.START_HERE))
    return _lab(request, lab_data(request, shipped.scenario))


@page
@never_cache
def lab(request: HttpRequest, run_id: str) -> HttpResponse:
    """GET /lab/<run>: the lab with that run in it."""
    run = Run.objects.defer("result").filter(id=run_id.upper()).first()
    if run is None:
        raise Http404
    if run.id != run_id:
        return redirect(run)
    data = _lab_data_of_run(request, run)
    if "lesson" in request.GET:
        data |= _in_lesson(lessons.as_page_has_it(_lesson(request)))
    response = _lab(request, data)
    recent.remember(request, response, run.id)
    return response


def _lesson(request: HttpRequest) -> Lesson:
    lesson = find_lesson(request.GET["lesson"])
    if lesson is None:
        raise Http404
    return lesson


def _lab_of_lesson(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """With the run of the lesson in it where there is one, else with its inputs."""
    told = lessons.as_page_has_it(lesson)
    if (run := Run.objects.filter(id=told["run"]).defer("result").first()) is not None:
        return redirect(f"{run.get_absolute_url()}?lesson={lesson.id}")
    asked = lessons.request_of(lesson)
    data = lab_data(request, scenarios.load(asked.document), runs.effective(asked))
    if not lesson.slug:
        data["scenario"]["document"] = asked.document
    return _lab(request, {**data, "inputs": told["inputs"], **_in_lesson(told)})


def _in_lesson(told: dict[str, Any]) -> dict[str, Any]:
    """The goals of its scenario are not shown: they would answer what a lesson asks."""
    return {"lesson": told, "goals": []}


def _shipped(slug: str) -> Shipped:
    shipped = scenarios.find_shipped(slug)
    if shipped is None:
        raise Http404
    return shipped


def _lab(request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    return render(request, "lab.html", {"lab": data, "title": data["scenario"]["title"]})


def lab_data(
    request: HttpRequest, written: Scenario, shown: Scenario | None = None
) -> dict[str, Any]:
    """What the page needs to know, LabData in static/src/core/types.ts."""
    return {
        **scenario_data(written, shown),
        "interest": of_interest(written),
        "plan": said(written),
        "actions": offered({component.type for component in written.components.values()}),
        "impossible": impossible((shown or written).components),
        "profiles": list(PROFILES),
        "csrf": get_token(request),
    }


def _lab_data_of_run(request: HttpRequest, run: Run) -> dict[str, Any]:
    try:
        data = _of_scenario(request, run)
    except ScenarioInvalid as error:
        data = {
            **stored_lab.data_of_old_run(run),
            "interest": [],
            "checks": [check.as_dict() for check in error.checks],
            "profiles": list(PROFILES),
            "csrf": get_token(request),
        }
    return {**data, "header": stored_lab.header(run), "run": _of_run(request, run)}


def _of_scenario(request: HttpRequest, run: Run) -> dict[str, Any]:
    """Raises `ScenarioInvalid`, of a run that another version made."""
    shipped = scenarios.find_shipped(run.scenario)
    shown = scenarios.load(run.document, run.overrides, run.seed, run.profile)
    data = lab_data(request, scenarios.load(run.document), shown)
    data["knobs"] = stored_lab.knobs_of(run) or data["knobs"]
    if shipped is None or shipped.document != run.document:
        data["scenario"]["document"] = run.document
    data["traces"] = described_traces([run.document, run.overrides])
    return data


def _of_run(request: HttpRequest, run: Run) -> dict[str, Any]:
    told = {
        "id": run.id,
        "seed": run.seed,
        "profile": run.profile,
        "overrides": run.overrides,
        **run.status(),
        **laboratory.fate(run.id),
        "queue": laboratory.ahead(run.id),
        **owning.as_theirs(run, visitor(request)),
        "parent": run.parent_id,
        "shared": run.shared,
        "changed": changed.label(changed.as_written(run)),
        "yours": asking.is_theirs(run.id, visitor(request)),
        "result_url": f"/api/runs/{run.id}/result.json" if run.state == "finished" else None,
    }
    return told if run.model_version == MODEL_VERSION else {**told, "model": run.model_version}
