"""What keeps a process that computes within its memory, and what it says of a failure.

Knows no Django.
"""

from __future__ import annotations

import resource
import sys
import traceback

RESERVE_BYTES = 16 * 1024**2  # of memory, for the last words
FAILED = "The simulator failed at {t:,.1f} s of simulated time: {error}"


def limit_memory(memory_bytes: int) -> None:
    """Allow this much data beyond what the warmed process has already."""
    if sys.platform != "linux":
        return
    with open("/proc/self/statm") as statm:
        data_pages = int(statm.read().split()[5])
    allowed = data_pages * resource.getpagesize() + memory_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed + RESERVE_BYTES))


def use_reserve() -> None:
    """Allow what was kept back for the last words."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def failure(what: str, error: Exception, time_s: float) -> str:
    """What the viewer is told of a failure; all of it goes to the server's log."""
    use_reserve()
    print(f"{what} failed", file=sys.stderr)
    traceback.print_exc()
    # What the system says of a file would name it by its path on the server.
    said = error.strerror if isinstance(error, OSError) else str(error)
    text = (said or type(error).__name__).splitlines()[0][:300]
    return FAILED.format(t=time_s, error=text)
