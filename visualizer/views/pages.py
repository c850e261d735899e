"""The pages: gallery, scenario, lab."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from simcore.errors import ScenarioInvalid
from simcore.quotas import PROFILES
from simcore.scenario import (
    LONGEST_RUN_S,
    Scenario,
    described,
    impossible,
    knobs,
    of_interest,
    offered,
    topology,
)
from visualizer import asking, changed, recent, scenarios
from visualizer.laboratory import laboratory
from visualizer.models import Run
from visualizer.runs import MODEL_VERSION, said
from visualizer.scenarios import Shipped
from visualizer.strips import strip_of
from visualizer.traces import described_traces
from visualizer.views.errors import page
from visualizer.visitor import visitor


@page
def gallery(request: HttpRequest) -> HttpResponse:
    """GET /: every shipped scenario as a question, and the runs seen from this browser."""
    cards = [_card(shipped) for shipped in scenarios.all_shipped()]
    start = [card for card in cards if card["slug"] == scenarios.START_HERE] or cards[:1]
    context = {
        "start": start,
        "cards": [card for card in cards if card not in start],
        "topics": sorted({topic for card in cards for topic in card["scenario"].topics}),
        "runs": recent.recent_runs(request),
    }
    return render(request, "gallery.html", context)


def _card(shipped: Shipped) -> dict[str, Any]:
    return {
        "slug": shipped.slug,
        "scenario": shipped.scenario,
        "strip": strip_of(shipped.slug),
    }


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
    """GET /lab/new?scenario=<slug>: the lab with nothing computed yet."""
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
    response = _lab(request, _lab_data_of_run(request, run))
    recent.remember(request, response, run.id)
    return response


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
    """What the page needs to know, LabData in static/src/core/types.ts.

    Knobs have the values of the scenario as it was ``written``, which is what their reset goes
    back to; a run's overrides lie on top of them, in the page. The topology and the quotas are
    those of ``shown``.
    """
    return {
        "scenario": {
            "id": written.id,
            "title": written.title,
            "summary": written.summary,
            "description": written.description,
            "topics": list(written.topics),
            "seed": written.seed,
            "profile": written.profile,
            "duration_s": written.duration,
            "longest_s": LONGEST_RUN_S,
        },
        "knobs": knobs(written),
        "interest": of_interest(written),
        "topology": topology(shown or written),
        **described(shown or written),
        "plan": said(written),
        "actions": offered({component.type for component in written.components.values()}),
        "impossible": impossible((shown or written).components),
        "quotas": _quotas(shown or written),
        "header": None,
        "run": None,
        "profiles": list(PROFILES),
        "csrf": get_token(request),
    }


QUOTA_FIELDS = {
    "key", "title", "unit", "scope", "source", "date", "confidence", "assumed", "note",
    "overridden",
}  # fmt: skip


def _quotas(scenario: Scenario) -> list[dict[str, Any]]:
    """The rows of its profile with what it overrides, as they hold in its Region."""
    return [
        {**row.model_dump(include=QUOTA_FIELDS), "value": row.in_region(scenario.region)}
        for row in scenario.quota_profile().rows()
    ]


def _lab_data_of_run(request: HttpRequest, run: Run) -> dict[str, Any]:
    shipped = scenarios.find_shipped(run.scenario)
    is_shipped = shipped is not None and shipped.document == run.document
    try:
        shown = scenarios.load(run.document, run.overrides, run.seed, run.profile)
        data = lab_data(request, scenarios.load(run.document), shown)
        data["knobs"] = _knobs_of(run) or data["knobs"]
        if not is_shipped:
            data["scenario"]["document"] = run.document
        data["traces"] = described_traces([run.document, run.overrides])
    except ScenarioInvalid as error:
        data = _lab_data_of_old_run(request, run, error)
    data["header"] = _header(run)
    data["run"] = {
        "id": run.id,
        "seed": run.seed,
        "profile": run.profile,
        "overrides": run.overrides,
        **run.status(),
        **laboratory.fate(run.id),
        "queue": laboratory.ahead(run.id),
        "name": run.name,
        "pinned": run.pinned,
        "parent": run.parent_id,
        "shared": run.shared,
        "changed": changed.label(changed.as_written(run)),
        "yours": asking.is_theirs(run.id, visitor(request)),
        "result_url": f"/api/runs/{run.id}/result.json" if run.state == "finished" else None,
    }
    if run.model_version != MODEL_VERSION:
        data["run"]["model"] = run.model_version
    return data


def _knobs_of(run: Run) -> list[dict[str, Any]]:
    """The knobs as written, with the limits and defaults of the run's profile.

    Empty where the scenario as written does not fit into that profile.
    """
    try:
        return knobs(scenarios.load(run.document, profile=run.profile))
    except ScenarioInvalid:
        return []


def _lab_data_of_old_run(request: HttpRequest, run: Run, error: ScenarioInvalid) -> dict[str, Any]:
    """A run whose document this version does not read any more can still be looked at."""
    header = run.header or {}
    return {
        "scenario": {
            "id": run.scenario,
            "title": run.title,
            "seed": run.seed,
            "profile": run.profile,
            "duration_s": header.get("duration_s", 0.0),
            "document": run.document,
        },
        "knobs": [],
        "interest": [],
        "topology": header.get("topology", {"nodes": [], "edges": []}),
        "types": header.get("types", {}),
        "edge_kinds": header.get("edge_kinds", {}),
        "checks": [check.as_dict() for check in error.checks],
        "profiles": list(PROFILES),
        "csrf": get_token(request),
    }


def _header(run: Run) -> dict[str, Any] | None:
    if run.header is None:
        return None
    return {**run.header, "type": "header", "protocol": 1, "run": run.id, "state": run.state}
