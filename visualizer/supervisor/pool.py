"""Worker processes: forked from a server that has simcore loaded, one run each, a spare ready.

Ready in some 14 ms each; the spare takes even that out of a person's wait. All methods block for
milliseconds and belong in a thread.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.process
import os
import sys
import threading
import types
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from visualizer.supervisor import job as jobs
from visualizer.supervisor import worker
from visualizer.supervisor.job import Job

PRELOAD = ["visualizer.supervisor.preload"]
PATIENCE_S = 2.0
STARTING = threading.Lock()


class Worker:
    """One process: takes one job, writes messages to `frames`, is gone when that pipe ends.

    It may be killed and buried at any time, by anybody, more than once.
    """

    def __init__(self, process: ForkServerProcess, job_pipe: Connection, frames: Connection):
        self.process = process
        self.job_pipe = job_pipe
        self.frames = frames
        self.buried = False
        self.code: int | None = None  # its exit code, once it is buried
        self.lock = threading.Lock()  # around the end: killed by one thread, buried by another
        os.set_blocking(frames.fileno(), False)

    def begin(self, job: Job) -> None:
        """Hand over the job; blocks while a large one goes through the pipe."""
        rest = memoryview(jobs.pack(job))
        while rest:
            rest = rest[os.write(self.job_pipe.fileno(), rest) :]
        self.job_pipe.close()

    def kill(self) -> None:
        """End the process at once; its pipe then ends too."""
        with self.lock, contextlib.suppress(ProcessLookupError):
            if not self.buried:
                self.process.kill()

    def lives(self) -> bool:
        with self.lock:
            return not self.buried and self.process.is_alive()

    def reap(self) -> int | None:
        """Collect what is left of a process that ended (or kill it); its exit code."""
        if not self.buried:
            self.process.join(PATIENCE_S)
            if self.lives():
                self.kill()
                self.process.join(PATIENCE_S)
            self._bury()
        return self.code

    def _bury(self) -> None:
        with self.lock:
            self.buried = True
            self.code = self.process.exitcode
            self.job_pipe.close()
            self.frames.close()
            if self.code is not None:
                self.process.close()


class Pool:
    """Gives out workers and keeps `spares` of them waiting for a job."""

    def __init__(self, spares: int = 1) -> None:
        self.spares = spares
        self.waiting: list[Worker] = []
        self.closed = False
        self.lock = threading.Lock()
        self.context = multiprocessing.get_context("forkserver")
        # Must come before the first fork server; a second call changes nothing any more.
        self.context.set_forkserver_preload(PRELOAD)

    def fill(self) -> None:
        """Fork until enough spares wait."""
        while not self.closed and len(self.waiting) < self.spares:
            fresh = self._fork()
            with self.lock:
                self.waiting.append(fresh)

    def take(self) -> Worker:
        """A worker that waits for its job: the spare, or a new one."""
        with self.lock:
            dead = [spare for spare in self.waiting if not spare.lives()]
            ready = [spare for spare in self.waiting if spare not in dead]
            self.waiting = ready[1:]
        for spare in dead:
            spare.reap()
        return ready[0] if ready else self._fork()

    def close(self) -> None:
        """End the spares: their job pipes end without a job."""
        self.closed = True
        with self.lock:
            waiting, self.waiting = self.waiting, []
        for spare in waiting:
            spare.kill()
            spare.reap()

    def _fork(self) -> Worker:
        job_in, job_out = self.context.Pipe(duplex=False)
        frames_in, frames_out = self.context.Pipe(duplex=False)
        process = self.context.Process(
            target=worker.main, args=(job_in, frames_out), name="windtunnel-run", daemon=True
        )
        with no_main_module():
            process.start()
        # Only the worker may hold these ends: that is how each side sees the other one end.
        job_in.close()
        frames_out.close()
        return Worker(process, job_out, frames_in)


@contextmanager
def no_main_module() -> Iterator[None]:
    """Keep `multiprocessing` from importing this process's main script into every worker.

    The main script is Daphne's, which would bring Twisted with it and cost 200 ms; a worker needs
    nothing from it.
    """
    with STARTING:  # two threads at it at once would leave the module of neither
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
