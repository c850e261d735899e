"""Task tokens: whoever got one answers after a time, or never, and sends heartbeats meanwhile.

Models: SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat after a time of its own, each with
    its bucket of the account (above it they are sent again until they get through, and the next
    heartbeat is sent after that: assumed); what comes too late is answered with TaskTimedOut, which
    the sender takes note of.
Ignores: answers that are sent twice; senders in other accounts, which AWS does not allow.
States: nothing of its own: the machine states.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from simcore.asl.host import Attempt
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.services.step_functions.facts import SEND_FAILURE, SEND_SUCCESS
from simcore.services.step_functions.outcomes import Outcome, Outcomes

__all__ = ["Answering", "TokenAnswers"]


class Answering(Protocol):
    """The machine, as those see it who have its tokens."""

    env: Environment

    def call_at(self, t: float, fn: Callable[[Any], Any], arg: Any) -> None:
        """Run ``fn(arg)`` at ``t``, if that is within the run."""

    def sent_at(self, now: float, call: int) -> float:
        """When a call of SendTask... gets through that is made now (`facts.CALLS`)."""

    def task_succeeded(self, now: float, attempt: Attempt, result: Any) -> None:
        """SendTaskSuccess."""

    def task_failed(self, now: float, attempt: Attempt, error: str, cause: str = "") -> None:
        """SendTaskFailure."""

    def beat(self, now: float, attempt: Attempt) -> float | None:
        """SendTaskHeartbeat: when it gets through; None when nobody waits for it any more."""


class TokenAnswers:
    """Those who have the tokens of one state; ``heartbeat_s`` is None where none beats."""

    def __init__(
        self,
        machine: Answering,
        outcomes: Outcomes,
        after: Stream,
        tosses: Stream,
        never: float,
        heartbeat_s: float | None,
    ) -> None:
        self.machine, self.outcomes = machine, outcomes
        self.after, self._tosses = after, tosses
        self.never, self.heartbeat_s = never, heartbeat_s

    def handed_out(self, now: float, attempt: Attempt) -> None:
        """Somebody has the token."""
        answers_at = now + self.after.next()
        if self.never > 0.0 and self._tosses.next() < self.never:
            return
        self.machine.call_at(answers_at, self._answer, attempt)
        if self.heartbeat_s is not None:
            self._beat_again(now, attempt, answers_at)

    def _beat_again(self, now: float, attempt: Attempt, until: float) -> None:
        due = now + (self.heartbeat_s or 0.0)
        if self.heartbeat_s is not None and due < until:
            self.machine.env.call_at(due, self._beat, (attempt, until))

    def _beat(self, about: tuple[Attempt, float]) -> None:
        attempt, until = about
        at = self.machine.beat(self.machine.env.now, attempt)
        if at is not None:
            self._beat_again(at, attempt, until)

    def _answer(self, attempt: Attempt) -> None:
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
