"""What is given up together: a thread, what it waits for, and all threads within."""

from __future__ import annotations

from typing import Any

from simcore.asl.execution.strand import Strand

__all__ = ["STATES_ABORTED", "abort"]

STATES_ABORTED = frozenset({"Task", "Wait", "Parallel", "Map"})
"""There is an event that says so of these; the others take no time."""


def abort(strand: Strand, now: float, previous: int | None) -> None:
    """It and all within; ``previous`` is the event that tells why, None where nothing is told."""
    waiting: list[Strand] = [strand]
    while waiting:
        one = waiting.pop()
        if one.is_over:
            continue
        one.is_over = True
        if previous is not None:
            _told(one, now, previous)
        if one.entered:
            one.execution.host.noted(now, one.execution, "aborted", one.state)
        work: Any = one.work
        if work is not None:
            waiting += work.give_up(now)
            one.fallen = work
        one.work = None


def _told(one: Strand, now: float, previous: int) -> None:
    if one.frame is not None:
        one.frame.told_aborted(one, now, previous)
    kind = one.state.type
    if one.entered and kind in STATES_ABORTED:
        one.execution.aside(now, previous, f"{kind}StateAborted", one)
