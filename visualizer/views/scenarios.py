"""Scenarios over HTTP."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from simcore.scenario import impossible, knobs, of_interest, offered, topology
from visualizer import scenarios
from visualizer.views.problems import api, not_found, short


@api("GET")
def index(request: HttpRequest) -> HttpResponse:
    """GET /api/scenarios: the shipped ones."""
    listed = [
        {"id": shipped.slug, "title": shipped.scenario.title, "topics": shipped.scenario.topics}
        for shipped in scenarios.all_shipped()
    ]
    return JsonResponse({"scenarios": listed})


@api("GET")
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /api/scenarios/<slug>: resolved, with knobs, topology and findings."""
    shipped = scenarios.find_shipped(slug)
    if shipped is None:
        raise not_found(f"There is no shipped scenario {short(slug)}.")
    return JsonResponse(
        {
            "id": slug,
            "document": shipped.document,
            "resolved": shipped.scenario.resolved(),
            "knobs": knobs(shipped.scenario),
            "interest": of_interest(shipped.scenario),
            "topology": topology(shipped.scenario),
            "checks": [found.as_dict() for found in scenarios.findings(shipped.document)],
        }
    )


@api("GET")
def actions(request: HttpRequest) -> HttpResponse:
    """GET /api/actions: what can be done to components of each type in the course of a run.

    With `?scenario=`, also what of it cannot be done to which of its components.
    """
    told: dict[str, object] = {"types": offered()}
    if (slug := request.GET.get("scenario")) is not None:
        shipped = scenarios.find_shipped(slug)
        if shipped is None:
            raise not_found(f"There is no shipped scenario {short(slug)}.")
        told["impossible"] = impossible(shipped.scenario.components)
    return JsonResponse(told)
