"""Activities: workers that poll for tasks, do them, and send what came of it.

Models: GetActivityTask, a long poll: a task goes to the worker that has polled longest; one that is
    done polls again; heartbeats while they work; workers that die over a task, which nobody hears
    of. TimeoutSeconds runs while nobody has polled the task, too (the recorded behaviour).
Ignores: tasks that get lost in the answer of a poll (others then wait behind it for 60 s);
    activities that several machines share: each machine has workers of its own.
States: nothing of its own: the machine states.

Sources: AWS Step Functions API Reference, GetActivityTask; Developer Guide, service-quotas (2026);
a history recorded on AWS (localstack/localstack, tests/aws/services/stepfunctions/v2).
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Protocol

from simcore.asl.host import Attempt
from simcore.engine.streams import Stream
from simcore.services.step_functions.facts import ACTIVITY, GET_ACTIVITY_TASK
from simcore.services.step_functions.outcomes import Outcomes
from simcore.services.step_functions.tasks.sending import Sending
from simcore.services.step_functions.tasks.work import Performer

__all__ = ["ActivityWork", "Polls", "Workers"]


class Polls(Performer, Protocol):
    """The machine, as workers see it."""

    def polled(self, now: float, calls: int) -> None:
        """So many calls of GetActivityTask are over."""


class Workers(Sending[Polls]):
    """Those of one activity: ``idle`` says since when each polls, in order of coming."""

    def __init__(
        self,
        machine: Polls,
        n: int,
        outcomes: Outcomes,
        durations: Stream,
        tosses: Stream,
        lost: float,
        heartbeat_s: float | None,
        poll_s: float,
    ) -> None:
        super().__init__(machine, outcomes, heartbeat_s)
        self.durations, self._tosses, self.lost, self.poll_s = durations, tosses, lost, poll_s
        self.n = n
        self.idle: deque[float] = deque([0.0] * n)
        self.working = 0
        self._coming = 0
        self._line: OrderedDict[Attempt, None] = OrderedDict()

    @property
    def unpolled(self) -> int:
        """Tasks that no worker has."""
        return len(self._line)

    def retune(self, n: int, outcomes: Outcomes, lost: float, heartbeat_s: float | None) -> None:
        """So many from now on, and what they do comes to this; those at work finish first."""
        self.n, self.outcomes = n, outcomes
        self.lost, self.heartbeat_s = lost, heartbeat_s
        now, more = self.machine.env.now, n - self._there
        for _ in range(more):
            self.idle.append(now)
        for _ in range(min(-more, len(self.idle))):
            self.idle.pop()
        self._hand_out(now)

    @property
    def _there(self) -> int:
        """All workers, those too who go as soon as they are done."""
        return self.working + self._coming + len(self.idle)

    def schedule(self, now: float, attempt: Attempt) -> None:
        """ActivityScheduled: it waits for a poll."""
        self._line[attempt] = None
        self._hand_out(now)

    def abandon(self, attempt: Attempt) -> None:
        """Nobody waits for it any more: whoever has it works on."""
        self._line.pop(attempt, None)

    def _hand_out(self, now: float) -> None:
        while self._line and self.idle:
            attempt, _ = self._line.popitem(last=False)
            since = self.idle.popleft()
            self.machine.polled(now, 1 + int((now - since) / self.poll_s))
            self._begin(now, attempt)

    def _begin(self, now: float, attempt: Attempt) -> None:
        self.working += 1
        ends = now + self.durations.next()
        is_lost = self.lost > 0.0 and self._tosses.next() < self.lost
        self.machine.task_started(now, attempt, "worker")
        self.machine.call_at(ends, self._done, (attempt, is_lost))
        if not is_lost:
            self.beat_until(now, attempt, ends)

    def _done(self, about: tuple[Attempt, bool]) -> None:
        """The work is done: it is sent, and the worker polls again."""
        attempt, is_lost = about
        now = self.machine.env.now
        self.working -= 1
        self._coming += 1
        if not is_lost:
            self.answer(attempt)
        polls_at = self.machine.sent_at(now, GET_ACTIVITY_TASK)
        self.machine.env.call_at(polls_at, self._polls, None)

    def _polls(self, _: None) -> None:
        self._coming -= 1
        if self._there < self.n:
            self.idle.append(self.machine.env.now)
            self._hand_out(self.machine.env.now)


class ActivityWork:
    """The tasks of one state, done by the workers of its activity."""

    kind = ACTIVITY

    def __init__(self, workers: Workers) -> None:
        self.workers = workers

    def begin(self, now: float, attempt: Attempt) -> None:
        """It waits for a worker."""
        self.workers.schedule(now, attempt)

    def abandon(self, now: float, attempt: Attempt) -> None:
        """Nobody waits for it any more."""
        self.workers.abandon(attempt)
