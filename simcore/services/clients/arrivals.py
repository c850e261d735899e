"""When a client sends: from what a scenario says to the engine's arrivals."""

from __future__ import annotations

from typing import Any

import numpy as np

from simcore.engine import arrivals
from simcore.engine.arrivals import ArrivalSource, Window
from simcore.engine.trace import Trace
from simcore.errors import TraceError
from simcore.services.clients.arrivals_spec import Burst
from simcore.services.clients.spec import Client

__all__ = ["arrival_source", "expected"]


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


def expected(client: Client, until_s: float, trace: Trace | None) -> float:
    """Requests that the client is expected to send; none while its trace has not been read."""
    if client.arrivals.kind == "trace" and trace is None:
        return 0.0
    return arrival_source(client, np.random.default_rng(0), until_s, trace).expected(until_s)
