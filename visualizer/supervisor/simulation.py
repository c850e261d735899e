"""Begins a run of simcore from a job, in the worker. Knows no Django."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from simcore.errors import TraceError
from simcore.scenario import interventions_of, load_scenario
from simcore.scenario.going_on import restored_or_replayed
from simcore.scenario.run import Limits, Run
from simcore.scenario.shipped import FOLDER
from simcore.scenario.traces import Reading, Trace, TraceFolder
from visualizer.shelf import Shelf
from visualizer.supervisor.job import Job

UPLOAD = "upload:"
MEMORY_SHARE = 0.9
"""Of what the process may take, for the simulation: the rest is for its last frame and words."""


@dataclass(frozen=True)
class JobTraces:
    """Finds the traces that came with a job, and those of the shipped scenarios."""

    uploads: dict[str, bytes]
    shelf: tuple[str, int] = ("", 0)

    def __reduce__(self) -> tuple[Any, ...]:
        """What was read is in a snapshot anyway; the files it was read from need not be."""
        return JobTraces, ({}, self.shelf)

    def __call__(self, name: str) -> Path | JobTrace:
        if not name.startswith(UPLOAD):
            return TraceFolder(FOLDER)(name)
        upload = name.removeprefix(UPLOAD)
        if upload not in self.uploads:
            raise TraceError("this upload was deleted from the server")
        return JobTrace(upload, self.uploads[upload], self.shelf)


@dataclass(frozen=True)
class JobTrace:
    """An upload that is read only where the server has not kept what it read."""

    id: str
    gzipped: bytes
    shelf: tuple[str, int]

    def read(self, how: Reading) -> Trace:
        folder, max_bytes = self.shelf
        known = Shelf(Path(folder), max_bytes).get(self.id, how) if folder else None
        return known or how.of(gzip.decompress(self.gzipped))


def begin(job: Job) -> Run:
    """The run that the job describes: from its snapshot where that is of use, else anew."""
    memory_mb = MEMORY_SHARE * job.memory_bytes / 1024**2
    limits = Limits(job.events, wall_s=job.wall_s, memory_mb=memory_mb)
    diverge = partial(_fork, job) if job.forks else None
    return restored_or_replayed(job.snapshot, partial(_anew, job, limits), limits, diverge)


def _fork(job: Job, run: Run) -> None:
    """What was another run up to here is told what this one is from here on."""
    said = job.overrides.get("interventions", job.document.get("interventions"))
    run.diverge(interventions_of(said), job.overrides)


def _anew(job: Job, limits: Limits) -> Run:
    changes: Any = {"seed": job.seed, "profile": job.profile, "overrides": job.overrides}
    # Loaded with the changes, because they may name another trace; given to the run as well,
    # where they change nothing any more, because its manifest says what was asked for.
    traces = JobTraces(job.traces, job.shelf)
    scenario = load_scenario(
        job.document, traces=traces, event_budget=limits.event_budget, **changes
    )
    return Run(scenario, limits=limits, **changes)
