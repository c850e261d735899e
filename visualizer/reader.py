"""Reads an upload in a process of its own: its memory and its time are bounded, and the server's
threads go on. Small files are read where they are.
"""

from __future__ import annotations

import gc
import os
import threading
from multiprocessing import get_context
from multiprocessing.connection import Connection

from django.conf import settings

from simcore.errors import TraceError
from simcore.scenario.traces import Reading, Trace, TraceLimits, pack, unpack
from visualizer.supervisor.pool import no_main_module
from visualizer.supervisor.worker import die_with_parent, limit_memory

SMALL_BYTES = 64 * 1024  # of which nobody notices the parsing
WALL_S = 60.0
PATIENCE_S = 30.0  # for those before one
MEMORY_BYTES = 768 * 1024**2
GZIP_MAGIC = b"\x1f\x8b"

one_at_a_time = threading.BoundedSemaphore(1)


class Busy(Exception):
    """Other files are being read; the text says so."""


def limits() -> TraceLimits:
    """What the settings allow."""
    return TraceLimits(max_rows=settings.MAX_TRACE_ROWS)


def read(data: bytes, how: Reading) -> Trace:
    """The trace in a file; raises `TraceError`, `Busy`."""
    if len(data) <= SMALL_BYTES and not data.startswith(GZIP_MAGIC):
        return how.of(data, limits())
    if not one_at_a_time.acquire(timeout=PATIENCE_S):
        raise Busy("Other files are being read. Try again in a minute.")
    try:
        return _read_apart(data, how)
    finally:
        one_at_a_time.release()


def _read_apart(data: bytes, how: Reading) -> Trace:
    context = get_context("forkserver")
    ours, theirs = context.Pipe()
    process = context.Process(target=_main, args=(theirs, limits()), daemon=True)
    with no_main_module():
        process.start()
    theirs.close()
    try:
        ours.send((data, how))
        if not ours.poll(WALL_S):
            raise TraceError(f"reading it took more than {WALL_S:.0f} s; count per interval")
        answer = ours.recv()
    except (EOFError, OSError):
        raise TraceError(
            f"reading it took more than {MEMORY_BYTES // 1024**2} MB; count requests per interval"
        ) from None
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()
    if isinstance(answer, TraceError):
        raise answer
    return unpack(answer)


def _main(pipe: Connection, limits: TraceLimits) -> None:
    die_with_parent()
    os.nice(5)
    limit_memory(MEMORY_BYTES)
    data, how = pipe.recv()
    gc.disable()
    try:
        pipe.send(pack(how.of(data, limits)))
    except TraceError as error:
        pipe.send(error)
    except MemoryError:
        os._exit(1)
