"""Begins a run as the server does, unless its document's description tells how that goes wrong."""

import time
from pathlib import Path

from simcore.scenario.run import Run
from tests.visualizer.hoard import hoard
from visualizer.supervisor.job import Job
from visualizer.supervisor.simulation import begin as begin_well

WALL_S = 2


def begin(job: Job) -> Run:
    match job.document.get("description"):
        case "never":
            time.sleep(600)
        case "slow":
            time.sleep(1.1 * WALL_S)
        case "hoard":
            hoard()
        case "file":
            Path("/srv/secret/place").read_text()
        case "fault":
            raise KeyError("a fault\nof ours")
    return begin_well(job)
