"""Begins a run of simcore from a job, in the worker. Knows no Django."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simcore.errors import TraceError
from simcore.scenario import load_scenario
from simcore.scenario.run import Limits, Run
from simcore.scenario.shipped import FOLDER
from simcore.scenario.traces import TraceFolder
from visualizer.supervisor.job import Job

UPLOAD = "upload:"


@dataclass(frozen=True)
class JobTraces:
    """Finds the traces that came with a job, and those of the shipped scenarios."""

    uploads: dict[str, bytes]

    def __call__(self, name: str) -> Path | bytes:
        if not name.startswith(UPLOAD):
            return TraceFolder(FOLDER)(name)
        try:
            return self.uploads[name.removeprefix(UPLOAD)]
        except KeyError:
            raise TraceError("this upload was deleted from the server") from None


def begin(job: Job) -> Run:
    """The run that the job describes, from its snapshot where it has one."""
    if job.snapshot is not None:
        return Run.restore(job.snapshot)
    changes: Any = {"seed": job.seed, "profile": job.profile, "overrides": job.overrides}
    # Loaded with the changes, because they may name another trace; given to the run as well,
    # where they change nothing any more, because its manifest says what was asked for.
    scenario = load_scenario(job.document, traces=JobTraces(job.traces), **changes)
    return Run(scenario, limits=Limits(events=job.events), **changes)
