"""Services that invoke and wait: Cognito, Lex, Alexa, SES with RequestResponse.

Models: synchronous invocations with the service's own timeout, after which it does not wait any
    longer while the function runs on (and is paid for); Cognito's attempts, one after the other,
    for what was not answered in time and what was throttled (that a throttle counts as an attempt,
    and that the next one is made at once, is assumed); an error of the function is an answer, and
    is not tried again (assumed). Then the user's operation fails: Lex V1 tells its client 429 when
    the function was throttled, 424 otherwise; a mail of SES goes on all the same (assumed).
Ignores: latencies; what the answers say (a function of SES that stops the rules, a challenge of
    Cognito); custom senders of Cognito, which are asynchronous; the 50 conversations at once of an
    alias of Lex V2, sizes of requests and answers.
States: EventArose, AttemptStarted, AttemptEnded, OperationEnded, SourceObserved,
    RequestStep.

Sources: Amazon Cognito Developer Guide (2023); Amazon Lex V2 Developer Guide, quotas (2026); AWS
Lambda Developer Guide, services-lex (2022); Amazon SES Developer Guide,
receiving-email-action-lambda (2026); alexa-samples, issues 15 and 40 (2017).
"""

from __future__ import annotations

from simcore.engine.arrivals import ArrivalSource, OpenLoop
from simcore.engine.environment import Environment
from simcore.facts import ERROR, THROTTLED, TIMEOUT, RequestStep, ledgers_for
from simcore.roles.following import Following, Part, passed
from simcore.roles.invocable import DeniedInvocable, Invocable, Reply
from simcore.roles.request import TOO_MANY_REQUESTS, Request
from simcore.services.event_source.facts import (
    AttemptEnded,
    AttemptStarted,
    EventArose,
    OperationEnded,
    SourceObserved,
)
from simcore.services.event_source.settings import AskSettings

OK, FORBIDDEN = 200, 403
STATES = (EventArose, AttemptStarted, AttemptEnded, OperationEnded, SourceObserved)


class Operation(Request):
    """One attempt of what a user wants, since it ``arose``; ``over`` once nobody waits for it."""

    __slots__ = ("arose", "attempt", "began", "operation", "over")

    def __init__(
        self, arose: float, attempt: int, began: float, operation: Part | None = None
    ) -> None:
        super().__init__()
        if operation is not None:
            self.story = operation.begin(began, operation.at, "attempt", attempt)
        self.operation = operation
        self.arose, self.attempt, self.began, self.over = arose, attempt, began, False


class Asker(OpenLoop):
    """One service that invokes a function and waits for its answer."""

    type = "event_source"

    def __init__(
        self, env: Environment, id: str, arrivals: ArrivalSource, settings: AskSettings, stride: int
    ) -> None:
        """One operation in ``stride`` is followed."""
        self.settings = settings
        self.ledgers = ledgers_for(*STATES, RequestStep)
        self.following = Following(self.ledgers[RequestStep], id, stride)
        self._function: Invocable[Reply] = DeniedInvocable()
        self._running = 0
        super().__init__(env, id, arrivals, self.request)

    def connect(self, function: Invocable[Reply]) -> None:
        """Whom to invoke."""
        self._function = function

    def request(self, now: float) -> None:
        """A user's operation begins."""
        self.ledgers[EventArose].append((now,))
        self._running += 1
        self.following.left -= 1
        story = None if self.following.left else self.following.begin(now)
        self._attempt(now, Operation(now, 1, now, story))

    def _attempt(self, now: float, operation: Operation) -> None:
        self.ledgers[AttemptStarted].append((now, operation.attempt))
        if self._is_denied:
            self._end(now, operation, ERROR)
            return
        reply = self._invoke(now, operation)
        deadline = now + self.settings.timeout_s
        if reply is None:
            self._unanswered(now, operation, THROTTLED)
        elif reply.ends > deadline:
            self.env.call_at(deadline, self._too_late, operation)

    @property
    def _is_denied(self) -> bool:
        return self.settings.denied or isinstance(self._function, DeniedInvocable)

    def _invoke(self, now: float, operation: Operation) -> Reply | None:
        if operation.story is None:
            return self._function.invoke(now, operation, self._answered)
        return passed(now, self._function, operation, self._answered)

    def _answered(self, reply: Reply) -> None:
        operation: Operation = reply.payload
        if not operation.over:
            outcome = ERROR if reply.outcome == TIMEOUT else reply.outcome
            self._end(reply.ends, operation, outcome)
        elif operation.story is not None:
            operation.story.tell(reply.ends, "late", reply.status, reply.outcome)

    def _too_late(self, operation: Operation) -> None:
        if not operation.over:
            self._unanswered(self.env.now, operation, TIMEOUT)

    def _unanswered(self, now: float, operation: Operation, outcome: int) -> None:
        """Once more, if there is another attempt."""
        if operation.attempt >= self.settings.attempts:
            self._end(now, operation, outcome)
            return
        self._attempt_ended(now, operation, outcome)
        again = Operation(operation.arose, operation.attempt + 1, now, operation.operation)
        self._attempt(now, again)

    def _attempt_ended(self, now: float, operation: Operation, outcome: int) -> None:
        operation.over = True
        if operation.story is not None:
            self._tell(now, operation.story, outcome)
        self.ledgers[AttemptEnded].append((now, operation.began, outcome))

    def _tell(self, now: float, story: Part, outcome: int) -> None:
        """How the attempt ended, of an operation that is followed."""
        if outcome == TIMEOUT:
            story.tell(now, "gave-up")
        elif outcome == THROTTLED:
            story.tell(now, "answered", TOO_MANY_REQUESTS, outcome)
        else:
            story.tell(now, "answered", FORBIDDEN if self._is_denied else OK, outcome)

    def _end(self, now: float, operation: Operation, outcome: int) -> None:
        self._attempt_ended(now, operation, outcome)
        self._running -= 1
        self.ledgers[OperationEnded].append((now, operation.arose, outcome))
        if operation.story is not None:
            operation.story.end(now, outcome, operation.attempt)

    def bind(self) -> None:
        """Nothing of it is on the hot path."""

    def observe(self, now: float) -> None:
        """State the operations in work."""
        self.ledgers[SourceObserved].append((now, 0, self._running, 0))
