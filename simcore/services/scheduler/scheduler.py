"""Amazon EventBridge Scheduler.

Models: schedules by rate, cron and a single time; many that are alike; a flexible window, in which
    each invocation has a moment of its own (evenly spread: assumed); the quota of invocations a
    second, above which they are delayed; retries with exponential back-off (the series is assumed)
    within attempts and age; a missing permission, which is not tried again; dead-letter queues.
Ignores: time zones, start and end dates, schedule groups, ActionAfterCompletion; that a schedule
    may start up to a minute late; the quotas of its API; execution roles (a schedule says that it
    may not invoke); what a dead-letter queue's messages hold; when `rate` counts from (here from
    second 0, for the first time when the interval is over).
States: ScheduleStarted, InvocationDelayed, TargetInvoked, InvocationRetried, InvocationGivenUp,
    SentToDlq, SchedulerObserved.

Sources: EventBridge Scheduler User Guide (2026: schedule-types, managing-schedule-flexible-time-
windows, scheduler-quotas, monitoring-cloudwatch); API model of botocore 1.44.8.
"""

from __future__ import annotations

from collections.abc import Sequence

from simcore.engine.environment import INF, Environment
from simcore.engine.streams import Stream
from simcore.facts import ledgers_for
from simcore.facts.pushing import PUSHING
from simcore.frozen import frozen
from simcore.roles.event import Event
from simcore.roles.pushing import PacedTarget, Pushes
from simcore.services.scheduler.facts import SchedulerObserved, ScheduleStarted
from simcore.spec.schedules import Schedule


@frozen
class Scheduled:
    """``count`` schedules alike; each invocation is within ``window_s`` of its time."""

    schedule: Schedule
    target: PacedTarget
    count: int = 1
    window_s: float = 0.0


class Scheduler(Pushes):
    """All schedules of one scenario's component; ``moments`` are drawn within windows."""

    type = "scheduler"

    def __init__(self, env: Environment, id: str, event: Event, moments: Stream) -> None:
        super().__init__()
        self.env, self.id, self.event, self._moments = env, id, event, moments
        self.ledgers = ledgers_for(ScheduleStarted, *PUSHING, SchedulerObserved)
        self.schedules: tuple[Scheduled, ...] = ()
        self._in_window = 0

    def schedule(self, schedules: Sequence[Scheduled]) -> None:
        """Have these from now on."""
        self.schedules = tuple(schedules)
        self.know(one.target for one in schedules)

    def start(self) -> None:
        """Begin to wait for their times."""
        for number, one in enumerate(self.schedules):
            self._wait_for(one.schedule.after(-1.0), number)

    def _wait_for(self, at: float, number: int) -> None:
        if at < INF:
            self.env.call_at(at, self._starts, number)

    def _starts(self, number: int) -> None:
        """The schedule at this place, from 0, has come to one of its times."""
        now, one = self.env.now, self.schedules[number]
        self.ledgers[ScheduleStarted].append((now, number + 1, one.count))
        for _ in range(one.count):
            if one.window_s:
                self._in_window += 1
                at = now + self._moments.next() * one.window_s
                self.env.call_at(at, self._moment_has_come, one.target)
            else:
                self.push(now, one.target, self.event)
        self._wait_for(one.schedule.after(now), number)

    def _moment_has_come(self, target: PacedTarget) -> None:
        self._in_window -= 1
        self.push(self.env.now, target, self.event)

    def bind(self) -> None:
        """Nothing of a scheduler's is on the hot path."""

    def observe(self, now: float) -> None:
        """State how many invocations wait, and for what."""
        row = (now, self._in_window, self.delayed, self.retrying)
        self.ledgers[SchedulerObserved].append(row)
