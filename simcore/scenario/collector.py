"""Python's cyclic garbage collector while a run computes.

The hot path makes many tuples that live until the next fold and hardly any cycles; at the default
threshold the collector looks through them again and again, for a quarter of the time of a run
with a queue (measured by ``benchmarks``). The threshold belongs to the process: it is put back when
the last run that computes has come to its end. Put back for every frame that is handed out, it cost
a queue a twentieth: what a bin leaves in line is more than the default, so each frame was looked
through.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["rare_collections"]

THRESHOLDS = (50_000, 20, 100)


class _Computing:
    """How many runs do, and the thresholds from before the first of them."""

    runs = 0
    before = (0, 0, 0)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect less often inside the block, and inside others that overlap with it."""
    if not _Computing.runs:
        _Computing.before = gc.get_threshold()
        gc.set_threshold(*THRESHOLDS)
    _Computing.runs += 1
    try:
        yield
    finally:
        _Computing.runs -= 1
        if not _Computing.runs:
            gc.set_threshold(*_Computing.before)
