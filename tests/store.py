"""Runs that are computed once for all tests, whatever process asks for them.

The same scenario, seed and profile give the same bytes (`tests/determinism` sees to that), so a run
is named by all that it depends on: what it is asked to simulate, and the sources that do it. The
runs of other sources are never found, and are removed. `make clean` removes them all.
"""

import fcntl
import os
import pickle
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

import simcore
from simcore.scenario.run import Frame, Result
from simcore.scenario.shipped import shipped

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache" / "runs"
SOURCES = ("*.py", "*.toml", "*.json")
SHIPPED = frozenset(shipped())
KEPT = 3  # folders, each with the runs of other sources


@cache
def sources() -> str:
    """A digest of everything but its inputs that decides how a run comes out."""
    digest = sha256(f"{platform.python_version()} {version('numpy')} {version('simpy')}".encode())
    simulator = Path(simcore.__file__).parent
    files = [file for pattern in SOURCES for file in simulator.rglob(pattern)]
    for file in [*sorted(files), Path(__file__)]:
        digest.update(f"\n{file}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def folder() -> Path:
    """Where the runs of these sources are; the runs of older ones make room."""
    own = FOLDER / sources()
    own.mkdir(parents=True, exist_ok=True)
    os.utime(own)
    for old in sorted(FOLDER.iterdir(), key=lambda path: -path.stat().st_mtime)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    return own


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else computes what is meant for this path meanwhile."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def put(path: Path, told: dict[str, Any]) -> None:
    """Whole or not at all: who looks while it is written sees nothing."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(pickle.dumps(told))
    unfinished.rename(path)


class StoredRun(simcore.Run):
    """A run that is computed only where none of the tests has computed it before.

    Its frames are not kept: of a run that is found, there are none.
    """

    def __init__(self, scenario: simcore.Scenario, **asked: Any) -> None:
        # Whoever comes first computes what others will want: of what is shipped, frames too.
        super().__init__(scenario, **{**asked, "shown": scenario.id in SHIPPED})

    def path(self) -> Path:
        asked = [self.scenario.resolved(), self.overrides, self.limits.events, self.limits.wall_s]
        name = sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()
        return folder() / f"{name[:32]}.run"

    def told(self) -> dict[str, Any]:
        """The result, and fingerprints of the facts and, where they are made, of the frames."""
        path = self.path()
        with alone(path):
            if not path.exists():
                put(path, self._computed())
        return pickle.loads(path.read_bytes())

    def _computed(self) -> dict[str, Any]:
        frames = sha256()
        for frame in super().frames():
            seen = {key: value for key, value in frame.payload.items() if key != "stories"}
            frames.update(orjson.dumps(seen, option=orjson.OPT_SORT_KEYS))
        result = super().result()
        return {
            "result": (result.status, result.limit, result.document),
            "facts": self._recorder.fingerprint(),
            "frames": frames.hexdigest(),
        }

    def frames(self) -> Iterator[Frame]:
        return iter(())

    def result(self) -> Result:
        return Result(*self.told()["result"])


def result(scenario: simcore.Scenario, **changes: Any) -> dict[str, Any]:
    """The result document of a run, as `simcore.run` gives it."""
    return StoredRun(scenario, **changes).result().as_dict()
