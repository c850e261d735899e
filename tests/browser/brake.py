"""A simulator with a brake: tests decide how far a run is computed, and when it goes on.

The server is told WINDTUNNEL_RUN_FACTORY=tests.browser.brake:begin; the brake is a file, so that
it works across processes and across restarts of the server.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simcore.scenario.run import Run
from visualizer.supervisor import simulation
from visualizer.supervisor.job import Job

VARIABLE = "WINDTUNNEL_TEST_BRAKE"
LOOK_EVERY_S = 0.01


class Brake:
    """What a test holds: `hold(n)` stops every run once n frames are computed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.release()

    def hold(self, frames: int) -> None:
        self._write(str(frames))

    def release(self) -> None:
        self._write("")

    def _write(self, text: str) -> None:
        """In one step: a worker never reads half of it."""
        new = self.path.with_suffix(".new")
        new.write_text(text)
        new.replace(self.path)


class Braked:
    """A run that looks at the brake before each frame."""

    def __init__(self, run: Run, path: Path) -> None:
        self.run = run
        self.path = path

    def __getattr__(self, name: str) -> Any:
        return getattr(self.run, name)

    def frames(self) -> Iterator[Any]:
        for frame in self.run.frames():
            self._wait(frame.n)
            yield frame

    def _wait(self, n: int) -> None:
        """Held runs, too, end with the server that they are computed for."""
        server = parent_of(os.getppid())
        while self._held(n):
            time.sleep(LOOK_EVERY_S)
            if parent_of(os.getppid()) != server:
                os._exit(0)

    def _held(self, n: int) -> bool:
        text = self.path.read_text()
        return text != "" and n >= int(text)


def parent_of(pid: int) -> int:
    """The server started the process that forks the workers, which outlives it by its workers."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def begin(job: Job) -> Braked:
    """What a worker calls."""
    return Braked(simulation.begin(job), Path(os.environ[VARIABLE]))
