"""What the lab needs to know of inputs that came with a link; nothing is stored of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from visualizer import runs, scenarios
from visualizer.models import Run
from visualizer.traces import described_traces
from visualizer.views.asked import read_request
from visualizer.views.pages import lab_data


def create(request: HttpRequest) -> HttpResponse:
    """The page's data for these inputs; `existing`, where they have been run."""
    asked = read_request(request)
    shown = runs.effective(asked)
    data: dict[str, Any] = lab_data(request, scenarios.load(asked.document), shown)
    shipped = scenarios.find_shipped(shown.id)
    if shipped is None or shipped.document != asked.document:
        data["scenario"]["document"] = asked.document
    data["traces"] = described_traces([asked.document, asked.overrides])
    overrides = runs.asked_for(shown, asked)
    data["inputs"] = {"overrides": overrides, "seed": shown.seed, "profile": shown.profile}
    known = Run.objects.filter(id=runs.address(runs.inputs_of(shown, asked))).defer("result")
    data["existing"] = next((run.get_absolute_url() for run in known), None)
    return JsonResponse(data)
