"""Scenarios: the shipped ones, and what is to be said of one's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from visualizer.api.saying import SLUG, YAML, answers, changing, takes
from visualizer.api.shapes import Actions, Checked, RunAsked, Scenarios, ScenarioSaid
from visualizer.views import configured, scenarios

router = Router()


@router.get("/scenarios", response=answers({200: Scenarios}), url_name="api-scenarios")
def list_scenarios(request: HttpRequest) -> HttpResponse:
    """The shipped scenarios."""
    return scenarios.index()


@router.get("/scenarios/{slug:slug}", response=answers({200: ScenarioSaid}, 404),
            url_name="api-scenario")  # fmt: skip
def get_scenario(request: HttpRequest, slug: str = SLUG) -> HttpResponse:
    """A shipped scenario: as written, resolved, its knobs, its topology."""
    return scenarios.detail(slug)


@router.post(
    "/checks",
    response=changing({200: Checked}, 404, checks=True),
    openapi_extra=takes(RunAsked, YAML),
    url_name="api-checks",
)
def check_scenario(request: HttpRequest) -> HttpResponse:
    """What is to be said of what would be run, warnings too; nothing is stored."""
    return scenarios.checks(request)


@router.post(
    "/lab",
    response=changing({200: dict[str, Any]}, 404, checks=True),
    openapi_extra=takes(RunAsked, YAML),
    url_name="api-lab",
)
def configure_lab(request: HttpRequest) -> HttpResponse:
    """What the page of the lab needs to know to be opened on these inputs; nothing is stored."""
    return configured.create(request)


@router.get("/actions", response=answers({200: Actions}, 404), url_name="api-actions")
def list_actions(
    request: HttpRequest,
    scenario: str | None = Query(None, description="name of a shipped scenario"),
) -> HttpResponse:
    """What can be done to a component in the course of a run, by type."""
    return scenarios.actions(scenario)
