"""A job of S3 Batch Operations: it invokes a function for each task of its manifest.

Models: tasks in the order of the manifest, so many at once (assumed), each a synchronous
    invocation; a task that fails for the moment (TemporaryFailure, and a function that fails or
    times out) is tried again before the job ends, behind all that have not been tried, so often
    (assumed); one that the function answers with PermanentFailure (a record that fails by chance)
    has failed for good; a job of which more than half of the tasks have failed, looked at from
    1,000 on, fails itself, and begins no more of them. What Lambda throttles is invoked again
    later and later (assumed), which counts for no attempt.
Ignores: reading the manifest, reports, priorities and the six jobs that may run at once,
    treatMissingKeysAs, tasks that wait for a confirmation.
States: EventArose, AttemptStarted, AttemptEnded, OperationEnded, JobFailed,
    TasksSkipped, SourceObserved, RequestStep.

Sources: Amazon S3 User Guide, batch-ops-invoke-lambda and batch-ops-job-status (Apr 2026); AWS
Lambda Developer Guide, services-s3-batch (2022).
"""

from __future__ import annotations

from collections import deque

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import ERROR, SUCCESS, THROTTLED, RequestStep, ledgers_for
from simcore.roles.following import Following, Part, passed
from simcore.roles.invocable import DeniedInvocable, Invocable, Reply
from simcore.roles.request import TOO_MANY_REQUESTS
from simcore.services.event_source.facts import (
    AttemptEnded,
    AttemptStarted,
    EventArose,
    JobFailed,
    OperationEnded,
    SourceObserved,
    TasksSkipped,
)
from simcore.services.event_source.settings import JobSettings

STATES = (
    EventArose,
    AttemptStarted,
    AttemptEnded,
    OperationEnded,
    JobFailed,
    TasksSkipped,
    SourceObserved,
)


class Task:
    """One object; ``attempts`` counts invocations, ``refusals`` throttles since the last one."""

    __slots__ = ("attempts", "began", "refusals", "story", "task")

    def __init__(self) -> None:
        self.attempts = self.refusals = 0
        self.began = 0.0
        self.task: Part | None = None  # of its story, if it is followed
        self.story: Part | None = None  # of its attempt

    def __len__(self) -> int:
        return 1


class Job:
    """One job; ``begins`` is when it is ready to run."""

    type = "event_source"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: JobSettings,
        begins: float,
        seed: int,
        stride: int = 0,
    ) -> None:
        """One task in ``stride`` is followed, none at 0."""
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = ledgers_for(*STATES, RequestStep)
        self.following = Following(self.ledgers[RequestStep], id, stride)
        self._function: Invocable[Reply] = DeniedInvocable()
        self._jitter = Stream(generator(seed, f"{id}/again"), uniform, block=256)
        self._fresh = self._running = self._ended = self._failed = 0
        self._again: deque[Task] = deque()
        self._begun = self._is_over = False
        env.call_at(begins, self._begin)

    def connect(self, function: Invocable[Reply]) -> None:
        """Whom to invoke."""
        self._function = function

    def retune(self, settings: JobSettings) -> None:
        """Change what is said of the job while it runs; the manifest stays."""
        self.settings = settings
        if self._begun:
            self._go_on(self.env.now)

    def _begin(self, _: None) -> None:
        now, self._begun, self._fresh = self.env.now, True, self.settings.tasks
        self.ledgers[EventArose].rows.extend([(now,)] * self._fresh)
        self._go_on(now)

    def _go_on(self, now: float) -> None:
        """Begin tasks as long as there is room and there are any."""
        while self._running < self.settings.at_once and (task := self._next(now)) is not None:
            self._running += 1
            task.began = now
            self._invoke(now, task)

    def _next(self, now: float) -> Task | None:
        if self._fresh:
            self._fresh -= 1
            task = Task()
            self.following.left -= 1
            if not self.following.left:
                task.task = self.following.begin(now)
            return task
        return self._again.popleft() if self._again else None

    def _invoke(self, now: float, task: Task) -> None:
        if self.settings.denied or isinstance(self._function, DeniedInvocable):
            task.attempts = self.settings.attempts
            self._attempted(now, task)
            self.env.call_at(now, self._denied, task)
        elif self._refuses(now, task):
            task.refusals += 1
            toss = self._jitter.next()
            due = self.settings.again.due(now, now, task.refusals, toss)
            self.env.call_at(now if due is None else due, self._once_more, task)
            if task.task is not None:
                task.task.tell(now, "waiting", task.attempts + 1, now if due is None else due)
        else:
            task.attempts += 1
            task.refusals = 0
            self._attempted(now, task)

    def _refuses(self, now: float, task: Task) -> bool:
        """Does Lambda refuse the invocation?"""
        if task.task is None:
            return self._function.invoke(now, task, self._answered) is None
        task.story = task.task.begin(now, self.id, "attempt", task.attempts + 1)
        refused = passed(now, self._function, task, self._answered) is None
        if refused:
            task.story.tell(now, "answered", TOO_MANY_REQUESTS, THROTTLED)
        return refused

    def _attempted(self, now: float, task: Task) -> None:
        task.began = now
        self.ledgers[AttemptStarted].append((now, task.attempts))

    def _once_more(self, task: Task) -> None:
        if self._is_over:
            self._running -= 1
            self._skip(self.env.now, 1)
        else:
            self._invoke(self.env.now, task)

    def _denied(self, task: Task) -> None:
        self._attempt_ended(self.env.now, task, ERROR, final=True)

    def _answered(self, reply: Reply) -> None:
        task: Task = reply.payload
        permanent = bool(reply.failed_items)
        outcome = ERROR if permanent else reply.outcome
        final = permanent or outcome == SUCCESS or task.attempts >= self.settings.attempts
        self._attempt_ended(reply.ends, task, outcome, final=final)

    def _attempt_ended(self, now: float, task: Task, outcome: int, *, final: bool) -> None:
        self.ledgers[AttemptEnded].append((now, task.began, outcome))
        if task.story is not None:
            task.story.tell(now, "answered", 200, outcome)
        self._running -= 1
        if final or self._is_over:
            self._task_ended(now, task, outcome)
        else:
            self._again.append(task)
        self._go_on(now)

    def _task_ended(self, now: float, task: Task, outcome: int) -> None:
        self._ended += 1
        self._failed += outcome != SUCCESS
        self.ledgers[OperationEnded].append((now, task.began, outcome))
        if task.task is not None:
            task.task.end(now, outcome, task.attempts)
        said = self.settings
        looked_at = self._ended >= said.looked_at_from and not self._is_over
        if looked_at and self._failed > said.failing_share * self._ended:
            self._fail(now)

    def _fail(self, now: float) -> None:
        self._is_over = True
        self.ledgers[JobFailed].append((now, self._failed, self._ended))
        if left := self._fresh + len(self._again):
            self._skip(now, left)
        self._fresh = 0
        self._again.clear()

    def _skip(self, now: float, n: int) -> None:
        self.ledgers[TasksSkipped].append((now, n))

    def bind(self) -> None:
        """Nothing of it is on the hot path."""

    def observe(self, now: float) -> None:
        """State the tasks that wait, and those in work."""
        waiting = self._fresh + len(self._again)
        self.ledgers[SourceObserved].append((now, waiting, self._running, 0))
