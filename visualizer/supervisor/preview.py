"""What runs in a worker for a preview: the simulation itself, told in a few large pieces.

Only series, their distributions and counters, often enough to be watched, until the run or its time
is over. Knows no Django.
"""

from __future__ import annotations

import gc
import importlib
import os
import time
import zlib
from typing import Any

import orjson

from simcore.errors import ScenarioInvalid
from visualizer.supervisor import wire
from visualizer.supervisor.bounds import failure, limit_memory, use_reserve
from visualizer.supervisor.job import Job
from visualizer.supervisor.wire import Message

FIRST_AFTER_S = 0.06
EVERY_S = 0.12
YIELDS = 5
"""Runs that are kept come first."""

NO_MEMORY = "Its {mb:,} MB of memory were used up (WINDTUNNEL_PREVIEW_MEMORY_MB)."

DEFLATE_LEVEL = 1
TOLD = ("v", "n", "t0", "t1", "series", "counters", "distributions")
HEADER = ("seed", "profile", "duration_s", "bin_s", "frame_s", "frames", "metrics")
OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS


def perform(job: Job, out: int) -> None:
    """Compute and send; the last message says how far it came and why it ended."""
    began = time.monotonic()
    os.nice(YIELDS)
    telling = Telling(out)
    end = _performed(job, telling, began)
    if end is None:
        # Not in the handler: there, the traceback still holds the simulation, and with it the
        # memory that the last words need.
        use_reserve()
        gc.collect()
        end = {"state": "stopped", "message": NO_MEMORY.format(mb=job.memory_bytes // 1024**2)}
    telling.send(wire.END, orjson.dumps(end))


def _performed(job: Job, telling: Telling, began: float) -> dict[str, Any] | None:
    """What the END message says; None when the memory was not enough."""
    try:
        limit_memory(job.memory_bytes)
        return _computed(job, telling, began)
    except BrokenPipeError:
        raise
    except MemoryError:
        telling.held = []
        return None
    except ScenarioInvalid as invalid:
        checks = [check.as_dict() for check in invalid.checks]
        return {"state": "refused", "message": checks[0]["message"], "checks": checks}
    except Exception as error:
        return {"state": "failed", "message": failure("a preview", error, telling.time_s)}


def _computed(job: Job, telling: Telling, began: float) -> dict[str, Any]:
    """Loading counts: it is of the same time."""
    module, _, name = job.factory.partition(":")
    run = getattr(importlib.import_module(module), name)(job)
    header = run.header()
    telling.send(wire.HEADER, orjson.dumps({key: header[key] for key in HEADER}, option=OPTIONS))
    for frame in run.frames():
        telling.take(frame)
        if time.monotonic() - began > job.wall_s:
            break
    telling.flush()
    whole = telling.frames == header["frames"]
    return {"state": "finished" if whole else "stopped", "message": ""}


class Telling:
    """Frames on their way, several in one message."""

    def __init__(self, out: int) -> None:
        self.out = out
        self.held: list[dict[str, Any]] = []
        self.frames = 0
        self.time_s = 0.0
        self.due = time.monotonic() + FIRST_AFTER_S

    def take(self, frame: Any) -> None:
        self.held.append({key: frame.payload[key] for key in TOLD})
        self.frames, self.time_s = frame.n + 1, frame.t1
        if time.monotonic() >= self.due:
            self.flush()

    def flush(self) -> None:
        if self.held:
            body = zlib.compress(orjson.dumps(self.held, option=OPTIONS), DEFLATE_LEVEL)
            self.send(wire.FRAME, body)
            self.held = []
        self.due = time.monotonic() + EVERY_S

    def send(self, kind: bytes, body: bytes) -> None:
        wire.write(self.out, Message(kind, self.frames, self.time_s, body))
