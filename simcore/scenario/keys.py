"""From what a client says of its keys and poison to what the engine draws."""

from __future__ import annotations

from simcore.engine import keys as engine
from simcore.scenario.model import Client

__all__ = ["drawn", "poison"]

ONE_KEY = engine.UniformKeys(1)


def drawn(
    id: str,
    client: Client,
    seed: int,
    unsaid: engine.UniformKeys | engine.ZipfKeys = ONE_KEY,
) -> engine.DrawnKeys:
    """The client's keys; `unsaid` says how they are drawn when the client does not."""
    keys: engine.UniformKeys | engine.ZipfKeys = unsaid
    if client.keys is not None and client.keys.uniform is not None:
        keys = engine.UniformKeys(client.keys.uniform.count)
    elif client.keys is not None and client.keys.zipf is not None:
        keys = engine.ZipfKeys(client.keys.zipf.count, client.keys.zipf.exponent)
    return engine.drawn_keys(seed, id, keys)


def poison(id: str, client: Client, seed: int) -> engine.Poison | None:
    """The client's poison messages, or None when it sends none."""
    spec = client.poison
    if spec is None or not (spec.rate or spec.keys or spec.messages):
        return None
    return engine.Poison(seed, id, spec.rate, spec.keys, spec.messages)
