"""Clients whose arrivals change while time passes, for tests."""

import numpy as np
from hypothesis import strategies as st

from simcore.engine import arrivals
from simcore.engine.arrivals import OpenLoop, Window
from simcore.engine.environment import Environment
from simcore.engine.streams import generator
from simcore.engine.trace import Trace

UNTIL = 60.0


def source(kind, *given, id="shop", window=None, **more):
    rng = generator(1, f"{id}/arrivals")
    return getattr(arrivals, kind)(*given, rng=rng, window=window or Window(UNTIL), **more)


def recorded(times, counts=None, interval=None):
    counts = None if counts is None else np.array(counts, dtype=np.int64)
    return source("trace", Trace(np.array(times, dtype=float), counts, interval, 0.0, "", ()))


def poisson(rate, **more):
    return source("poisson", rate, **more)


def even(rate, **more):
    return source("constant", rate, **more)


class Client(OpenLoop):
    """Notes when it sends."""

    def __init__(self, env, arrivals, id="shop"):
        self.times = []
        super().__init__(env, id, arrivals, self.request)

    def request(self, now):
        self.times.append(now)


def sent(arrivals, *changes, until=UNTIL):
    """When a client sends; each change is a time and what is done with the client then."""
    env = Environment()
    client = Client(env, arrivals)
    for t, change in changes:
        if t > env.now:
            env.run(until=t)
        change(client)
    env.run(until=until)
    return client.times


def to(arrivals):
    return lambda client: client.retune(arrivals)


def after(times, t):
    return [time for time in times if time >= t]


KINDS = {
    "poisson": lambda: poisson(20.0),
    "even": lambda: even(20.0),
    "ramp": lambda: source("ramp", 5.0, 40.0, 30.0),
    "step": lambda: source("step", 5.0, 40.0, 20.0),
    "sine": lambda: source("sine", 20.0, 20.0, 13.0),
    "on and off": lambda: source("on_off", 30.0, 4.0, 3.0),
    "burst": lambda: source("burst", 10.0, 15.0, 4.0, count=200),
    "even burst": lambda: source("burst", 10.0, 15.0, 4.0, count=200, spacing="even"),
    "faster": lambda: source("burst", 10.0, 15.0, 4.0, burst_per_s=90.0),
    "trace": lambda: recorded([1.0, 2.5, 7.0, 30.0]),
    "counts": lambda: recorded(range(0, 60, 5), [40] * 12, 5.0),
}
kinds = st.sampled_from(sorted(KINDS)).map(KINDS.__getitem__)
times = st.integers(1, 590).map(lambda tenths: tenths / 10)
