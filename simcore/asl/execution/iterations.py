"""An inline Map: its iterations are threads of the same execution, at most 40 at once."""

from __future__ import annotations

from simcore.asl.execution import outcomes
from simcore.asl.execution.frame import Frame
from simcore.asl.execution.items import items_of, number_of, selected
from simcore.asl.execution.limits import INLINE_ITERATIONS
from simcore.asl.execution.strand import Strand
from simcore.asl.flow import Json, StateFault
from simcore.asl.states import Map

__all__ = ["Iterations"]


class Iterations(Frame):
    """One goes on as another ends; results are in the order of the items."""

    __slots__ = ("at_once", "began", "items", "state")

    def __init__(self, strand: Strand, state: Map) -> None:
        Frame.__init__(self, strand)
        self.state = state
        self.items: list[Json] = []
        self.at_once = INLINE_ITERATIONS
        self.began = 0

    def item_of(self, child: Strand) -> Json:
        """Its place, and itself."""
        return {"Index": child.index, "Value": self.items[child.index]}

    def begin(self, now: float) -> None:
        """MapStateStarted, and as many iterations as may be; raises StateFault."""
        strand = self.strand
        self.items = items_of(strand, self.state)
        wanted = number_of("MaxConcurrency", self.state.max_concurrency, strand)
        self.at_once = min(int(wanted or INLINE_ITERATIONS), INLINE_ITERATIONS)
        self.execution.log(now, strand, "MapStateStarted", len(self.items))
        if strand.is_over:
            return
        self.last = strand.last
        if not self.items:
            self.joined(now)
            return
        self._go_on(now, strand.last)

    def _begin_more(self, now: float, previous: int) -> None:
        while self.began < len(self.items) and len(self.children) < self.at_once:
            if self.is_over or self.strand.is_over:
                return
            self._begin_one(now, previous)

    def _begin_one(self, now: float, previous: int) -> None:
        strand, index = self.strand, self.began
        self.began += 1
        about = {"Index": index, "Value": self.items[index]}
        input = selected(strand, self.state, self.items[index], about)
        child = Strand(self.execution, self.state.processor, input, strand.variables, self, index)
        child.last = self.execution.aside(now, previous, "MapIterationStarted", child)
        if not strand.is_over:
            self.admit(now, child)

    def concluded(self, child: Strand, now: float, output: Json) -> None:
        """The next one begins, or it was the last."""
        Frame.concluded(self, child, now, output)
        self.last = self.execution.aside(now, child.last, "MapIterationSucceeded", child)
        if self.strand.is_over:
            return
        if self.began < len(self.items):
            self._go_on(now, child.last)
        elif not self.children:
            self.joined(now)

    def _go_on(self, now: float, previous: int) -> None:
        """More begin; where one cannot, those that have begun are given up."""
        try:
            self._begin_more(now, previous)
        except StateFault as fault:
            self.fall(now, previous)
            self.strand.fallen = None  # a redrive begins the state anew
            outcomes.faulted(self.strand, now, fault)

    def told_broken(self, child: Strand, now: float) -> None:
        """MapIterationFailed."""
        self.execution.aside(now, child.last, "MapIterationFailed", child)

    def told_aborted(self, child: Strand, now: float, previous: int) -> None:
        """MapIterationAborted."""
        self.execution.aside(now, previous, "MapIterationAborted", child)
