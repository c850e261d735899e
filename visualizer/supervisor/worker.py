"""What runs in a worker process: wait for one job, compute it, send its frames, exit.

Knows no Django. The run comes from a function given by dotted path in the job, so that tests can
hand in a stand-in of the same shape as `simcore.scenario.run.Run`.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import signal
import sys
import time
import zlib
from typing import Any

import orjson

from visualizer.supervisor import job as jobs
from visualizer.supervisor import preview, wire
from visualizer.supervisor.bounds import failure, limit_memory, use_reserve
from visualizer.supervisor.job import Job
from visualizer.supervisor.pauses import Pauses
from visualizer.supervisor.wire import Message

PR_SET_PDEATHSIG = 1
DEFLATE_LEVEL = 6

STOPPED_BY_MEMORY = (
    "Stopped at the memory limit of {limit_mb:,.0f} MB (WINDTUNNEL_RUN_MEMORY_MB), at {t:,.1f} s "
    "of simulated time. What was computed so far is kept. Try a shorter duration."
)
STOPPED_BY_LIMIT = (
    "Stopped at {limit} (WINDTUNNEL_RUN_EVENTS), at {t:,.1f} s of simulated time. What was "
    "computed so far is kept. Try a shorter duration or a lower rate."
)
STOPPED_BY_TIME = (
    "Stopped after {wall_s:,.0f} s of computing (WINDTUNNEL_RUN_WALL_S), at {t:,.1f} s of "
    "simulated time. What was computed so far is kept. Try a shorter duration or a lower rate."
)
STOPPED_BY = {"wall_s": STOPPED_BY_TIME, "memory_mb": STOPPED_BY_MEMORY}


def main(job_pipe: Any, frame_pipe: Any) -> None:
    """Entry point: one job comes through `job_pipe`, messages go out through `frame_pipe`.

    Both are `multiprocessing` connections, of which only the descriptors are used. A job pipe
    that ends without a job means that no worker is needed any more.
    """
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the supervisor's to handle
    with os.fdopen(os.dup(job_pipe.fileno()), "rb") as file:
        job = jobs.read(file)
    if job is None:
        return
    try:
        begin = preview.perform if job.preview else perform
        begin(job, frame_pipe.fileno())
    except BrokenPipeError:
        os._exit(0)  # nobody listens any more


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the one that forked it is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def perform(job: Job, out: int) -> None:
    """Compute the job and send all of it; whichever way it ends, the last message is an END."""
    run = WorkerRun(job, out)
    end = _performed(run)
    if end is None:
        # Not in the handler: there, the traceback still holds the simulation, and with it the
        # memory that the last words need.
        use_reserve()
        run.release()
        limit_mb = job.memory_bytes / 1024**2
        message = STOPPED_BY_MEMORY.format(limit_mb=limit_mb, t=run.time_s)
        end = {"state": "stopped", "message": message}
    run.send(wire.END, orjson.dumps(end))


def _performed(run: WorkerRun) -> dict[str, Any] | None:
    """What the END message says; None when the memory was not enough."""
    try:
        limit_memory(run.job.memory_bytes)
        return run.execute()
    except BrokenPipeError:
        raise
    except MemoryError:
        return None
    except Exception as error:
        return {"state": "failed", "message": failure(f"run {run.job.run}", error, run.time_s)}


class WorkerRun:
    """One run on its way through the pipe."""

    def __init__(self, job: Job, out: int) -> None:
        self.job = job
        self.out = out
        self.run: Any = None
        self.next = 0  # number of the next frame
        self.time_s = 0.0  # end of the last frame, simulated
        self.events = 0
        self.began = time.monotonic()
        self.pauses = Pauses(job.snapshots, job.shared)

    def execute(self) -> dict[str, Any]:
        """Send header, frames and result; return what the END message says."""
        module, _, name = self.job.factory.partition(":")
        self.run = getattr(importlib.import_module(module), name)(self.job)
        header = self.run.header()
        self.send(wire.HEADER, _json(header))
        self.pauses.begin(header["frames"])
        for frame in self.run.frames():
            self._send_frame(frame)
            if time.monotonic() - self.began > self.job.wall_s:
                return self._stopped("wall_s")
            if self.pauses.due(self.next):
                self.send(wire.SNAPSHOT, self.pauses.taken(self.run.snapshot))
        # On another machine it would have come further: to be gone on with, and no result.
        if (limit := getattr(self.run, "stopped_by", "")) in STOPPED_BY:
            return self._stopped(limit)
        result = self.run.result().as_dict()
        self.send(wire.RESULT, _deflated(result))
        return self._ending(result)

    def send(self, kind: bytes, body: bytes) -> None:
        wire.write(self.out, Message(kind, self.next, self.time_s, body))

    def release(self) -> None:
        """Let go of the simulation, to have memory for the last words."""
        self.run = None
        gc.collect()

    def _send_frame(self, frame: Any) -> None:
        self.next, self.time_s = frame.n, frame.t1
        self.events = frame.payload.get("events_total", 0)
        self.send(wire.FRAME, _deflated(frame.payload))
        self.next += 1

    def _stopped(self, limit: str) -> dict[str, Any]:
        limit_mb = self.job.memory_bytes / 1024**2
        told = {"wall_s": self.job.wall_s, "limit_mb": limit_mb, "t": self.time_s}
        return {"state": "stopped", "message": STOPPED_BY[limit].format(**told)}

    def _ending(self, result: dict[str, Any]) -> dict[str, Any]:
        stopped = result["status"] == "stopped"
        message = STOPPED_BY_LIMIT.format(limit=result["wall"]["limit"], t=self.time_s)
        return {
            "state": result["status"],
            "message": message if stopped else "",
            "fingerprint": result["manifest"]["fingerprint"],
            "summary": {
                "duration_s": self.time_s,
                "events": self.events,
                "wall_s": round(time.monotonic() - self.began, 3),
                "counters": result["counters"],
                "cost": result.get("cost"),
                "percentiles": result["percentiles"],
                "flags": result["flags"],
                "insights": result.get("insights", []),
            },
        }


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)


def _deflated(value: Any) -> bytes:
    return zlib.compress(_json(value), DEFLATE_LEVEL)
