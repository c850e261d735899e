"""A state machine as its tasks see it: who does them, and what is stated of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from simcore.asl.host import Attempt
from simcore.engine.environment import Environment
from simcore.facts import Ledgers
from simcore.services.step_functions.facts import (
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

    def take_over(self, before: Any) -> None:
        """The scenario says otherwise from now on; ``before`` is who did them until now."""


class Performing:
    """Attempts under way, with when they were scheduled and started."""

    env: Environment
    ledgers: Ledgers
    account: AccountQuotas

    def __init__(self) -> None:
        self.works: Mapping[int, DoesTasks] = {}
        self._under_way: dict[Attempt, tuple[float, float]] = {}

    @property
    def tasks_under_way(self) -> int:
        """Attempts that were scheduled and are not over."""
        return len(self._under_way)

    def do(self, now: float, attempt: Attempt) -> None:
        """TaskScheduled: whoever does the tasks of its state begins."""
        number = attempt.state.number
        work = self.works[number]
        self._under_way[attempt] = (now, NOT_STARTED)
        self.ledgers[TaskScheduled].append((now, number, work.kind))
        work.begin(now, attempt)

    def abandon(self, now: float, attempt: Attempt) -> None:
        """Timed out, as long as it is not over; else given up with its execution."""
        if attempt in self._under_way:
            self._state_end(now, attempt, TASK_ABANDONED if attempt.is_over else TASK_TIMED_OUT)
            self.works[attempt.state.number].abandon(now, attempt)

    def task_started(self, now: float, attempt: Attempt, worker: str = "") -> bool:
        """Its clock begins; False where that was one event too many: its execution is over."""
        number = attempt.state.number
        scheduled = self._under_way[attempt][0]
        self._under_way[attempt] = (scheduled, now)
        kind = self.works[number].kind
        self.ledgers[TaskStarted].append((now, number, kind, scheduled))
        attempt.start(now, worker)
        return not attempt.is_over

    def task_succeeded(self, now: float, attempt: Attempt, result: Any) -> None:
        """It has a result."""
        self._state_end(now, attempt, TASK_SUCCEEDED)
        attempt.succeed(now, result)

    def task_failed(self, now: float, attempt: Attempt, error: str, cause: str = "") -> None:
        """It ended in an error."""
        self._state_end(now, attempt, TASK_FAILED)
        attempt.fail(now, error, cause)

    def _state_end(self, now: float, attempt: Attempt, how: int) -> None:
        number = attempt.state.number
        scheduled, started = self._under_way.pop(attempt)
        what = self.works[number].kind * len(ENDS) + how
        self.ledgers[TaskEnded].append((now, number, what, scheduled, started))

    # What those outside call.

    def sent_at(self, now: float, call: int) -> float:
        """When a call gets through that is made now: it waits for its quota."""
        at = self.account.calls[call].take(now)
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
