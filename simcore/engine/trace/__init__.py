"""Recorded traces: real traffic, from a CSV file, to drive a simulation with."""

from simcore.engine.trace.columns import ONE_PER_ROW, Wanted
from simcore.engine.trace.limits import DEFAULT_LIMITS, TraceLimits
from simcore.engine.trace.model import Trace
from simcore.engine.trace.packed import pack, unpack
from simcore.engine.trace.read import read_trace, read_whole

__all__ = [
    "DEFAULT_LIMITS",
    "ONE_PER_ROW",
    "Trace",
    "TraceLimits",
    "Wanted",
    "pack",
    "read_trace",
    "read_whole",
    "unpack",
]
