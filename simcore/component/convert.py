"""From what a scenario says to what the engine runs: durations, keys, poison."""

from __future__ import annotations

from typing import Any

from simcore.engine import distributions, keys
from simcore.engine.distributions import Distribution
from simcore.engine.trace import Trace
from simcore.spec.distributions import DurationDistribution
from simcore.spec.keys import Keys, Poison

__all__ = ["MANY_KEYS", "ONE_KEY", "distribution", "drawn_keys", "law_of_keys", "poison"]

ONE_KEY = keys.UniformKeys(1)
MANY_KEYS = keys.UniformKeys(1_000)
"""Of records for a stream, where nothing is said."""


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


def drawn_keys(
    id: str,
    said: Keys | None,
    seed: int,
    unsaid: keys.UniformKeys | keys.ZipfKeys = ONE_KEY,
    trace: Trace | None = None,
) -> keys.Keys:
    """The keys of the component `id`: as it says, else from its trace, else drawn as `unsaid`."""
    if said is None and trace is not None and trace.keys:
        return keys.RecordedKeys(trace.keys)
    return keys.drawn_keys(seed, id, law_of_keys(said, unsaid))


def law_of_keys(
    said: Keys | None, unsaid: keys.UniformKeys | keys.ZipfKeys = ONE_KEY
) -> keys.UniformKeys | keys.ZipfKeys:
    """By which law keys are drawn: what is said, else `unsaid`."""
    if said is not None and said.uniform is not None:
        return keys.UniformKeys(said.uniform.count)
    if said is not None and said.zipf is not None:
        return keys.ZipfKeys(said.zipf.count, said.zipf.exponent)
    return unsaid


def poison(id: str, said: Poison | None, seed: int) -> keys.Poison | None:
    """The poison messages of the component `id`, or None when it sends none."""
    if said is None or not (said.rate or said.keys or said.messages):
        return None
    return keys.Poison(seed, id, said.rate, said.keys, said.messages)
