"""What the result says about the machine: the only part that may differ between machines."""

from __future__ import annotations

import platform
import resource
import sys
from importlib.metadata import version

import numpy as np

from simcore import compiled

__all__ = ["describe", "memory_mb", "peak_rss_mb"]

DATA = 5
"""Where ``statm`` has the pages of data: what RLIMIT_DATA counts."""

KIB_A_MB = 1024
BYTES_A_MB = 1024 * 1024


def peak_rss_mb() -> float:
    """The most memory that this process has had, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (BYTES_A_MB if sys.platform == "darwin" else KIB_A_MB), 1)


def memory_mb() -> float:
    """How much memory this process has now, in MB; where nobody tells, the most that it has had."""
    try:
        with open("/proc/self/statm") as statm:
            pages = int(statm.read().split()[DATA])
    except OSError:
        return peak_rss_mb()
    return pages * resource.getpagesize() / BYTES_A_MB


def describe() -> dict[str, str]:
    """Versions of what the run was computed with."""
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "simpy": version("simpy"),
        "build": compiled.build(),
    }
