"""A run that goes on: from a snapshot of its own, or of one that was the same up to there."""

from __future__ import annotations

from collections.abc import Callable

from simcore.errors import ScenarioInvalid, SnapshotUnusable
from simcore.scenario.limits import Limits
from simcore.scenario.run import Run

__all__ = ["restored_or_replayed"]


def restored_or_replayed(
    snapshot: bytes | None,
    begin: Callable[[], Run],
    limits: Limits,
    diverge: Callable[[Run], None] | None = None,
) -> Run:
    """The run from the snapshot, where that is of any use; else anew, to the same bytes.

    With `diverge` the snapshot is another run's, which is told by it what it is from here on.
    """
    if snapshot is None:
        return begin()
    try:
        run = Run.restore(snapshot, limits=limits)
        if diverge is not None:
            diverge(run)
    except (SnapshotUnusable, ScenarioInvalid):
        return begin()
    return run
