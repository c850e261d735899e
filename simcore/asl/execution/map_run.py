"""A Distributed Map: a run of child executions, each with a history of its own.

Models: item readers' arrays and objects, batches, MaxConcurrency, tolerated failures (the run fails
when the items that failed or timed out exceed the count or the percentage), redrive. Assumed: of
children that were tolerated to fail nothing is in the output; where children that cannot be
redriven are more than may fail, the run fails again as soon as it is redriven.

Ignores: files of a ResultWriter, of which the output only says where they would be; what a
WriterConfig adds to outputs that are not exported (metadata of NONE, JSONL); UpdateMapRun; the time
between the failure that was one too many and the end of the run.

Source: step-functions developer guide, "Using Map state in Distributed mode" and "Setting failure
thresholds", 2026.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simcore.asl.execution import outcomes
from simcore.asl.execution.batches import Batches
from simcore.asl.execution.counts import COUNTED, counters
from simcore.asl.execution.files import export_of, flattened, source_of
from simcore.asl.execution.items import entries_of, number_of
from simcore.asl.execution.limits import FOLLOWED_CHILDREN
from simcore.asl.execution.matching import Failure
from simcore.asl.execution.results import Results
from simcore.asl.execution.strand import Strand
from simcore.asl.flow import Json, StateFault
from simcore.asl.states import Map

if TYPE_CHECKING:
    from simcore.asl.execution.execution import Execution

__all__ = ["DistributedRun"]

EXCEEDED = (
    "States.ExceedToleratedFailureThreshold",
    "The specified tolerated failure threshold was exceeded",
)
"""As TestState answered on AWS: recorded 13 November 2025 in localstack/localstack,
test_state_configuration.snapshot.json (commit d386191). That a Map Run says the same is assumed."""


class DistributedRun:
    """It begins a child whenever its host lets it, and ends when all have, or too many failed.

    ``items`` counts items by what became of their child: ``succeeded``, ``failed``, ``timedOut``,
    ``aborted``, and which of these a redrive could not run again, ``failuresNotRedrivable``;
    ``executions`` counts children. ``followed`` are some with their history, by number.
    """

    __slots__ = ("_again", "_batches", "_exports", "_fallen", "_is_beginning", "_results",
                 "_running", "_tolerated", "arn", "executions", "followed", "is_over", "items",
                 "max_concurrency", "redrives", "state", "strand", "total")  # fmt: skip

    def __init__(self, strand: Strand, state: Map) -> None:
        self.strand = strand
        self.state = state
        self._exports = state.writer is not None and state.writer.exports
        self.max_concurrency = strand.execution.host.most_children
        self.arn = ""
        self.total = 0
        self.is_over = False
        self.items: Counter[str] = Counter()
        self.executions: Counter[str] = Counter()
        self.followed: dict[int, Execution] = {}
        self.redrives = 0
        self._is_beginning = False
        self._again: list[tuple[Execution, int]] = []
        self._fallen: dict[int, tuple[Execution, int]] = {}
        self._running: dict[int, tuple[Execution, int]] = {}
        self._results = Results()
        self._tolerated = 0.0

    @property
    def execution(self) -> Execution:
        """The one that it is a part of."""
        return self.strand.execution

    def open(self, now: float) -> None:
        """MapStateStarted, MapRunStarted; the host is asked to begin its children."""
        strand, state = self.strand, self.state
        items, source = self._items(now)
        self.total = len(items)
        self._batches = Batches(strand, state, items, source)
        wanted = number_of("MaxConcurrency", state.max_concurrency, strand)
        most = strand.execution.host.most_children
        self.max_concurrency = min(int(wanted or most), most)
        self._tolerated = self._tolerance()
        self.arn = f"{strand.execution.host.machine_arn}".replace(":stateMachine:", ":mapRun:")
        self.arn += f"/{state.label or state.name}:{self._id()}"
        strand.execution.log(now, strand, "MapStateStarted", self.total)
        strand.execution.log(now, strand, "MapRunStarted", self)
        if strand.is_over:
            return
        if self._batches.is_empty():
            self._close(now)
        else:
            strand.execution.host.run_map(now, self)

    def _id(self) -> str:
        drawn = f"{int(self.strand.uniform() * 2**48):012x}{self.strand.last:08x}"
        return f"{drawn[:8]}-{drawn[8:12]}-4000-8000-{drawn[12:]}0000"

    def _items(self, now: float) -> tuple[Sequence[Json], str]:
        """The items, and what ``Map.Item.Source`` says, "" of pairs; raises StateFault."""
        strand, state = self.strand, self.state
        effective = strand.effective
        given = effective if state.items is None else state.items.of(effective, strand)
        source = "STATE_DATA"
        if state.reader is not None:
            parameters = {} if state.items is None else {"Parameters": given}
            given = strand.execution.host.read_items(now, {**state.reader, **parameters}, state)
            source = source_of(parameters.get("Parameters"))
        items = entries_of(given)
        most = number_of("MaxItems", state.most_items, strand)
        return items[: int(most)] if most else items, "" if items is not given else source

    def _tolerance(self) -> float:
        """How many items may fail; raises StateFault."""
        state, strand = self.state, self.strand
        count = number_of("ToleratedFailureCount", state.tolerated_count, strand)
        share = number_of("ToleratedFailurePercentage", state.tolerated_percentage, strand)
        limits = [] if count is None else [float(count)]
        if share is not None:
            limits.append(self.total * float(share) / 100)
        return min(limits, default=0.0)

    def begin(self, now: float) -> bool:
        """The next child execution; False when none can begin now."""
        if self.is_over or len(self._running) >= self.max_concurrency:
            return False
        if self._again:
            self._begin_again(now, *self._again.pop())
            return True
        if self._batches.is_empty():
            return False
        try:
            input, many, item = self._batches.take()
        except StateFault as fault:
            self._give_up(now, Failure(fault.error, fault.cause))
            outcomes.faulted(self.strand, now, fault)
            return False
        index = self.executions["started"]
        self.executions["started"] += 1
        child = self.execution.child(self, index, input, item)
        self._begin(now, child, many)
        return True

    def _begin(self, now: float, child: Execution, many: int) -> None:
        self._running[child.number] = (child, many)
        if child.history is not None:
            self.followed[child.number] = child
        self._is_beginning = True
        child.begin(now)
        self._is_beginning = False

    def _begin_again(self, now: float, child: Execution, many: int) -> None:
        """A Standard child goes on, an Express one is started anew."""
        if child.workflow == "EXPRESS":
            again = self.execution.child(self, child.number, child.input, child.item)
            self._begin(now, again, many)
            return
        self._running[child.number] = (child, many)
        self._is_beginning = True
        child.redrive(now)
        self._is_beginning = False

    def is_followed(self, number: int) -> bool:
        """Whether this child keeps its history, where its parent does."""
        return number in self.followed or len(self.followed) < FOLLOWED_CHILDREN

    def ended(self, now: float, child: Execution) -> None:
        """One of its children has."""
        _, many = self._running.pop(child.number)
        self.items[COUNTED[child.status]] += many
        self.executions[COUNTED[child.status]] += 1
        if child.status == "SUCCEEDED":
            if not self._exports:
                self._results.put(child.number, child.output)
        else:
            self._fallen[child.number] = (child, many)
        if self.is_over:
            return
        if child.status != "SUCCEEDED" and self._is_exceeded():
            self.refuse(now, *EXCEEDED)
        elif self._is_done():
            self._close(now)
        elif not self._is_beginning:
            self.execution.host.run_map(now, self)

    def _is_exceeded(self) -> bool:
        """Whether more items failed than may."""
        return self.items["failed"] + self.items["timedOut"] > self._tolerated

    def refuse(self, now: float, error: str, cause: str) -> None:
        """It fails, whatever its children did."""
        failure = Failure(error, cause)
        self._give_up(now, failure)
        outcomes.failed(self.strand, now, failure)

    def _is_done(self) -> bool:
        return not self._running and not self._again and self._batches.is_empty()

    def _close(self, now: float) -> None:
        """MapRunSucceeded; the state is left."""
        strand = self.strand
        self.is_over = True
        strand.work = None
        strand.execution.host.map_over(now, self)
        strand.execution.log(now, strand, "MapRunSucceeded", self)
        try:
            output = self._output()
        except StateFault as fault:
            outcomes.faulted(strand, now, fault)
            return
        strand.execution.aside(now, strand.last, "MapStateSucceeded", strand)
        if not strand.is_over:
            outcomes.worked(strand, now, output)

    def _output(self) -> Json:
        if self._exports:
            return {"MapRunArn": self.arn, "ResultWriterDetails": export_of(self.state, self.arn)}
        outputs = self._results.handed_on(self.state.name)
        return flattened(self.state, outputs)

    def _give_up(self, now: float, failure: Failure) -> None:
        """MapRunFailed; children under way are stopped."""
        self.give_up(now)
        self.execution.log(now, self.strand, "MapRunFailed", failure)

    def give_up(self, now: float) -> tuple[Strand, ...]:
        """Nobody waits for it any more; there is no thread of its execution within."""
        self.is_over = True
        self.strand.fallen = self
        for child, _ in list(self._running.values()):
            child.stop(now)
        self.execution.host.map_over(now, self)
        return ()

    def revive(self, strand: Strand) -> None:
        """It goes on in another thread."""
        self.strand = self._batches.strand = strand
        self.is_over = False

    def redrive(self, now: float) -> None:
        """MapRunRedriven: children that did not succeed run again, others as they would have."""
        strand = self.strand
        self.redrives += 1
        self._sort_out()
        strand.execution.log(now, strand, "MapRunRedriven", self)
        if strand.is_over:
            return
        if self._is_exceeded():
            self.refuse(now, *EXCEEDED)
        elif self._is_done():
            self._close(now)
        else:
            strand.execution.host.run_map(now, self)

    def _sort_out(self) -> None:
        """Which children run again; of those that cannot all stays as it was."""
        waiting = {child.number: (child, many) for child, many in self._again}
        for number, (child, many) in list(self._fallen.items()):
            if child.workflow == "EXPRESS" or child.is_redrivable:
                waiting[number] = self._fallen.pop(number)
                self.items[COUNTED[child.status]] -= many
                self.executions[COUNTED[child.status]] -= 1
        self._again = [waiting[number] for number in sorted(waiting, reverse=True)]
        lost = sum(many for _, many in self._fallen.values())
        self.items["failuresNotRedrivable"] = lost
        self.executions["failuresNotRedrivable"] = len(self._fallen)
        self.items, self.executions = +self.items, +self.executions

    def counters(self) -> dict[str, dict[str, int]]:
        """Of its items and of its children."""
        running, again = list(self._running.values()), self._again
        begun, put = self.executions["started"], self._exports
        sums = [sum(many for _, many in part) for part in (running, again)]
        of_items = counters(self.total, self.items, *sums, is_written=put)
        of_children = counters(begun, self.executions, len(running), len(again), is_written=put)
        return {"itemCounts": of_items, "executionCounts": of_children}
