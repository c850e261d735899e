"""From what a person asks for to a stored run: the same inputs give the same run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

import simcore
from simcore.errors import Check
from simcore.scenario import Scenario, as_header, full_path, of_interest
from visualizer import asking, lineage, retention
from visualizer.lineage import INTERVENTIONS
from visualizer.models import ENDED, RESUMABLE, Run, RunState
from visualizer.scenarios import findings, load

IsDead = Callable[[str], bool]

ID_CHARACTERS = 10
MODEL_VERSION = simcore.MODEL
OTHER_MODEL = (
    "This run was made by model {theirs}; this server has {ours} and would not continue it to the "
    "same result. Run the scenario again to compare."
)


@dataclass(frozen=True)
class Request:
    """What was asked for: a document with the changes to make to it."""

    document: dict[str, Any]
    overrides: dict[str, Any]
    seed: int | None = None
    profile: str | None = None
    parent: str | None = None  # id of the run that it is to share frames with, where it can


class CannotResume(Exception):
    """The run cannot be continued; the text says why."""


def address(inputs: dict[str, Any]) -> str:
    """Name of a run: base32 of the SHA-256 of its inputs in canonical JSON."""
    canonical = orjson.dumps(inputs, option=orjson.OPT_SORT_KEYS)
    return base64.b32encode(hashlib.sha256(canonical).digest()).decode()[:ID_CHARACTERS]


def inputs_of(scenario: Scenario, request: Request) -> dict[str, Any]:
    """Everything that a run's result depends on."""
    return {
        "scenario": scenario.resolved() | shown_first(scenario),
        "seed": scenario.seed,
        "profile": scenario.profile,
        "overrides": asked_for(scenario, request),
        "interventions": said(scenario),
        "model": MODEL_VERSION,
    }


def shown_first(scenario: Scenario) -> dict[str, Any]:
    """Its knobs of interest, if it names any: a run's page is that of its document."""
    return {"knobs": of_interest(scenario)} if scenario.knobs else {}


def said(scenario: Scenario) -> list[dict[str, Any]]:
    """The interventions as plain data, in base units: only what was said."""
    return [one.model_dump(mode="json", exclude_unset=True) for one in scenario.interventions]


def asked_for(scenario: Scenario, request: Request) -> dict[str, Any]:
    """The overrides; of interventions too, another spelling is no other run."""
    overrides = full_paths(request.document, request.overrides)
    if INTERVENTIONS in overrides:
        overrides[INTERVENTIONS] = said(scenario)
    return overrides


def full_paths(document: dict[str, Any], overrides: dict[str, Any]) -> dict[str, Any]:
    """The overrides by their full paths: a short spelling is no other run."""
    return {full_path(document, path): value for path, value in overrides.items()}


def effective(request: Request) -> Scenario:
    """The scenario with the overrides, seed and profile that were asked for."""
    return load(request.document, request.overrides, request.seed, request.profile)


def examined(request: Request) -> list[Check]:
    """All that is to be said of what is asked for, warnings too."""
    return findings(request.document, request.overrides, request.seed, request.profile)


Noted = Callable[[Run], None]


def nobody(run: Run) -> None:
    """Nobody is noted for the run."""


def create(request: Request, watched: frozenset[str], noted: Noted = nobody) -> tuple[Run, bool]:
    """The run that was asked for and whether it is new; raises `ScenarioInvalid`, `Full`.

    Old runs make room for it, but not those that are `watched`. `noted` notes who asks, or raises,
    in one transaction with the rest.
    """
    scenario = effective(request)
    run_id = address(inputs_of(scenario, request))
    with transaction.atomic():
        if (existing := Run.objects.filter(id=run_id).first()) is not None:
            noted(existing)
            return existing, False
        parent = frozenset([request.parent] if request.parent else [])
        retention.require_room(keep=watched | parent)
        run = _stored(run_id, scenario, request)
        noted(run)
    return run, True


def _stored(run_id: str, scenario: Scenario, request: Request) -> Run:
    run = Run(
        id=run_id,
        scenario=scenario.id,
        title=scenario.title,
        document=request.document,
        seed=scenario.seed,
        profile=scenario.profile,
        overrides=asked_for(scenario, request),
        model_version=MODEL_VERSION,
    )
    if request.parent is not None:
        parent = Run.objects.get(id=request.parent)
        lineage.begin_with(parent, run, as_header(scenario.interventions))
    run.save(force_insert=True)
    return run


def unfinished(run: Run, is_dead: IsDead) -> bool:
    """Whether asking for the run again should go on with it: it ended without a result, or before
    what it sent last, its end."""
    return (run.result is None or run.end is None) and _may_go_on(run, is_dead)


def requeue(run_id: str, is_dead: IsDead, noted: Noted = nobody) -> Run:
    """Make a run that ended early wait again; raises `Run.DoesNotExist`, `CannotResume`.

    A run also goes on that is stored as running or queued and `is_dead`: nobody is at it.
    """
    with transaction.atomic():
        run = Run.objects.get(id=run_id)
        # Looked at with the database held: no run of which nobody is at it comes to life meanwhile.
        if not _may_go_on(run, is_dead):
            raise CannotResume(f"The run is {run.state}: there is nothing to continue.")
        if run.model_version != MODEL_VERSION:
            theirs = run.model_version
            raise CannotResume(OTHER_MODEL.format(theirs=theirs, ours=MODEL_VERSION))
        if run.state in ENDED:  # whoever wanted it has what there was of it
            asking.forget_wishes(run.id)
        run.state, run.message, run.finished = RunState.QUEUED, "", None
        run.created, run.result, run.end = timezone.now(), None, None
        run.save(update_fields=["state", "message", "finished", "created", "result", "end"])
        noted(run)
    return run


def _may_go_on(run: Run, is_dead: IsDead) -> bool:
    return run.state in RESUMABLE or (run.state not in ENDED and is_dead(run.id))
