"""AWS Step Functions: one state machine and its executions.

Models: StartExecution (:mod:`.starting`); each execution as the interpreter of
    :mod:`simcore.asl.execution` runs it; state transitions that take a time (assumed) and, of
    standard workflows, a token of the account's bucket, for which they wait in order of coming
    (assumed) and are counted as throttled; tasks, each in its own way (:mod:`.tasks`); redrives
    (:mod:`.redriving`); Map Runs; the status changes that standard executions put on a bus;
    histories of a few executions. Asynchronous express executions may be run again from the
    beginning, with the same input: both begin together (assumed).
Ignores: names of executions (each has one of its own), so that none is started twice by name;
    versions and aliases; logs; StopExecution in the course of a run; what Step Functions calls cost
    in time beyond the latency that is assumed; DescribeExecution and the other calls that only
    read; of which execution the event of a status change is (:mod:`.documents`), and that a
    redrive is one; the tokens of transitions that are promised to an execution which then
    ends; of the memory of express executions, that several steps of a Map have it at once: it is
    counted once for each Parallel and Map state; of CloudWatch's metrics those whose
    dimension is the account or one of its calls: the limits (OpenExecutionLimit, OpenMapRunLimit),
    ThrottledEvents, ProvisionedBucketSize, ProvisionedRefillRate and ConsumedCapacity, which are
    quotas here, with this machine's part in ExecutionThrottled; ExpressExecutionMemory, of which
    only what is billed is worked out. OpenExecutionCount, and times and numbers of tasks, are told
    of each machine, where CloudWatch has one series of the account, of a function or an activity.
States: StartRefused, ExecutionStarted, ExecutionEnded, ExecutionRunAgain, ExecutionRedriven,
    StateNoted, TaskScheduled, TaskStarted, TaskEnded, CallDelayed, Polled, HeartbeatSent,
    MapRunStarted, MapRunEnded, HistoryEvent, MachineObserved.

Sources: AWS Step Functions Developer Guide (2026: service-quotas, procedure-cw-metrics,
choosing-workflow-type, concepts-error-handling; 2022: limits-overview, cw-events).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from simcore.asl.execution import Execution
from simcore.asl.host import MapRun, Running
from simcore.asl.size import size_of
from simcore.component import Site
from simcore.engine.environment import Environment
from simcore.engine.streams import Draw, Stream
from simcore.facts import columns_for, ledgers_for
from simcore.roles.event import FROM_OUTSIDE, Event
from simcore.roles.taker import Taker
from simcore.services.step_functions.billing import billed
from simcore.services.step_functions.facts import (
    OF_CHILD,
    OF_REDRIVEN,
    REFUSALS,
    ROWS,
    STATUSES,
    ExecutionEnded,
    ExecutionRunAgain,
    ExecutionStarted,
    HistoryEvent,
    MachineObserved,
    StateNoted,
)
from simcore.services.step_functions.histories import MOST_FOLLOWED, Followed, Texts
from simcore.services.step_functions.hosting import Hosting
from simcore.services.step_functions.map_runs import MapRuns
from simcore.services.step_functions.pacing import AccountQuotas
from simcore.services.step_functions.redriving import Redriving
from simcore.services.step_functions.settings import MachineSettings
from simcore.services.step_functions.starting import MachineStreams, Starting
from simcore.services.step_functions.tasks.activity import Workers
from simcore.services.step_functions.tasks.performing import Performing

__all__ = ["StateMachine", "Whose"]

STATUS_OF = {name: number for number, name in enumerate(STATUSES)}


class Whose(Protocol):
    """Who wants to know of an execution's end."""

    def execution_ended(self, now: float, execution: Running) -> None:
        """It has its status."""


class StateMachine(Hosting, Performing, Starting):
    """A standard machine, or an express one whose executions nobody waits for.

    ``workers`` are those of its activities; ``bus`` gets its status changes.
    """

    type = "state_machine"

    def __init__(
        self,
        env: Environment,
        id: str,
        region: str,
        ends_s: float,
        settings: MachineSettings,
        account: AccountQuotas,
        streams: MachineStreams,
    ) -> None:
        Hosting.__init__(self, env, id, region, ends_s, streams.jitter, streams.uniform)
        Performing.__init__(self)
        self.settings, self.account, self._streams = settings, account, streams
        self.ledgers = columns_for(StateNoted) | ledgers_for(*ROWS)
        self.map_runs = MapRuns(self, account, settings.children_per_s)
        self.redriving = Redriving(self)
        self.workers: Mapping[str, Workers] = {}
        self.bus: Taker | None = None
        self.texts = Texts()
        self.running: dict[Running, Whose | None] = {}
        self.children = 0
        self._started = self._followed = 0
        self._executions_arn = self.machine_arn.replace(":stateMachine:", ":execution:") + ":"
        self._of_tasks: dict[str, Stream] = {}
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        Hosting.bind(self)

    def __getstate__(self) -> dict[str, Any]:
        hot = ("_note_time", "_note_state", "_note_what", "_token_at")
        return {name: value for name, value in self.__dict__.items() if name not in hot}

    def stream(self, site: Site, name: str, draw: Draw) -> Stream:
        """A random stream of one of its tasks: the same as before, where a scenario changes."""
        known = self._of_tasks.get(name)
        if known is None:
            known = self._of_tasks[name] = site.stream(name, draw)
        else:
            known.remap(draw)
        return known

    # Executions begin.

    def deliver(self, now: float, event: Event) -> bool:
        """StartExecution; False where it is refused (`facts.REFUSALS`)."""
        if self._why_not(now) is not None:
            return False
        input = self.input_for(event)
        if not self._is_valid(now, input):
            return False
        self._begin(now, input, None)
        if self.settings.runs_twice > 0.0 and self._streams.again.next() < self.settings.runs_twice:
            self.ledgers[ExecutionRunAgain].append((now,))
            self._begin(now, input, None)
        return True

    def start_execution(self, now: float, input: Any, whose: Any) -> Execution | str:
        """The same by another machine, with an input of its own; why not, where it is refused."""
        why = self._why_not(now)
        return self._begin(now, input, whose) if why is None else REFUSALS[why]

    def _begin(self, now: float, input: Any, whose: Whose | None) -> Execution:
        self._started += 1
        settings, number = self.settings, self._started
        name = f"{self.id}-{number}"
        execution = Execution(
            settings.machine,
            self,
            input,
            name=name,
            arn=self._executions_arn + name,
            number=number,
            history=self._history(number),
            workflow="EXPRESS" if settings.is_express else "STANDARD",
        )
        self.running[execution] = whose
        if not settings.is_express:
            self.account.open += 1
        self.ledgers[ExecutionStarted].append((now, 0))
        self._tell_status(now)
        execution.begin(now)
        return execution

    def _history(self, number: int) -> Followed | None:
        if self._followed >= MOST_FOLLOWED or (number - 1) % self.settings.followed:
            return None
        self._followed += 1
        return Followed(self.ledgers[HistoryEvent], self.texts, number)

    # Executions end.

    def ended(self, now: float, execution: Running) -> None:
        """It has its final status: it is stated, and whoever waits for it is"""
        is_child = execution.run is not None
        whose = None if is_child else self.running.pop(execution)
        if is_child:
            self.children -= 1
        elif not self.settings.is_express:
            self.account.open -= 1
        self._state_ended(now, execution, is_child)
        if whose is not None:
            whose.execution_ended(now, execution)
        elif isinstance(execution, Execution) and self._is_redrivable(execution):
            self.redriving.ended(execution)

    def _is_redrivable(self, execution: Execution) -> bool:
        failed = execution.status != "SUCCEEDED" and execution.run is None
        return failed and not self.settings.is_express

    def goes_on(self, execution: Execution) -> None:
        """RedriveExecution: it is under way again."""
        self.running[execution] = None
        self.account.open += 1

    def gone_on_not(self, execution: Execution) -> None:
        """It could not be redriven, and is over as it was."""
        del self.running[execution]
        self.account.open -= 1

    def _state_ended(self, now: float, execution: Running, is_child: bool) -> None:
        ms = mb = 0
        if execution.workflow == "EXPRESS":
            lasted_s = now - execution.started
            ms, mb = billed(self.settings.billing, lasted_s, self._bytes(execution))
        what = STATUS_OF[execution.status]
        if is_child:
            what += OF_CHILD
        elif execution.redrives:
            what += OF_REDRIVEN
        lost = int(execution.status != "SUCCEEDED")
        row = (now, execution.started, what, lost, execution.events, ms, mb, ms * mb)
        self.ledgers[ExecutionEnded].append(row)
        if not is_child:
            self._tell_status(now)

    def _tell_status(self, now: float) -> None:
        """Standard executions put their status on the bus."""
        if self.bus is not None and not self.settings.is_express:
            self.bus.deliver(now, FROM_OUTSIDE)

    def _bytes(self, execution: Running) -> int:
        """Of its input, where its memory depends on it."""
        return size_of(execution.input) if self.settings.billing.parallel_steps else 0

    # Map Runs.

    def run_map(self, now: float, run: MapRun) -> None:
        """A Distributed Map begins, or one more of its children may."""
        self.map_runs.run(now, run)

    def map_over(self, now: float, run: MapRun) -> None:
        """It is over."""
        self.map_runs.over(now, run)

    def child_began(self, now: float, is_express: bool) -> None:
        """One of its children has begun."""
        self.children += 1
        self.ledgers[ExecutionStarted].append((now, 2 if is_express else 1))

    def observe(self, now: float) -> None:
        """State what is under way, and what waits."""
        workers = self.workers.values()
        row = (
            now,
            len(self.running),
            self.children,
            self.waiting,
            self.tasks_under_way,
            self.map_runs.open,
            self.map_runs.waiting,
            sum([one.unpolled for one in workers]),
            sum([one.working for one in workers]),
        )
        self.ledgers[MachineObserved].append(row)
