"""Python's cyclic garbage collector while a run computes.

The hot path makes many tuples that live until the next fold and hardly any cycles; at the default
threshold the collector looks through them again and again, for a quarter of the time of a run
with a queue (measured by ``benchmarks``). The threshold belongs to the process, so it is put back
whenever the run hands a frame out.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["rare_collections"]

THRESHOLDS = (50_000, 20, 100)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect less often inside the block."""
    before = gc.get_threshold()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
