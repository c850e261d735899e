"""What the result says about the machine: the only part that may differ between machines."""

from __future__ import annotations

import platform
import resource
import sys
from importlib.metadata import version

__all__ = ["describe", "peak_rss_mb"]

KIB_A_MB = 1024
BYTES_A_MB = 1024 * 1024


def peak_rss_mb() -> float:
    """The most memory that this process has had, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (BYTES_A_MB if sys.platform == "darwin" else KIB_A_MB), 1)


def describe() -> dict[str, str]:
    """Versions of what the run was computed with."""
    return {
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "simpy": version("simpy"),
    }
