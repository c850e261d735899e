"""Traces that were read, kept beside the database: a file is parsed once, not at every request.

Knows no Django: workers take from the same shelf. What is on it can be read again from the upload,
so it may be thrown away at any time, and is, by what was used longest ago.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import threading
from collections import OrderedDict
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from pathlib import Path

from simcore.scenario.traces import Reading, Trace, pack, unpack

log = logging.getLogger(__name__)

FORMAT = 2  # of what is kept: another one is not found
IN_MEMORY = 4  # traces that this process has at hand
MEMORY_BYTES = 64 * 1024**2


@dataclass
class Shelf:
    """A folder of packed traces, by upload and by how its columns were read."""

    folder: Path
    max_bytes: int
    held: OrderedDict[str, Trace] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, upload: str, how: Reading) -> Trace | None:
        """The trace, if it was read before."""
        name = _name(upload, how)
        with self.lock:
            if name in self.held:
                self.held.move_to_end(name)
                return self.held[name]
        path = self.folder / name
        try:
            trace = unpack(path.read_bytes())
            os.utime(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except Exception as error:  # damaged, in whatever way: it is read again
            log.warning("%s is thrown away: %r", path, error)
            _remove(path)
            return None
        self._hold(name, trace)
        return trace

    def put(self, upload: str, how: Reading, trace: Trace) -> None:
        """Keep a trace that was read; where the disk has no room, only for a while."""
        name = _name(upload, how)
        self._hold(name, trace)
        fresh = self.folder / f"{name}.{os.getpid()}.{threading.get_ident()}"
        try:
            self.folder.mkdir(exist_ok=True)
            fresh.write_bytes(pack(trace))
            fresh.replace(self.folder / name)
            self._trim()
        except OSError as error:
            log.warning("a trace that was read is not kept: %s", error)
            _remove(fresh)

    def forget(self, upload: str) -> None:
        """The upload is deleted: nothing that was read from it is kept, in whatever way."""
        with self.lock:
            for name in [name for name in self.held if name.startswith(f"{upload}-")]:
                del self.held[name]
        with contextlib.suppress(OSError):
            for path in list(self.folder.glob(f"{upload}-*")):
                _remove(path)

    def _hold(self, name: str, trace: Trace) -> None:
        with self.lock:
            self.held[name] = trace
            self.held.move_to_end(name)
            while len(self.held) > IN_MEMORY or (
                len(self.held) > 1 and sum(map(_bytes, self.held.values())) > MEMORY_BYTES
            ):
                self.held.popitem(last=False)

    def _trim(self) -> None:
        kept = []
        for path in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):  # another thread's, renamed by now
                kept.append((path, path.stat()))
        taken = sum(stat.st_size for _, stat in kept)
        for path, stat in sorted(kept, key=lambda one: one[1].st_mtime_ns):
            if taken <= self.max_bytes:
                return
            _remove(path)
            taken -= stat.st_size


@lru_cache(maxsize=4)
def shelf_of(folder: Path, max_bytes: int) -> Shelf:
    """One shelf a folder, for all threads of this process."""
    return Shelf(folder, max_bytes)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _name(upload: str, how: Reading) -> str:
    said = repr((FORMAT, upload, astuple(how))).encode("utf-8", "backslashreplace")
    return f"{upload}-{hashlib.sha256(said).hexdigest()[:20]}.npz"


def _bytes(trace: Trace) -> int:
    counts = 0 if trace.counts is None else trace.counts.nbytes
    return trace.times_s.nbytes + counts + 40 * len(trace.keys)
