"""When who sends at a pace of its own does: from what a scenario says to the arrivals."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from simcore.engine import arrivals
from simcore.engine.arrivals import ArrivalSource, Window
from simcore.engine.trace import Trace
from simcore.errors import TraceError
from simcore.spec.arrivals import Arrivals, Burst

__all__ = ["Arriving", "arrival_source", "expected"]


class Arriving(Protocol):
    """The fields of a component that sends: by which law, from when, until when, at most."""

    @property
    def arrivals(self) -> Arrivals:
        """When it sends."""

    @property
    def start(self) -> float:
        """Nothing is sent before (seconds)."""

    @property
    def stop(self) -> float | None:
        """Nothing is sent from then on."""

    @property
    def limit(self) -> int | None:
        """So much altogether."""


def arrival_source(
    said: Arriving, rng: np.random.Generator, until_s: float, trace: Trace | None = None
) -> ArrivalSource:
    """When it sends, in a run that ends at `until_s`.

    Whoever replays a trace needs the `trace` (`scenario.traces[id]`); raises ValueError
    without it.
    """
    given: Any = said.arrivals.given
    more: Any = {"rng": rng, "window": Window(until_s, said.start, said.stop, said.limit)}
    kind = said.arrivals.kind
    if kind == "trace":
        if trace is None:
            raise TraceError(f"the trace {given.name} has not been read")
        return arrivals.trace(trace, spread=given.spread, **more)
    if kind == "constant":
        return arrivals.constant(given.rate, **more)
    if kind == "poisson":
        return arrivals.poisson(given.rate, **more)
    more["spacing"] = given.spacing
    if kind == "ramp":
        return arrivals.ramp(given.from_, given.to, given.over, **more)
    if kind == "step":
        return arrivals.step(given.from_, given.to, given.at, **more)
    if kind == "sine":
        return arrivals.sine(given.mean, given.amplitude, given.period, **more)
    if kind == "on_off":
        return arrivals.on_off(given.rate, given.on, given.off, **more)
    return _burst(given, more)


def _burst(given: Burst, more: Any) -> ArrivalSource:
    size: Any = {"count": given.count} if given.count else {"burst_per_s": given.burst_rate}
    return arrivals.burst(given.rate, given.at, given.for_, **size, **more)


def expected(said: Arriving, until_s: float, trace: Trace | None) -> float:
    """Requests that it is expected to send; none while its trace has not been read."""
    if said.arrivals.kind == "trace" and trace is None:
        return 0.0
    return arrival_source(said, np.random.default_rng(0), until_s, trace).expected(until_s)
