"""Task tokens: whoever got one answers after a time, or never, and sends heartbeats meanwhile.

Models: the time from a token to its answer; tokens that nobody answers for.
Ignores: what :mod:`.sending` does.
States: nothing of its own: the machine states.

Sources: AWS Step Functions API Reference, SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat;
Developer Guide, service-quotas (2026).
"""

from __future__ import annotations

from simcore.asl.host import Attempt
from simcore.engine.streams import Stream
from simcore.services.step_functions.outcomes import Outcomes
from simcore.services.step_functions.tasks.sending import Answered, Sending

__all__ = ["TokenAnswers"]


class TokenAnswers(Sending[Answered]):
    """Those who have the tokens of one state."""

    def __init__(
        self,
        machine: Answered,
        outcomes: Outcomes,
        after: Stream,
        tosses: Stream,
        never: float,
        heartbeat_s: float | None,
    ) -> None:
        super().__init__(machine, outcomes, heartbeat_s)
        self.after, self._tosses = after, tosses
        self.never = never

    def handed_out(self, now: float, attempt: Attempt) -> None:
        """Somebody has the token."""
        answers_at = now + self.after.next()
        if self.never > 0.0 and self._tosses.next() < self.never:
            return
        self.machine.call_at(answers_at, self.answer, attempt)
        self.beat_until(now, attempt, answers_at)
