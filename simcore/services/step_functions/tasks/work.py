"""How a task is done, whatever it asks for: it begins, and ends, or nobody waits any more."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from simcore.asl.host import Attempt
from simcore.engine.streams import Stream
from simcore.services.step_functions.facts import SERVICE
from simcore.services.step_functions.outcomes import Error, Outcome, Outcomes
from simcore.services.step_functions.tasks.sending import Answered
from simcore.services.step_functions.tasks.tokens import TokenAnswers

__all__ = ["PERMISSIONS", "Doing", "Performer", "Work"]

PERMISSIONS = "States.Permissions"


class Performer(Answered, Protocol):
    """The machine, as its tasks see it: what it states when they begin and end."""

    def task_started(self, now: float, attempt: Attempt, worker: str = "") -> bool:
        """Its clock begins; False where that was one event too many: its execution is over."""


class Doing(NamedTuple):
    """What there is to every task: whose it is, what comes of it, how long calls take, tokens."""

    machine: Performer
    outcomes: Outcomes
    durations: Stream
    tokens: TokenAnswers | None = None


class Work:
    """What the tasks of one state do; without more to say of it: a mock, which takes its time."""

    kind = SERVICE

    def __init__(self, doing: Doing) -> None:
        self.machine, self.outcomes, self.durations, self.tokens = doing

    def begin(self, now: float, attempt: Attempt) -> None:
        """Ask."""
        if self.machine.task_started(now, attempt):
            self.machine.call_at(now + self.durations.next(), self._over, attempt)

    def _over(self, attempt: Attempt) -> None:
        """The call takes no longer."""
        if not attempt.is_over:
            self._decide(self.machine.env.now, attempt)

    def _decide(self, now: float, attempt: Attempt) -> None:
        """It ends as the scenario says, if nobody who was asked says otherwise."""
        error, result = self._outcome(attempt)
        if error is not None:
            self.machine.task_failed(now, attempt, error.error, error.cause)
        else:
            self.answered(now, attempt, result)

    def _outcome(self, attempt: Attempt) -> Outcome:
        """Its errors come once: of a task with a token from whoever has that."""
        says = self.outcomes.of if self.tokens is None else self.outcomes.response
        return says(attempt)

    def answered(self, now: float, attempt: Attempt, result: Any) -> None:
        """The API answered well: it is done, or whoever has its token says when it is."""
        if self.tokens is None:
            self.machine.task_succeeded(now, attempt, result)
        else:
            attempt.submit(now, result)
            self.tokens.handed_out(now, attempt)

    def failed(self, now: float, attempt: Attempt, error: Error) -> None:
        """Whoever was asked has failed."""
        self.machine.task_failed(now, attempt, error.error, error.cause)

    def abandon(self, now: float, attempt: Attempt) -> None:
        """Nobody waits for it any more; what was asked goes on."""
