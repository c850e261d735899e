"""Recorded traces: real traffic, from a CSV file, to drive a simulation with."""

from simcore.engine.trace.columns import ONE_PER_ROW
from simcore.engine.trace.limits import DEFAULT_LIMITS, TraceLimits
from simcore.engine.trace.model import Trace
from simcore.engine.trace.read import read_trace

__all__ = ["DEFAULT_LIMITS", "ONE_PER_ROW", "Trace", "TraceLimits", "read_trace"]
