"""Runs over HTTP: ask for one, see how it goes, take its result, stop it, go on with it."""

from __future__ import annotations

import functools
import re
import zlib
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from visualizer import asking, recent, runs, scenarios
from visualizer.export import csv_archive
from visualizer.laboratory import laboratory
from visualizer.models import ENDED, Run, RunState
from visualizer.runs import Request
from visualizer.views.json_body import json_object
from visualizer.views.problems import Problem, api, not_found, short
from visualizer.visitor import visitor

YAML_TYPES = frozenset({"text/yaml", "text/x-yaml", "application/yaml", "application/x-yaml"})
FIELDS = ("scenario", "document", "overrides", "seed", "profile")
LARGEST_SEED = 2**53 - 1  # the largest that JavaScript keeps exactly
GOES_ON = "Others asked for this run too, and it goes on for them."
SLUG = re.compile(r"[a-z0-9-]{1,80}")


@api("POST")
def create(request: HttpRequest) -> HttpResponse:
    """POST /api/runs: 201 with a new run, 200 with the one that these inputs already have.

    One that ended before it had a result goes on.
    """
    supervisor = laboratory.supervisor()
    asked = read_request(request)
    supervisor.accepts()
    who = visitor(request)
    noted = functools.partial(asking.note, visitor=who)
    run, is_new = runs.create(asked, supervisor.watched(), noted)
    if not is_new and runs.unfinished(run, supervisor.is_dead):
        run = runs.requeue(run.id, supervisor.is_dead, noted)
    if run.state == RunState.QUEUED:
        supervisor.submit(run.id, who.whose)
    response = JsonResponse(_named(run), status=201 if is_new else 200)
    recent.remember(request, response, run.id)
    return response


@api("GET")
def state(request: HttpRequest, run_id: str) -> HttpResponse:
    """GET /api/runs/<id>: state, inputs and figures."""
    run = Run.objects.defer("result", "document").get(id=run_id)
    return JsonResponse(
        {
            **_named(run),
            **run.status(),
            **laboratory.fate(run.id),
            "scenario": run.scenario,
            "title": run.title,
            "seed": run.seed,
            "profile": run.profile,
            "overrides": run.overrides,
            "model": run.model_version,
            "created": run.created,
            "header": run.header,
            "end": run.end,
            "result_url": reverse("api-run-result", args=[run.id]),
            "yours": asking.is_theirs(run.id, visitor(request)),
        }
    )


@api("GET")
def result(request: HttpRequest, run_id: str) -> HttpResponse:
    """GET /api/runs/<id>/result.json: the result, windtunnel.result/1."""
    run = Run.objects.get(id=run_id)
    return _download(zlib.decompress(_result_of(run)), "application/json", f"{run.id}.json")


@api("GET")
def csv(request: HttpRequest, run_id: str) -> HttpResponse:
    """GET /api/runs/<id>/result.zip: one CSV a component, and the manifest."""
    run = Run.objects.get(id=run_id)
    archive = csv_archive(orjson.loads(zlib.decompress(_result_of(run))))
    return _download(archive, "application/zip", f"{run.id}.zip")


@api("POST")
def cancel(request: HttpRequest, run_id: str) -> HttpResponse:
    """POST /api/runs/<id>/cancel: what is computed is kept.

    Who asked for it does not want it any more; it is stopped when nobody does.
    """
    run = Run.objects.defer("result").get(id=run_id)
    if run.state in ENDED:
        return JsonResponse(_named(run))
    asking.require_theirs(run.id, visitor(request), "cancel")
    if not asking.give_up(run.id, visitor(request)):
        return JsonResponse({**_named(run), "message": GOES_ON})
    laboratory.supervisor().cancel(run.id)
    return JsonResponse(_named(run), status=202)


@api("POST")
def retry(request: HttpRequest, run_id: str) -> HttpResponse:
    """POST /api/runs/<id>/retry: go on with a run that ended early, to the same bytes."""
    supervisor = laboratory.supervisor()
    supervisor.accepts()
    who = visitor(request)
    asking.require_theirs(run_id, who, "resume")
    noted = functools.partial(asking.note, visitor=who)
    run = runs.requeue(run_id, supervisor.is_dead, noted)
    supervisor.submit(run.id, who.whose)
    return JsonResponse(_named(run), status=202)


def read_request(request: HttpRequest) -> Request:
    """What is asked for; raises `Problem` or `ScenarioInvalid`."""
    if request.content_type in YAML_TYPES:
        return Request(scenarios.read_text(request.body), {})
    if request.content_type != "application/json":
        raise Problem(
            415,
            f"A request of type {short(request.content_type)} is not understood.",
            "Content-Type",
            "application/json, or text/yaml for a scenario document",
        )
    return _from_json(json_object(request.body))


def _from_json(data: dict[str, Any]) -> Request:
    for name in data:
        if name not in FIELDS:
            raise Problem(422, "This field is unknown.", short(name), ", ".join(FIELDS))
    overrides = data.get("overrides", {})
    if not isinstance(overrides, dict):
        raise Problem(422, "Overrides are not an object.", "overrides", "{path: value, ...}")
    return Request(_document(data), overrides, _seed(data), _profile(data))


def _document(data: dict[str, Any]) -> dict[str, Any]:
    if ("scenario" in data) == ("document" in data):
        raise Problem(
            422,
            "Say which scenario to run.",
            "scenario",
            "either scenario, the name of a shipped one, or document, a scenario of your own",
        )
    if "document" in data:
        document = data["document"]
        return scenarios.read_text(document.encode()) if isinstance(document, str) else document
    return _shipped(data["scenario"])


def _shipped(slug: Any) -> dict[str, Any]:
    found = scenarios.find_shipped(slug) if isinstance(slug, str) and SLUG.fullmatch(slug) else None
    if found is None:
        raise Problem(
            404,
            f"There is no shipped scenario {short(slug)}.",
            "scenario",
            ", ".join(shipped.slug for shipped in scenarios.all_shipped()),
        )
    return found.document


def _seed(data: dict[str, Any]) -> int | None:
    seed = data.get("seed")
    if seed is not None and (type(seed) is not int or not 0 <= seed <= LARGEST_SEED):
        allowed = f"a whole number from 0 to {LARGEST_SEED}"
        raise Problem(422, f"{short(seed)} is not a seed.", "seed", allowed)
    return seed


def _profile(data: dict[str, Any]) -> str | None:
    profile = data.get("profile")
    if profile is not None and not isinstance(profile, str):
        raise Problem(422, f"{short(profile)} is not a profile.", "profile", "a name")
    return profile


def _named(run: Run) -> dict[str, Any]:
    return {"id": run.id, "url": run.get_absolute_url(), "state": run.state}


def _result_of(run: Run) -> bytes:
    if run.result is None:
        raise not_found(f"The run is {run.state} and has no result.")
    return bytes(run.result)


def _download(body: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="windtunnel-{name}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)
