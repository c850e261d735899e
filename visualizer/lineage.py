"""Runs that begin as others did: which frames they share, and when they part.

A fork has its parent's first frames, the same rows, and those that follow of its own. So its parent
stays for as long as it does.
"""

from __future__ import annotations

import math
from typing import Any

from simcore.scenario import Intervention, interventions_of, parting_s
from visualizer.models import Frame, Run

INTERVENTIONS = "interventions"
SAME = ("document", "seed", "profile", "model_version")


def ancestry(run_id: str) -> list[tuple[str, int | None]]:
    """Runs from which its frames come, itself first: each with the number at which they end."""
    found: list[tuple[str, int | None]] = [(run_id, None)]
    while (above := _above(found[-1][0])) is not None:
        parent, shared = above
        end = found[-1][1]
        found.append((parent, shared if end is None else min(shared, end)))
    return found


def _above(run_id: str) -> tuple[str, int] | None:
    """The run whose frames it shares, and how many."""
    return Run.objects.filter(id=run_id, shared__gt=0).values_list("parent_id", "shared").first()


def read_frames(run_id: str, first: int, end: int) -> list[tuple[int, bytes]]:
    """The stored frames numbered first to end - 1, whoever computed them."""
    found: list[tuple[int, bytes]] = []
    sources = ancestry(run_id)
    begins = [*(until for _, until in sources[1:]), 0]
    for (source, until), begin in reversed(list(zip(sources, begins, strict=True))):
        low, high = max(first, begin or 0), end if until is None else min(end, until)
        if low < high:
            found += _rows(source, low, high)
    return found


def _rows(run_id: str, first: int, end: int) -> list[tuple[int, bytes]]:
    rows = Frame.objects.filter(run_id=run_id, n__gte=first, n__lt=end).order_by("n")
    return [(n, bytes(blob)) for n, blob in rows.values_list("n", "blob")]


def told(run: Run) -> tuple[Intervention, ...] | None:
    """What its components are told; None where this version does not read it any more."""
    said = run.overrides.get(INTERVENTIONS, run.document.get(INTERVENTIONS))
    try:
        return interventions_of(said)
    except ValueError:
        return None


def apart_s(was: Run, now: Run) -> float | None:
    """When a run parts from another that begins as it does; None where it does not.

    Infinity where they never part.
    """
    if any(getattr(was, name) != getattr(now, name) for name in SAME):
        return None
    lists = told(was), told(now)
    if _knobs(was) != _knobs(now) or lists[0] is None or lists[1] is None:
        return None
    at = parting_s(lists[0], lists[1])
    return math.inf if at is None else at


def _knobs(run: Run) -> dict[str, Any]:
    return {path: value for path, value in run.overrides.items() if path != INTERVENTIONS}


def begin_with(parent: Run, fork: Run, flags: list[dict[str, Any]]) -> None:
    """Give a run that is about to be stored the frames that it shares with its parent.

    `flags` are its interventions as its header tells them.
    """
    fork.parent = parent
    at, header = apart_s(parent, fork), parent.header
    if at is None or header is None:
        return
    fork.shared = fork.frames = min(parent.frames, _ended_by(at, header))
    if fork.shared:
        fork.header = {**header, INTERVENTIONS: flags}
        fork.computed_s = min(fork.shared * header["frame_s"], header["duration_s"])


def _ended_by(at: float, header: dict[str, Any]) -> int:
    if at >= header["duration_s"]:
        return int(header["frames"])
    frame_s = header["frame_s"]
    nearly = round(at / frame_s)  # a quotient of floats may be a little too large or too small
    return nearly if nearly * frame_s <= at else nearly - 1
