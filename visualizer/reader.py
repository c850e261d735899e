"""Reads uploads: once each, the large ones in a process of their own, and keeps what was read.

In a process of its own memory and time are bounded whatever the file is, and the server's threads
do not wait for the parser. Small files are read where they are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.conf import settings

from simcore.errors import TraceError
from simcore.scenario.traces import Reading, Trace, TraceLimits, pack, unpack
from visualizer import apart
from visualizer.apart import Busy
from visualizer.shelf import shelf_of

SMALL_BYTES = 64 * 1024  # of which nobody notices the parsing
GZIP_MAGIC = b"\x1f\x8b"

BUSY = (
    "Other traces are being read, and this one has waited {wait_s} s (WINDTUNNEL_TRACE_WAIT_S). "
    "Try again in a minute."
)
LESS = "count requests per interval, or take a shorter stretch"
TOO_LONG = f"reading it takes more than {{wall_s}} s (WINDTUNNEL_TRACE_READ_S); {LESS}"
TOO_MUCH = f"reading it takes more memory than {{limit_mb:,}} MB (WINDTUNNEL_TRACE_READ_MB); {LESS}"

one_at_a_time = threading.BoundedSemaphore(1)


def trace(upload: str, how: Reading, load: Callable[[], bytes]) -> Trace:
    """The trace in an upload; raises `TraceError`, `Busy`. Only `load`s what is not known yet."""
    shelf = shelf_of(settings.TRACE_CACHE_DIR, settings.TRACE_CACHE_BYTES)
    if (known := shelf.get(upload, how)) is not None:
        return known
    data = load()
    limits = TraceLimits(max_rows=settings.MAX_TRACE_ROWS)
    if len(data) <= SMALL_BYTES and not data.startswith(GZIP_MAGIC):
        read = how.of(data, limits)
    elif not one_at_a_time.acquire(timeout=settings.TRACE_WAIT_S):
        raise Busy(BUSY.format(wait_s=settings.TRACE_WAIT_S))
    else:
        try:  # whoever was before us may have read the same
            read = shelf.get(upload, how) or read_apart(data, how, limits)
        finally:
            one_at_a_time.release()
    shelf.put(upload, how, read)
    return read


def read_apart(data: bytes, how: Reading, limits: TraceLimits) -> Trace:
    """Read a file in another process; raises `TraceError`, also where that was killed."""
    wall_s, memory_bytes = settings.TRACE_READ_S, settings.TRACE_READ_BYTES
    try:
        read = apart.call(_packed, data, how, limits, wall_s=wall_s, memory_bytes=memory_bytes)
    except apart.TooLong:
        raise TraceError(TOO_LONG.format(wall_s=wall_s)) from None
    except apart.TooMuch:
        raise TraceError(TOO_MUCH.format(limit_mb=memory_bytes // 1024**2)) from None
    return unpack(read)


def _packed(data: bytes, how: Reading, limits: TraceLimits) -> bytes:
    return pack(how.of(data, limits))
