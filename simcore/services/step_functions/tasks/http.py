"""HTTP tasks, and calls of APIs: a request, and the status of its answer.

Models: an answer from 400 on is an error by its status; what is not answered in time is
    States.Http.Socket, at AWS's 60 s whatever the task's own timeout is (the words of its cause are
    assumed); the bucket of HTTP tasks of the account, above which they wait (assumed: AWS publishes
    no error for it).
Ignores: connections, authentication, what of a response a definition could look at.
States: nothing of its own: the machine states.

Sources: AWS Step Functions Developer Guide, concepts-error-handling, service-quotas (2026).
"""

from __future__ import annotations

from typing import Any

from simcore.asl.host import Attempt
from simcore.facts import SUCCESS
from simcore.roles.invocable import DeniedInvocable, Invocable, Reply
from simcore.roles.request import TOO_MANY_REQUESTS
from simcore.services.step_functions.facts import HTTP_TASK
from simcore.services.step_functions.outcomes import Error
from simcore.services.step_functions.tasks.function import Asked
from simcore.services.step_functions.tasks.service import event_of
from simcore.services.step_functions.tasks.work import PERMISSIONS, Doing, Work

__all__ = ["HttpWork"]

BY_STATUS = "States.Http.StatusCode."
SOCKET = Error("States.Http.Socket", "The HTTP request timed out.")
SERVER_ERROR = 500


class HttpWork(Work):
    """Asks ``target``, which answers, or ``takes`` what it is given; else it is a mock."""

    def __init__(
        self,
        doing: Doing,
        target: Invocable[Reply] | None,
        takes: Any,
        timeout_s: float,
        paced: bool,
        by_status: str = BY_STATUS,
    ) -> None:
        super().__init__(doing)
        self.target, self.takes = target, takes
        self.timeout_s, self.paced, self.by_status = timeout_s, paced, by_status

    def begin(self, now: float, attempt: Attempt) -> None:
        """As soon as the bucket allows it."""
        at = self.machine.sent_at(now, HTTP_TASK) if self.paced else now
        if at > now:
            self.machine.env.call_at(at, self._turn, attempt)
        else:
            self._send(now, attempt)

    def _turn(self, attempt: Attempt) -> None:
        if not attempt.is_over:
            self._send(self.machine.env.now, attempt)

    def _send(self, now: float, attempt: Attempt) -> None:
        if not self.machine.task_started(now, attempt):
            return
        self.machine.call_at(now + self.timeout_s, self._too_late, attempt)
        if self.target is None:
            self.machine.call_at(now + self.durations.next(), self._over, attempt)
        elif self.target.invoke(now, Asked(attempt), self._ended) is None:
            denied = isinstance(self.target, DeniedInvocable)
            what = Error(PERMISSIONS) if denied else self._status(TOO_MANY_REQUESTS)
            self.failed(now, attempt, what)

    def _too_late(self, attempt: Attempt) -> None:
        if not attempt.is_over:
            self.failed(self.machine.env.now, attempt, SOCKET)

    def _decide(self, now: float, attempt: Attempt) -> None:
        if self.takes is not None and not self.takes.deliver(now, event_of(attempt.arguments)):
            self.failed(now, attempt, self._status(SERVER_ERROR))
        else:
            super()._decide(now, attempt)

    def _ended(self, reply: Reply) -> None:
        attempt: Attempt = reply.payload.attempt
        if attempt.is_over:
            return
        status = reply.status
        if reply.outcome != SUCCESS and status < TOO_MANY_REQUESTS:
            status = SERVER_ERROR
        if status >= 400:
            self.failed(reply.ends, attempt, self._status(status))
        else:
            self._decide(reply.ends, attempt)

    def answered(self, now: float, attempt: Attempt, result: Any) -> None:
        """With what surrounds the body."""
        super().answered(now, attempt, {"ResponseBody": result, "StatusCode": 200})

    def _status(self, status: int) -> Error:
        return Error(f"{self.by_status}{status}")
