"""A state machine as its tasks see it: who does them, and what is stated of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from simcore.asl.host import Attempt
from simcore.engine.environment import Environment
from simcore.facts import Ledgers
from simcore.services.step_functions.facts import (
    ACTIVITY,
    ACTIVITY_QUIET,
    ENDS,
    SEND_HEARTBEAT,
    TASK_ABANDONED,
    TASK_FAILED,
    TASK_SUCCEEDED,
    TASK_TIMED_OUT,
    CallDelayed,
    HeartbeatSent,
    Polled,
    TaskEnded,
    TaskScheduled,
    TaskStarted,
)
from simcore.services.step_functions.pacing import AccountQuotas

__all__ = ["DoesTasks", "Performing"]

NOT_STARTED = -1.0


class DoesTasks(Protocol):
    """How the tasks of one state are done."""

    kind: int

    def begin(self, now: float, attempt: Attempt) -> None:
        """One attempt."""

    def abandon(self, now: float, attempt: Attempt) -> None:
        """Nobody waits for it any more."""


class Performing:
    """Attempts under way, with who does each, and when it was scheduled and started.

    Whoever has begun one ends it, whatever the scenario says of its state meanwhile.
    """

    env: Environment
    ledgers: Ledgers
    account: AccountQuotas

    def __init__(self) -> None:
        self.works: Mapping[int, DoesTasks] = {}
        self._under_way: dict[Attempt, tuple[DoesTasks, float, float]] = {}

    @property
    def tasks_under_way(self) -> int:
        """Attempts that were scheduled and are not over."""
        return len(self._under_way)

    def do(self, now: float, attempt: Attempt) -> None:
        """TaskScheduled: whoever does the tasks of its state begins."""
        number = attempt.state.number
        work = self.works[number]
        self._under_way[attempt] = (work, now, NOT_STARTED)
        self.ledgers[TaskScheduled].append((now, number, work.kind))
        work.begin(now, attempt)

    def abandon(self, now: float, attempt: Attempt) -> None:
        """Timed out, as long as it is not over; else given up with its execution."""
        if attempt in self._under_way:
            how = TASK_ABANDONED if attempt.is_over else TASK_TIMED_OUT
            self._state_end(now, attempt, how).abandon(now, attempt)

    def task_started(self, now: float, attempt: Attempt, worker: str = "") -> bool:
        """Its clock begins; False where that was one event too many: its execution is over."""
        number = attempt.state.number
        work, scheduled, _ = self._under_way[attempt]
        self._under_way[attempt] = (work, scheduled, now)
        self.ledgers[TaskStarted].append((now, number, work.kind, scheduled))
        attempt.start(now, worker)
        return not attempt.is_over

    def task_succeeded(self, now: float, attempt: Attempt, result: Any) -> None:
        """It has a result, which may be too large: then it has failed."""
        about = self._under_way.pop(attempt)
        attempt.succeed(now, result)
        self._state(now, attempt, about, TASK_FAILED if attempt.has_failed else TASK_SUCCEEDED)

    def task_failed(self, now: float, attempt: Attempt, error: str, cause: str = "") -> None:
        """It ended in an error."""
        self._state_end(now, attempt, TASK_FAILED)
        attempt.fail(now, error, cause)

    def _state_end(self, now: float, attempt: Attempt, how: int) -> DoesTasks:
        """It is over; who did it."""
        return self._state(now, attempt, self._under_way.pop(attempt), how)

    def _state(
        self, now: float, attempt: Attempt, about: tuple[DoesTasks, float, float], how: int
    ) -> DoesTasks:
        work, scheduled, started = about
        what = work.kind * len(ENDS) + how
        if work.kind == ACTIVITY and how == TASK_TIMED_OUT and attempt.is_quiet:
            what = ACTIVITY_QUIET
        row = (now, attempt.state.number, what, scheduled, started)
        self.ledgers[TaskEnded].append(row)
        return work

    # What those outside call.

    def sent_at(self, now: float, call: int) -> float:
        """When a call gets through that is made now: it waits for its quota."""
        at = self.account.calls[call].promise(now)
        if at > now:
            self.ledgers[CallDelayed].append((now, call))
        return at

    def beat(self, now: float, attempt: Attempt) -> float | None:
        """SendTaskHeartbeat: when it gets through; None when nobody waits for it any more."""
        at = self.sent_at(now, SEND_HEARTBEAT)
        self.ledgers[HeartbeatSent].append((now, attempt.state.number))
        if at > now and not attempt.is_over:
            self.env.call_at(at, self._beats, attempt)
            return at
        return now if not attempt.is_over and attempt.beat(now) else None

    def _beats(self, attempt: Attempt) -> None:
        if not attempt.is_over:
            attempt.beat(self.env.now)

    def polled(self, now: float, calls: int) -> None:
        """So many calls of GetActivityTask are over."""
        self.ledgers[Polled].append((now, calls))
