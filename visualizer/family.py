"""The runs around a run: what it was made of, and what was made of it."""

from __future__ import annotations

from typing import Any

from visualizer import changed
from visualizer.models import Run

MOST = 200
HEAVY = ("result", "header", "end")


def family(run: Run) -> dict[str, Any]:
    """The tree that the run is part of, from its root, at most `MOST` of it."""
    root = _root(run)
    found, level = [root], [root]
    while level and len(found) < MOST:
        forks = Run.objects.defer(*HEAVY).filter(parent__in=level).order_by("created", "id")
        level = list(forks[: MOST - len(found)])
        found += level
    known = {one.id: one for one in found}
    runs = [_member(one, known.get(one.parent_id or "")) for one in found]
    return {"run": run.id, "root": root.id, "runs": runs, "cut": len(found) == MOST}


def _root(run: Run) -> Run:
    seen = 0
    while run.parent_id is not None and seen < MOST:
        run, seen = Run.objects.defer(*HEAVY).get(id=run.parent_id), seen + 1
    return run


def _member(run: Run, parent: Run | None) -> dict[str, Any]:
    """One run; `changes` from its parent, or from the scenario where that is not in the tree."""
    changes = changed.as_written(run) if parent is None else changed.between(parent, run)
    return {
        "id": run.id,
        "url": run.get_absolute_url(),
        "parent": run.parent_id,
        "shared": run.shared,
        "state": run.state,
        "title": run.title,
        "name": run.name,
        "pinned": run.pinned,
        "created": run.created,
        "frames": run.frames,
        "computed_s": run.computed_s,
        "changes": changes,
        "label": changed.label(changes),
    }
