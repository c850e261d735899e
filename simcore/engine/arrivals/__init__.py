"""Arrivals: when requests come in from outside, computed in blocks.

One function per kind (``arrivals.poisson(...)``), each giving an :class:`ArrivalSource` for
:meth:`simcore.engine.environment.Environment.follow`. The random kinds invert the cumulative rate
at the partial sums of unit exponentials, so another rate stretches the same arrivals instead of
drawing new ones.
"""

from simcore.engine.arrivals.kinds import (
    Spacing,
    burst,
    constant,
    on_off,
    poisson,
    ramp,
    sine,
    step,
    trace,
)
from simcore.engine.arrivals.open_loop import OpenLoop
from simcore.engine.arrivals.source import BLOCK, ArrivalSource, Window

__all__ = [
    "BLOCK",
    "ArrivalSource",
    "OpenLoop",
    "Spacing",
    "Window",
    "burst",
    "constant",
    "on_off",
    "poisson",
    "ramp",
    "sine",
    "step",
    "trace",
]
