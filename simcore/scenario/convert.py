"""From what a scenario says to what the engine runs."""

from __future__ import annotations

from typing import Any

import numpy as np

from simcore.engine import arrivals, distributions
from simcore.engine.arrivals import ArrivalSource, Window
from simcore.engine.distributions import Distribution
from simcore.engine.trace import Trace
from simcore.scenario.model import Client, DurationDistribution
from simcore.scenario.model.arrivals import Burst

__all__ = ["arrival_source", "distribution"]


def distribution(spec: DurationDistribution) -> Distribution:
    """The distribution, in seconds."""
    given: Any = spec.given
    if spec.kind == "constant":
        return distributions.Constant(given)
    if spec.kind == "exponential":
        return distributions.Exponential(given.mean)
    if spec.kind == "lognormal":
        return distributions.Lognormal(given.median, given.p99)
    if spec.kind == "uniform":
        return distributions.Uniform(given.low, given.high)
    return distributions.Empirical(given.values, given.weights)


def arrival_source(
    client: Client, rng: np.random.Generator, until_s: float, trace: Trace | None = None
) -> ArrivalSource:
    """When the client sends, in a run that ends at `until_s`.

    A client that replays a trace needs the `trace` (`scenario.traces[id]`); raises ValueError
    without it.
    """
    given: Any = client.arrivals.given
    more: Any = {
        "rng": rng,
        "window": Window(until_s, client.start, client.stop, client.limit),
    }
    kind = client.arrivals.kind
    if kind == "trace":
        if trace is None:
            raise ValueError(f"the trace {given.name} has not been read")
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
