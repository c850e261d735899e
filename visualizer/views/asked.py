"""What a request asks for: a scenario, a document or a run to begin with, and the changes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from visualizer import scenarios
from visualizer.models import Run
from visualizer.runs import Request, full_paths
from visualizer.views.json_body import json_object
from visualizer.views.problems import Problem, short

YAML_TYPES = frozenset({"text/yaml", "text/x-yaml", "application/yaml", "application/x-yaml"})
FIELDS = ("scenario", "document", "parent", "overrides", "seed", "profile")
LARGEST_SEED = 2**53 - 1  # the largest that JavaScript keeps exactly
SLUG = re.compile(r"[a-z0-9-]{1,80}")
RUN_ID = re.compile(r"[A-Z2-7]{10}")


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
    return from_json(json_object(request.body))


FORK_FIELDS = ("overrides", "seed", "profile")


def fork_of(run_id: str, request: HttpRequest) -> Request:
    """A run that is made of another, with its overrides and others; raises as `read_request`."""
    data = json_object(request.body) if request.body else {}
    for name in data:
        if name not in FORK_FIELDS:
            raise Problem(422, "This field is unknown.", short(name), ", ".join(FORK_FIELDS))
    asked = from_json({**data, "parent": run_id})
    overrides = Run.objects.values_list("overrides", flat=True).get(id=asked.parent)
    changes = full_paths(asked.document, asked.overrides)
    return replace(asked, overrides={**overrides, **changes})


def from_json(data: dict[str, Any]) -> Request:
    """What the object of a request says; raises `Problem` or `ScenarioInvalid`."""
    for name in data:
        if name not in FIELDS:
            raise Problem(422, "This field is unknown.", short(name), ", ".join(FIELDS))
    overrides = data.get("overrides", {})
    if not isinstance(overrides, dict):
        raise Problem(422, "Overrides are not an object.", "overrides", "{path: value, ...}")
    parent = _parent(data)
    if parent is not None and not data.keys() & {"scenario", "document"}:
        inputs = {"seed": parent.seed, "profile": parent.profile, **data}
        return Request(parent.document, overrides, _seed(inputs), _profile(inputs), parent.id)
    parent_id = None if parent is None else parent.id
    return Request(_document(data), overrides, _seed(data), _profile(data), parent_id)


def _parent(data: dict[str, Any]) -> Run | None:
    """The run whose first frames are to be shared."""
    named = data.get("parent")
    if named is None:
        return None
    if not isinstance(named, str) or not RUN_ID.fullmatch(named.upper()):
        raise Problem(422, f"{short(named)} is no id of a run.", "parent", "ten characters")
    found = Run.objects.defer("result").filter(id=named.upper()).first()
    if found is None:
        what = f"There is no run {short(named)}, or it was deleted to make room."
        raise Problem(404, what, "parent", hint="Without a parent, the run is computed whole.")
    return found


def _document(data: dict[str, Any]) -> dict[str, Any]:
    if ("scenario" in data) == ("document" in data):
        raise Problem(
            422,
            "Say which scenario to run.",
            "scenario",
            "either scenario, the name of a shipped one, or document, a scenario of your own; or "
            "neither, with a parent",
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
