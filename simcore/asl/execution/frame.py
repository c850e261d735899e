"""Threads within a state, of which the state waits for all: branches of a Parallel, items of a Map.

The first of them that fails takes the others with it. Source: https://states-language.net/spec.html
"Parallel State", "Map State"; events and what they follow: recorded histories.
"""

from __future__ import annotations

from typing import Any

from simcore.asl.execution import outcomes
from simcore.asl.execution.aborting import STATES_ABORTED, abort
from simcore.asl.execution.matching import Failure
from simcore.asl.execution.results import Results
from simcore.asl.execution.strand import Strand
from simcore.asl.flow import Json, StateFault

__all__ = ["Frame"]


class Frame:
    """One run of such a state; ``strand`` is the thread that is in it."""

    __slots__ = ("children", "execution", "is_over", "last", "results", "strand")

    def __init__(self, strand: Strand) -> None:
        self.execution = strand.execution
        self.strand = strand
        self.children: dict[int, Strand] = {}
        self.results = Results()
        self.last = 0
        self.is_over = False

    def item_of(self, child: Strand) -> Json:
        """What ``$$.Map.Item`` says within; None where there is no item."""
        return None

    def admit(self, now: float, child: Strand) -> None:
        """A thread more."""
        self.children[child.index] = child
        self.execution.host.admit(now, child.state, self.execution.resume, child)

    def concluded(self, child: Strand, now: float, output: Json) -> None:
        """One came to its end."""
        self.results.put(child.index, output)
        del self.children[child.index]
        self.last = child.last

    def joined(self, now: float) -> None:
        """All came to their ends: the state is left."""
        strand = self.strand
        strand.last = self.last
        self.is_over = True
        strand.work = None
        try:
            found = self.results.handed_on(strand.state.name)
        except StateFault as fault:
            outcomes.faulted(strand, now, fault)
            return
        self.execution.aside(now, self.last, f"{strand.state.type}StateSucceeded", strand)
        if not strand.is_over:
            outcomes.worked(strand, now, found)

    def broken(self, child: Strand, now: float, failure: Failure) -> None:
        """One failed: the others are given up, and the state has failed."""
        self.told_broken(child, now)
        if child.state.type in STATES_ABORTED:
            self.execution.aside(now, child.last, f"{child.state.type}StateAborted", child)
        self.fall(now, child.last)
        if not self.strand.is_over:
            outcomes.failed(self.strand, now, failure)

    def told_broken(self, child: Strand, now: float) -> None:
        """What is said of a thread that failed, beside its state."""

    def told_aborted(self, child: Strand, now: float, previous: int) -> None:
        """What is said of a thread that is given up, beside its state."""

    def fall(self, now: float, last: int) -> None:
        """All that is under way within is given up; it stays as it was, for a redrive."""
        self.is_over = True
        self.strand.last = last
        self.strand.fallen = self
        for child in self.unfinished():
            if not child.is_over:
                abort(child, now, last)

    def revive(self, strand: Strand) -> None:
        """It goes on in another thread, and so do all within that have not come to their ends."""
        self.strand = strand
        self.is_over = False
        self.last = strand.last
        self.children = {index: child.renewed() for index, child in self.children.items()}

    def give_up(self, now: float) -> list[Strand]:
        """Nobody waits for it any more; the threads within, last first."""
        self.is_over = True
        return self.unfinished()[::-1]

    def unfinished(self) -> list[Strand]:
        """Threads that have not come to their ends, in their order."""
        return [self.children[index] for index in sorted(self.children)]


class ParallelFrame(Frame):
    """Branches begin together, with the same input; results are in their order."""

    __slots__ = ()

    def begin(self, now: float, input: Json) -> None:
        """ParallelStateStarted."""
        strand, state = self.strand, self.strand.state
        self.execution.log(now, strand, "ParallelStateStarted")
        if strand.is_over:
            return
        branches: Any = getattr(state, "branches", ())
        self.last = strand.last
        for index, machine in enumerate(branches):
            child = Strand(self.execution, machine, input, strand.variables, self, index)
            child.last = strand.last
            self.admit(now, child)

    def concluded(self, child: Strand, now: float, output: Json) -> None:
        Frame.concluded(self, child, now, output)
        if not self.children:
            self.joined(now)
