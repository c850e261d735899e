"""From what a client says of its keys and poison to what the engine draws."""

from __future__ import annotations

from simcore.engine import keys as engine
from simcore.engine.trace import Trace
from simcore.scenario.model import Client, Keys

__all__ = ["MANY_KEYS", "ONE_KEY", "drawn", "poison"]

ONE_KEY = engine.UniformKeys(1)
MANY_KEYS = engine.UniformKeys(1_000)
"""Of records for a stream, where nothing is said."""


def drawn(
    id: str,
    said: Keys | None,
    seed: int,
    unsaid: engine.UniformKeys | engine.ZipfKeys = ONE_KEY,
    trace: Trace | None = None,
) -> engine.Keys:
    """The keys of the component `id`: as it says, else from its trace, else drawn as `unsaid`."""
    if said is None and trace is not None and trace.keys:
        return engine.RecordedKeys(trace.keys)
    keys: engine.UniformKeys | engine.ZipfKeys = unsaid
    if said is not None and said.uniform is not None:
        keys = engine.UniformKeys(said.uniform.count)
    elif said is not None and said.zipf is not None:
        keys = engine.ZipfKeys(said.zipf.count, said.zipf.exponent)
    return engine.drawn_keys(seed, id, keys)


def poison(id: str, client: Client, seed: int) -> engine.Poison | None:
    """The client's poison messages, or None when it sends none."""
    spec = client.poison
    if spec is None or not (spec.rate or spec.keys or spec.messages):
        return None
    return engine.Poison(seed, id, spec.rate, spec.keys, spec.messages)
