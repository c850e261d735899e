"""One attempt of a Task: scheduled, started, perhaps submitted, and over once.

Source: step-functions developer guide, "Task workflow state"; histories recorded on
AWS (localstack/localstack, tests/aws/services/stepfunctions/v2): a missed heartbeat is told as
States.Timeout; what returned too much has failed.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from simcore.asl.execution import outcomes
from simcore.asl.execution.deadline import Deadline, passed, quiet
from simcore.asl.execution.matching import DATA_LIMIT, HEARTBEAT, RUNTIME, TIMEOUT, Failure
from simcore.asl.execution.strand import Strand
from simcore.asl.flow import Evaluated, Json, StateFault
from simcore.asl.shown import shown
from simcore.asl.size import within_limit
from simcore.asl.states import Resource, Task

__all__ = ["TaskAttempt"]

NO_FAILURE: Final = Failure("")


class Kinds(NamedTuple):
    """The types of a family's events."""

    scheduled: str
    started: str
    succeeded: str
    failed: str
    timed_out: str


def _kinds(family: str) -> Kinds:
    return Kinds(*(f"{family}{how}" for how in HOW))


HOW = ("Scheduled", "Started", "Succeeded", "Failed", "TimedOut")
TASK, FUNCTION, ACTIVITY = (_kinds(family) for family in ("Task", "LambdaFunction", "Activity"))


def _kinds_of(resource: Resource) -> Kinds:
    if resource.service == "activity":
        return ACTIVITY
    return FUNCTION if resource.service == "lambda" and not resource.action else TASK


class TaskAttempt:
    """It waits for its host's word, or for time to run out; what comes later is too late."""

    __slots__ = (
        "answer",
        "arguments",
        "beaten",
        "deadline",
        "execution",
        "failure",
        "has_started",
        "heartbeat_s",
        "is_over",
        "kinds",
        "number",
        "state",
        "strand",
        "timeout_s",
        "token",
        "worker",
    )

    def __init__(self, strand: Strand, state: Task) -> None:
        self.execution = strand.execution
        self.strand = strand
        self.state = state
        self.number = strand.retries
        self.kinds = _kinds_of(state.resource)
        self.token = ""
        self.arguments: Json = None
        self.timeout_s: float | None = None
        self.heartbeat_s: float | None = None
        self.has_started = False
        self.is_over = False
        self.beaten = 0.0
        self.deadline: Deadline | None = None
        self.answer: Json = None
        self.failure = NO_FAILURE
        self.worker = ""
        if self.kinds == ACTIVITY or state.resource.pattern == "waitForTaskToken":
            self.token = strand.token = self._token()

    def _token(self) -> str:
        """Told apart from all others of all executions by where it stands in its history."""
        return f"{self.execution.arn}/{self.execution.events + 1}"

    def prepare(self) -> None:
        """What it is asked for, and for how long; raises StateFault."""
        strand, state = self.strand, self.state
        effective, flow = strand.effective, state.flow
        self.arguments = effective if flow.is_plain else flow.arguments(effective, strand)
        if state.timeout_s is not None:
            self.timeout_s = _seconds("TimeoutSeconds", state.timeout_s, strand)
        if state.heartbeat_s is not None:
            self.heartbeat_s = _seconds("HeartbeatSeconds", state.heartbeat_s, strand)

    def schedule(self, now: float) -> None:
        """It is handed to the host."""
        execution = self.execution
        execution.log(now, self.strand, self.kinds.scheduled, self)
        if self.strand.is_over:
            return
        if self.timeout_s is not None and self._counts_unpolled():
            execution.host.call_at(now + self.timeout_s, passed, self._due())
        execution.host.do(now, self)

    def _counts_unpolled(self) -> bool:
        return self.kinds == ACTIVITY and self.execution.host.unpolled_counts

    def start(self, now: float, worker: str = "") -> None:
        """Its clock begins."""
        if self.has_started or self.is_over:
            return
        self.has_started = True
        self.worker = worker
        self.execution.log(now, self.strand, self.kinds.started, self)
        if self.timeout_s is not None and not self._counts_unpolled():
            self.execution.host.call_at(now + self.timeout_s, passed, self._due())
        if self.heartbeat_s is not None:
            self.beaten = now
            self.execution.host.call_at(now + self.heartbeat_s, quiet, self._due())

    def _due(self) -> Deadline:
        if self.deadline is None:
            self.deadline = Deadline(self)
        return self.deadline

    def submit(self, now: float, answer: Json) -> None:
        """The API answered; the outcome comes later."""
        self.start(now)
        if not self.is_over:
            self.answer = answer
            self.execution.log(now, self.strand, "TaskSubmitted", self)

    def beat(self, now: float) -> bool:
        """A heartbeat came."""
        self.beaten = now
        return not self.is_over

    def succeed(self, now: float, result: Json) -> bool:
        """It ends with a result."""
        if not self.has_started:
            self.start(now)
        if self.is_over:
            return False
        fault = self._fault(result)
        if fault is not None and fault.error == DATA_LIMIT:
            return self._fail(now, Failure(fault.error, fault.cause), self.kinds.failed)
        self.answer = result
        self._end(now, self.kinds.succeeded)
        if self.strand.is_over:
            return True
        if fault is not None:
            outcomes.faulted(self.strand, now, fault)
        else:
            outcomes.worked(self.strand, now, result)
        return True

    def _fault(self, result: Json) -> StateFault | None:
        """What is wrong with a result: it is too large, or nested too deep."""
        try:
            within_limit(result, self._asked)
        except StateFault as fault:
            return fault
        return None

    @property
    def _asked(self) -> str:
        """Whose result is too large, as AWS's cause says it: recorded there on 21 March 2024."""
        resource = self.state.resource
        return resource.service if resource.action else resource.arn

    @property
    def has_failed(self) -> bool:
        """It ended in an error, and be it that its result was too large."""
        return self.failure != NO_FAILURE

    def fail(self, now: float, error: str, cause: str = "") -> bool:
        """It ends in an error."""
        self.start(now)
        return self._fail(now, Failure(error, cause), self.kinds.failed)

    def give_up(self, now: float) -> tuple[Strand, ...]:
        """Nobody waits for it any more; there is no thread within."""
        if not self.is_over:
            self._over()
            self.execution.host.abandon(now, self)
        return ()

    def late(self) -> None:
        """Its time is over."""
        self._too_late(Failure(TIMEOUT))

    def listen(self) -> None:
        """Was there a heartbeat? One timer, however many come."""
        assert self.heartbeat_s is not None
        host, due = self.execution.host, self.beaten + self.heartbeat_s
        if due > host.now:
            host.call_at(due, quiet, self._due())
        else:
            self._too_late(Failure(TIMEOUT, "", HEARTBEAT))

    @property
    def is_quiet(self) -> bool:
        """It is given up because no heartbeat came in time."""
        return self.failure.also == HEARTBEAT

    def _too_late(self, failure: Failure) -> None:
        host = self.execution.host
        self.failure = failure
        host.abandon(host.now, self)
        self._fail(host.now, failure, self.kinds.timed_out)

    def _fail(self, now: float, failure: Failure, kind: str) -> bool:
        if self.is_over:
            return False
        self.failure = failure
        self._end(now, kind)
        outcomes.failed(self.strand, now, failure)
        return True

    def _end(self, now: float, kind: str) -> None:
        self._over()
        self.strand.work = None
        self.execution.log(now, self.strand, kind, self)

    def _over(self) -> None:
        self.is_over = True
        if self.deadline is not None:
            self.deadline.lift()


def _seconds(field: str, given: Evaluated, strand: Strand) -> float:
    value = given.of(strand.effective, strand)
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise StateFault(RUNTIME, f"{field} is {shown(value)}: seconds above 0 are expected.")
    return float(value)
