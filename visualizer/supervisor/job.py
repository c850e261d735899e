"""What a worker is told about the run that it computes. Knows no Django."""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass, field
from typing import Any, BinaryIO

LENGTH = struct.Struct(">Q")


@dataclass(frozen=True)
class Job:
    """One run: its inputs, its limits, and how much of it is stored already."""

    run: str
    factory: str  # "package.module:function", called with the job
    document: dict[str, Any]
    seed: int | None  # None: what the document says
    profile: str | None
    overrides: dict[str, Any]
    traces: dict[str, bytes] = field(default_factory=dict)  # by id, gzip of what was uploaded
    shelf: tuple[str, int] = ("", 0)  # where traces are kept that were read, and how many bytes
    events: int = 20_000_000
    wall_s: float = 120.0
    memory_bytes: int = 1024**3
    snapshot: bytes | None = None  # go on from here instead of from the beginning
    forks: bool = False  # it is of another run, to be told other things from here on
    shared: int = 0  # frames that it has from another run
    snapshots: int = 32  # how many are kept
    preview: bool = False  # told in a few large pieces, and kept by nobody


def pack(job: Job) -> bytes:
    """The bytes that `read` understands."""
    body = pickle.dumps(job, protocol=5)
    return LENGTH.pack(len(body)) + body


def read(file: BinaryIO) -> Job | None:
    """The job that comes through the pipe; None when the pipe ends without one."""
    prefix = file.read(LENGTH.size)
    if len(prefix) < LENGTH.size:
        return None
    job = pickle.loads(file.read(LENGTH.unpack(prefix)[0]))
    assert isinstance(job, Job)
    return job
