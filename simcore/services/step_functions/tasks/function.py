"""Lambda tasks: a synchronous Invoke, and what Step Functions makes of its answer."""

from __future__ import annotations

from typing import Any

from simcore.asl.host import Attempt
from simcore.facts import SUCCESS, TIMEOUT
from simcore.roles.invocable import DeniedInvocable, Invocable, Reply
from simcore.roles.request import Request
from simcore.services.step_functions.facts import FUNCTION, SERVICE
from simcore.services.step_functions.outcomes import Error
from simcore.services.step_functions.tasks.work import PERMISSIONS, Doing, Work

__all__ = ["Asked", "FunctionWork", "MockFunction"]

TOO_MANY_REQUESTS = Error("Lambda.TooManyRequestsException", "Rate Exceeded.")
NOT_ALLOWED = Error(PERMISSIONS, "The execution role may not invoke the function.")


class Asked(Request):
    """The payload of an invocation by a task: whose it is."""

    __slots__ = ("attempt",)

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(method="POST")
        self.attempt = attempt


class FunctionWork(Work):
    """Invokes ``target``; with ``wraps``, its result comes as `lambda:invoke` gives it."""

    def __init__(
        self,
        doing: Doing,
        target: Invocable[Reply],
        failure: Error,
        timeout: Error,
        wraps: bool,
    ) -> None:
        super().__init__(doing)
        self.target, self.failure, self.timeout, self.wraps = target, failure, timeout, wraps
        self.kind = SERVICE if wraps else FUNCTION

    def begin(self, now: float, attempt: Attempt) -> None:
        """Invoke it: a throttle is an error at once."""
        if not self.machine.task_started(now, attempt):
            return
        if self.target.invoke(now, Asked(attempt), self._ended) is None:
            denied = isinstance(self.target, DeniedInvocable)
            self.failed(now, attempt, NOT_ALLOWED if denied else TOO_MANY_REQUESTS)

    def _ended(self, reply: Reply) -> None:
        """The function has answered; it may be that nobody waits for it any more."""
        attempt: Attempt = reply.payload.attempt
        if attempt.is_over:
            return
        if reply.outcome == SUCCESS:
            self._decide(reply.ends, attempt)
        else:
            self.failed(reply.ends, attempt, self._error(reply))

    def _error(self, reply: Reply) -> Error:
        return self.timeout if reply.outcome == TIMEOUT else self.failure

    def answered(self, now: float, attempt: Attempt, result: Any) -> None:
        """With what surrounds the payload, where that is what the integration gives."""
        super().answered(now, attempt, _wrapped(result) if self.wraps else result)


def _wrapped(result: Any) -> dict[str, Any]:
    return {
        "ExecutedVersion": "$LATEST",
        "Payload": result,
        "SdkHttpMetadata": {"HttpStatusCode": 200},
        "StatusCode": 200,
    }


class MockFunction(Work):
    """A function that is nobody's component: it takes its time, and answers as is said."""

    def __init__(self, doing: Doing, wraps: bool) -> None:
        super().__init__(doing)
        self.wraps = wraps
        self.kind = SERVICE if wraps else FUNCTION

    def answered(self, now: float, attempt: Attempt, result: Any) -> None:
        """As a function's."""
        super().answered(now, attempt, _wrapped(result) if self.wraps else result)
