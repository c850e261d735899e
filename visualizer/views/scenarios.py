"""Scenarios over HTTP."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from simcore.scenario import impossible, knobs, of_interest, offered, topology
from visualizer import scenarios
from visualizer.runs import examined
from visualizer.views.asked import read_request
from visualizer.views.problems import not_found, short


def index() -> HttpResponse:
    """The shipped ones."""
    listed = [
        {"id": shipped.slug, "title": shipped.scenario.title, "topics": shipped.scenario.topics}
        for shipped in scenarios.all_shipped()
    ]
    return JsonResponse({"scenarios": listed})


def detail(slug: str) -> HttpResponse:
    """A shipped scenario: resolved, with knobs, topology and findings."""
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


def checks(request: HttpRequest) -> HttpResponse:
    """What is to be said of a scenario with changes, and what would be run; nothing is stored."""
    asked = read_request(request)
    found = examined(asked)
    valid = all(one.severity != "error" for one in found)
    return JsonResponse({"valid": valid, "checks": [one.as_dict() for one in found]})


def actions(slug: str | None) -> HttpResponse:
    """What can be done to components of each type in the course of a run.

    With a scenario, also what of it cannot be done to which of its components.
    """
    told: dict[str, object] = {"types": offered()}
    if slug is not None:
        shipped = scenarios.find_shipped(slug)
        if shipped is None:
            raise not_found(f"There is no shipped scenario {short(slug)}.")
        told["impossible"] = impossible(shipped.scenario.components)
    return JsonResponse(told)
