"""Snapshots of runs, and the code that each of them belongs to.

A snapshot is a pickle: it holds the attributes of the code that wrote it, and means nothing to any
other. So it begins with a digest of that code, and what other code wrote is not unpickled. Nothing
is lost: a run is computed again from its seed, to the same bytes.
"""

from __future__ import annotations

import pickle
import platform
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from simcore import compiled
from simcore.components import named_modules
from simcore.errors import SnapshotUnusable

__all__ = ["code", "pack", "unpack"]

BEGINS = b"windtunnel.snapshot/1 "
SOURCES = ("*.py", "*.so", "*.toml", "*.json")
"""What decides how a run comes out: modules, also compiled ones, profiles and tables."""
LIBRARIES = (
    *("numpy", "simpy", "orjson", "pydantic", "pydantic_core", "PyYAML"),
    *("jsonata-python", "python-jsonpath", "google-re2"),
)
"""What a simulation is computed with, by the names of their distributions: state machines go on
with expressions that these evaluate."""


@cache
def code() -> bytes:
    """A digest of the simulator, of types from elsewhere, and of what they are run with."""
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    about = [python, compiled.build(), *libraries]
    digest = sha256("\n".join(about).encode())
    for folder in _folders():
        for file in sorted(file for pattern in SOURCES for file in folder.rglob(pattern)):
            digest.update(f"\n{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return digest.hexdigest().encode()


def _folders() -> Iterator[Path]:
    """The simulator's package, and those of the modules that bring further types."""
    yield Path(__file__).parents[1]
    for name in named_modules():
        found = find_spec(name)
        if found is not None and found.origin is not None:
            yield Path(found.origin).parent


def pack(state: Any) -> bytes:
    """The state, and whose it is."""
    return BEGINS + code() + b"\n" + pickle.dumps(state, protocol=5)


def unpack(snapshot: bytes) -> Any:
    """The state; raises `SnapshotUnusable` when it is not this code's or cannot be read."""
    whose, _, state = snapshot.partition(b"\n")
    if not whose.startswith(BEGINS):
        raise SnapshotUnusable("this is no snapshot of a run")
    if whose.removeprefix(BEGINS) != code():
        raise SnapshotUnusable("the snapshot was written by another version of the code")
    try:
        return pickle.loads(state)
    except Exception as error:  # whatever damaged bytes lead to
        raise SnapshotUnusable(f"the snapshot cannot be read: {error!r}") from error
