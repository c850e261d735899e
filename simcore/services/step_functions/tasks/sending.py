"""Whoever answers for a task from outside: heartbeats meanwhile, and what came of it in the end.

Models: SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat, each with its bucket of the account
    (above it they are sent again until they get through, and the next heartbeat is sent after that:
    assumed); what comes too late is answered with TaskTimedOut, which the sender takes note of.
Ignores: answers that are sent twice; senders in other accounts, which AWS does not allow.
States: nothing of its own: the machine states.

Sources: AWS Step Functions API Reference, SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat;
Developer Guide, service-quotas (2026).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from simcore.asl.host import Attempt
from simcore.engine.environment import Environment
from simcore.services.step_functions.facts import SEND_FAILURE, SEND_SUCCESS
from simcore.services.step_functions.outcomes import Outcome, Outcomes

__all__ = ["Answered", "Sending"]


class Answered(Protocol):
    """The machine, as those see it who answer for its tasks."""

    env: Environment

    def call_at(self, t: float, fn: Callable[[Any], Any], arg: Any) -> None:
        """Run ``fn(arg)`` at ``t``, if that is within the run."""

    def sent_at(self, now: float, call: int) -> float:
        """When a call that is made now gets through (`facts.CALLS`)."""

    def task_succeeded(self, now: float, attempt: Attempt, result: Any) -> None:
        """It has a result."""

    def task_failed(self, now: float, attempt: Attempt, error: str, cause: str = "") -> None:
        """It ended in an error."""

    def beat(self, now: float, attempt: Attempt) -> float | None:
        """SendTaskHeartbeat: when it gets through; None when nobody waits for it any more."""


M = TypeVar("M", bound=Answered)


class Sending(Generic[M]):
    """Those who answer for the tasks of one state or activity; ``heartbeat_s`` is None where none
    beats."""

    def __init__(self, machine: M, outcomes: Outcomes, heartbeat_s: float | None) -> None:
        self.machine, self.outcomes, self.heartbeat_s = machine, outcomes, heartbeat_s

    def beat_until(self, now: float, attempt: Attempt, until: float) -> None:
        """The next heartbeat, if one is due before ``until``, when the answer is sent."""
        if self.heartbeat_s is not None and now + self.heartbeat_s < until:
            self.machine.env.call_at(now + self.heartbeat_s, self._beat, (attempt, until))

    def _beat(self, about: tuple[Attempt, float]) -> None:
        attempt, until = about
        at = self.machine.beat(self.machine.env.now, attempt)
        if at is not None:
            self.beat_until(at, attempt, until)

    def answer(self, attempt: Attempt) -> None:
        """It is sent, and gets through now or when there is a token for the call."""
        now, outcome = self.machine.env.now, self.outcomes.of(attempt)
        at = self.machine.sent_at(now, SEND_SUCCESS if outcome.error is None else SEND_FAILURE)
        if at > now:
            self.machine.env.call_at(at, self._arrives, (attempt, outcome))
        else:
            self._arrives((attempt, outcome))

    def _arrives(self, about: tuple[Attempt, Outcome]) -> None:
        attempt, (error, result) = about
        now = self.machine.env.now
        if attempt.is_over:
            return
        if error is not None:
            self.machine.task_failed(now, attempt, error.error, error.cause)
        else:
            self.machine.task_succeeded(now, attempt, result)
