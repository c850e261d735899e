"""From what a viewer asks a preview of to the job of a worker; nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from simcore.scenario import as_header
from simcore.scenario.document import screen
from visualizer import lineage, runs, snapshots
from visualizer.lineage import INTERVENTIONS
from visualizer.models import Run
from visualizer.runs import Request
from visualizer.supervisor import store
from visualizer.supervisor.job import Job
from visualizer.views import asked
from visualizer.views.problems import Problem


@dataclass(frozen=True)
class Prepared:
    """A job, and how many of the first frames of the run that is shown hold for it, too."""

    job: Job
    shared: int


def wished(data: dict[str, Any]) -> Request:
    """`data` as for POST /api/runs: what can be refused before it has its turn.

    Raises `Problem`, `ScenarioInvalid`; whether the scenario is valid is found out by the worker.
    """
    request = asked.from_json(data)
    if not isinstance(request.document, dict):
        raise Problem(422, "The document is not a mapping.", "document")
    screen([request.document, request.overrides])
    return request


def prepare(request: Request, have: int) -> Prepared:
    """All that a worker needs, which may be large; `have` frames of the parent are at hand.

    Raises `ScenarioInvalid`.
    """
    fork = _fork(request) if request.parent and have else None
    shared = min(fork.shared, have) if fork else 0
    snapshot = snapshots.before(str(request.parent), shared) if fork and shared else None
    overrides = fork.overrides if fork and snapshot else request.overrides
    job = Job(
        run="preview",
        factory=settings.RUN_FACTORY,
        document=request.document,
        seed=fork.seed if fork else request.seed,
        profile=fork.profile if fork else request.profile,
        overrides=overrides,
        traces=store.traces_of(request.document, overrides),
        shelf=(str(settings.TRACE_CACHE_DIR), settings.TRACE_CACHE_BYTES),
        events=settings.RUN_EVENTS,
        wall_s=settings.PREVIEW_WALL_S,
        memory_bytes=settings.PREVIEW_MEMORY_BYTES,
        snapshot=bytes(snapshot.blob) if snapshot else None,
        forks=snapshot is not None,
        preview=True,
    )
    return Prepared(job, shared)


def _fork(request: Request) -> Run | None:
    """The run that it would be, where it may begin as its parent does."""
    parent = Run.objects.defer("result").filter(id=request.parent).first()
    if parent is None:  # deleted while this waited
        return None
    if _knobs(runs.full_paths(request.document, request.overrides)) != _knobs(parent.overrides):
        return None
    scenario = runs.effective(request)
    fork = Run(
        document=request.document,
        seed=scenario.seed,
        profile=scenario.profile,
        overrides=runs.asked_for(scenario, request),
        model_version=runs.MODEL_VERSION,
    )
    lineage.begin_with(parent, fork, as_header(scenario.interventions))
    return fork


def _knobs(overrides: dict[str, Any]) -> dict[str, Any]:
    return {path: value for path, value in overrides.items() if path != INTERVENTIONS}
