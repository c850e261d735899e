"""A run whose frames come at a steady pace and say when: what `benchmarks.viewers` watches.

The server is told WINDTUNNEL_RUN_FACTORY=benchmarks.paced:begin. Frames are those of the
simulator, with one field more: `stamp`, the time of CLOCK_MONOTONIC at which the frame was given
to the pipe. The first waits for a file, so that everybody can be there.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simcore.scenario.run import Run
from tests.browser.brake import parent_of
from visualizer.supervisor import simulation
from visualizer.supervisor.job import Job

START = "WINDTUNNEL_PACED_START"  # path of the file that is waited for
EVERY = "WINDTUNNEL_PACED_EVERY_S"
LOOK_EVERY_S = 0.01


class Paced:
    """A run, frame by frame, one every so many seconds."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __getattr__(self, name: str) -> Any:
        return getattr(self.run, name)

    def frames(self) -> Iterator[Any]:
        """The frames of the run, each at its time or as soon after it as it can be."""
        due = wait_for(Path(os.environ[START]))
        for frame in self.run.frames():
            time.sleep(max(0.0, due - time.monotonic()))
            due += float(os.environ[EVERY])
            frame.payload["stamp"] = time.monotonic()
            yield frame


def wait_for(path: Path) -> float:
    """Wait until the file is there, or the server gone; the time then."""
    server = parent_of(os.getppid())
    while not path.exists() and parent_of(os.getppid()) == server:
        time.sleep(LOOK_EVERY_S)
    return time.monotonic()


def begin(job: Job) -> Paced:
    """What a worker calls."""
    return Paced(simulation.begin(job))
