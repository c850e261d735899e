"""One execution: its threads, its status, and the length of its history.

Models: the interpreter of the language as AWS documents it and numbers its events: every state,
Retry and Catch, timeouts and heartbeats, Parallel and Map, redrive, the history of 25,000 events.
Time passes only where the host says so: here a transition takes none. Assumed: a state in a branch
that failed is told as aborted, as its siblings are; an Express execution of 1,000,000 events fails;
a Parallel state has its branch's error, never States.BranchFailed, and what times out has none.

Ignores: events of tasks that could not be scheduled, started or submitted (TaskStartFailed and its
like: an attempt fails), MapRunAborted, the location of EvaluationFailed; RedriveTime; the time that
an expression may take; credentials of a task.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from math import inf
from typing import Any, Literal

from simcore.asl.execution.aborting import abort
from simcore.asl.execution.deadline import Deadline, passed
from simcore.asl.execution.history import History
from simcore.asl.execution.map_run import DistributedRun
from simcore.asl.execution.matching import RUNTIME, Failure
from simcore.asl.execution.redriving import begun_again, revived
from simcore.asl.execution.steps import step
from simcore.asl.execution.strand import Strand
from simcore.asl.flow import Json
from simcore.asl.host import Host
from simcore.asl.states import Machine

__all__ = ["Execution"]

Workflow = Literal["STANDARD", "EXPRESS"]
NOTHING: Mapping[str, Json] = {}


class Execution:
    """Driven by its host: `begin` it once, then it calls and is called.

    ``most_events`` is the length of history at which it fails, ``longest_s`` after how long it
    times out at the latest, whatever its definition says: both are of its ``workflow``, as its host
    says, and may be changed before it begins. Events are kept
    with a ``history``, and only counted without. A child of a Map Run has its ``run``, and the
    ``item`` that it is for. Threads that may go on do so one step each by turns, in one loop.
    """

    __slots__ = (
        "_deadline",
        "_is_at_work",
        "_ready",
        "_top",
        "arn",
        "cause",
        "error",
        "events",
        "history",
        "host",
        "input",
        "item",
        "longest_s",
        "machine",
        "most_events",
        "name",
        "number",
        "output",
        "redrives",
        "retries",
        "run",
        "started",
        "status",
        "stopped",
        "workflow",
    )

    def __init__(
        self,
        machine: Machine,
        host: Host,
        input: Json,
        *,
        name: str,
        arn: str,
        number: int = 0,
        history: History | None = None,
        workflow: Workflow = "STANDARD",
        item: Json = None,
        run: DistributedRun | None = None,
    ) -> None:
        self.machine = machine
        self.host = host
        self.input = input
        self.name = name
        self.arn = arn
        self.number = number
        self.history = history
        self.workflow: Workflow = workflow
        self.most_events, self.longest_s = host.bounds[workflow]
        self.item = item
        self.run = run
        self.output: Json = None
        self.status = "RUNNING"
        self.error = ""
        self.cause = ""
        self.events = 0
        self.redrives = 0
        self.retries = 0
        self.started = 0.0
        self.stopped = inf
        self._deadline: Deadline | None = None
        self._is_at_work = False
        self._ready: deque[Strand] | None = None
        self._top: Strand | None = None

    def begin(self, now: float) -> None:
        """ExecutionStarted; its first state waits to be admitted."""
        self.started = now
        self._top = top = Strand(self, self.machine, self.input, NOTHING)
        self._write(now, 0, "ExecutionStarted", top, self)
        self._limit(now)
        self.host.admit(now, top.state, self.resume, top)

    def _limit(self, now: float) -> None:
        """Its time begins."""
        longest = min(
            self.longest_s, inf if self.machine.timeout_s is None else self.machine.timeout_s
        )
        if longest < inf:
            self._deadline = Deadline(self)
            self.host.call_at(now + longest, passed, self._deadline)

    def resume(self, strand: Strand) -> None:
        """Its state has been admitted; where the execution is at work, it goes on after that."""
        if self._is_at_work:
            if self._ready is None:
                self._ready = deque()
            self._ready.append(strand)
            return
        self._is_at_work = True
        step(strand)
        self._go_on()

    def _go_on(self) -> None:
        """What became ready meanwhile, by turns."""
        while self._ready:
            step(self._ready.popleft())
        self._is_at_work = False

    def log(self, now: float, strand: Strand, kind: str, subject: Any = None) -> None:
        """One event more of this thread; the last that may be says that there were too many."""
        if strand.is_over:
            return
        number = self.events + 1
        if number >= self.most_events:
            self._overflow(now)
            return
        self.events = number
        if self.history is not None:
            self.history.add(number, strand.last, now, kind, strand, subject)
        strand.last = number

    def aside(
        self, now: float, previous: int, kind: str, strand: Strand, subject: Any = None
    ) -> int:
        """One event that the next one of its thread does not follow; its number."""
        if self.status != "RUNNING":
            return self.events
        if self.events + 1 >= self.most_events:
            self._overflow(now)
        else:
            self._write(now, previous, kind, strand, subject)
        return self.events

    def _write(self, now: float, previous: int, kind: str, strand: Strand, subject: Any) -> None:
        self.events += 1
        if self.history is not None:
            self.history.add(self.events, previous, now, kind, strand, subject)

    def concluded(self, strand: Strand, now: float, output: Json) -> None:
        """A thread came to its end."""
        if strand.frame is not None:
            strand.frame.concluded(strand, now, output)
            return
        self.output = output
        self._end(now, "SUCCEEDED", "ExecutionSucceeded")

    def broken(self, strand: Strand, now: float, failure: Failure) -> None:
        """A thread ended in an error that nothing in it was for."""
        if strand.frame is not None:
            strand.frame.broken(strand, now, failure)
        else:
            self._fail(now, failure)

    def stop(self, now: float, error: str = "", cause: str = "") -> bool:
        """StopExecution; False when it had ended."""
        if self.status != "RUNNING":
            return False
        self.error, self.cause = error, cause
        self._end(now, "ABORTED", "ExecutionAborted")
        return True

    def redrive(self, now: float) -> bool:
        """RedriveExecution: it goes on from where it ended; False when that cannot be.

        It has to be a Standard execution that ended without success, with room in its history.
        """
        top = self._top
        if top is None or not self.is_redrivable:
            return False
        error = self.error
        self.redrives += 1
        self.retries = 0
        self.status = "RUNNING"
        self.error = self.cause = ""
        self.stopped = inf
        self._top = top = top.renewed()
        self._write(now, self.events, "ExecutionRedriven", top, self)
        top.last = self.events
        self._limit(now)
        self._is_at_work = True  # all are to be alive before the first goes on
        for strand in revived(now, top, error):
            begun_again(strand, now)
        self._go_on()
        return True

    @property
    def is_redrivable(self) -> bool:
        """Whether `redrive` can be."""
        has_room = self.events + 1 < self.most_events
        ended = self.status not in ("RUNNING", "SUCCEEDED")
        return ended and has_room and self.workflow == "STANDARD"

    def late(self) -> None:
        """Its time is over."""
        self._end(self.host.now, "TIMED_OUT", "ExecutionTimedOut")

    def _overflow(self, now: float) -> None:
        many = f"The execution reached the maximum number of history events ({self.most_events})."
        self._fail(now, Failure(RUNTIME, many))

    def _fail(self, now: float, failure: Failure) -> None:
        self.error, self.cause = failure.error, failure.cause
        self._end(now, "FAILED", "ExecutionFailed")

    def _end(self, now: float, status: str, kind: str) -> None:
        self.status = status
        self.stopped = now
        if self._deadline is not None:
            self._deadline.lift()
        top = self._top
        assert top is not None
        self._write(now, top.last, kind, top, self)
        abort(top, now, None)
        self.host.ended(now, self)
        if self.run is not None:
            self.run.ended(now, self)

    def child(self, run: DistributedRun, index: int, input: Json, item: Json) -> Execution:
        """A child execution of a Map Run of this one."""
        name = f"{run.arn.rsplit(':', 1)[1][:-12]}{index:012x}"
        label = run.state.label or run.state.name
        machine = self.host.machine_arn.replace(":stateMachine:", ":execution:")
        kept = self.history
        return Execution(
            run.state.processor,
            self.host,
            input,
            name=name,
            arn=f"{machine}/{label}:{name}",
            number=index,
            history=kept.within() if kept is not None and run.is_followed(index) else None,
            workflow=run.state.child_type,
            item=item,
            run=run,
        )
