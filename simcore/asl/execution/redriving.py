"""Redrive: an execution that did not succeed goes on from where it ended.

Source: step-functions developer guide, "Restarting state machine executions with redrive", 2026:
the same definition and input, timeouts and counters of retries from zero; of a Parallel or inline
Map state only the branches that failed or were aborted, all where the error was
States.DataLimitExceeded; of a Map Run only children that did not succeed. Whether a state that is
run again is entered again in the history is not published: assumed, it is.
"""

from __future__ import annotations

from simcore.asl.execution.frame import Frame
from simcore.asl.execution.map_run import DistributedRun
from simcore.asl.execution.matching import DATA_LIMIT
from simcore.asl.execution.strand import Strand

__all__ = ["begun_again", "revived"]


def revived(now: float, top: Strand, error: str) -> list[Strand]:
    """Those at the inside, which are to be begun.

    New threads stand for all that ended with the execution, ``top`` among them: what was set for
    the old ones (the end of a Wait, a retry, a transition) still comes, and finds them over.
    """
    waiting, inside = [top], []
    while waiting:
        strand = waiting.pop()
        strand.last = top.last
        fallen = None if error == DATA_LIMIT else strand.fallen
        if isinstance(fallen, Frame):
            _goes_on(strand, now)
            fallen.revive(strand)
            waiting += reversed(fallen.unfinished())
        elif isinstance(fallen, DistributedRun):
            _goes_on(strand, now)
            fallen.revive(strand)
            inside.append(strand)
        else:
            strand.go_to(strand.state, strand.input)
            inside.append(strand)
    return inside


def begun_again(strand: Strand, now: float) -> None:
    """Its state is entered, or its Map Run goes on."""
    if strand.is_over:
        return
    execution = strand.execution
    if isinstance(strand.work, DistributedRun):
        strand.work.redrive(now)
    else:
        execution.host.admit(now, strand.state, execution.resume, strand)


def _goes_on(strand: Strand, now: float) -> None:
    """Its state is under way again: what it waits for is."""
    strand.work, strand.fallen = strand.fallen, None
    strand.tries = None
    strand.execution.host.noted(now, strand.execution, "entered", strand.state)
