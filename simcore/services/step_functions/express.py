"""Express workflows: started asynchronously, or invoked by somebody who waits for the output.

Models: StartSyncExecution, at most so many at a time (assumed: AWS says only that surges may be
    throttled), outside StartExecution's bucket; the caller gets 200 whatever became of the
    execution, and sees its status; so does whoever asks an API in front; none is run twice.
Ignores: the 60 s after which consoles give up; of a request that is followed, what becomes of it in
    the machine and in those whom its tasks ask: it is told as far as the machine.
States: what :mod:`.machine` states.

Sources: AWS Step Functions Developer Guide, choosing-workflow-type, service-quotas (2026).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.asl.execution import Execution
from simcore.asl.host import Running
from simcore.engine.environment import INF
from simcore.facts import ERROR, SUCCESS, TIMEOUT
from simcore.roles.event import Event
from simcore.roles.invocable import Reply
from simcore.roles.request import Request
from simcore.services.step_functions.facts import REFUSALS, TOO_MANY_CALLS
from simcore.services.step_functions.machine import StateMachine, Whose

__all__ = ["ExpressMachine", "SyncReply"]

OUTCOMES = {"SUCCEEDED": SUCCESS, "TIMED_OUT": TIMEOUT}


class SyncReply(Reply):
    """The answer of StartSyncExecution."""

    __slots__ = ("machine", "on_end")

    def __init__(
        self, machine: ExpressMachine, now: float, payload: Any, on_end: Callable[[Any], None]
    ) -> None:
        self.machine, self.payload, self.started, self.on_end = machine, payload, now, on_end
        self.ends, self.outcome, self.failed_items = INF, SUCCESS, ()

    @property
    def stands(self) -> bool:
        """StartSyncExecution answers 200 where the execution failed, too."""
        return True

    def execution_ended(self, now: float, execution: Running) -> None:
        """The caller gets it."""
        self.ends = now
        self.outcome = OUTCOMES.get(execution.status, ERROR)
        self.machine.account.synchronous -= 1
        self.on_end(self)


class ExpressMachine(StateMachine):
    """One whose executions somebody may wait for."""

    @property
    def timeout_s(self) -> float:
        """No execution takes longer."""
        return self.settings.bounds["EXPRESS"][1]

    def invoke(
        self, now: float, payload: Any, on_end: Callable[[Any], None], synchronous: bool = True
    ) -> SyncReply | None:
        """StartSyncExecution; None when it is refused."""
        account = self.account
        if account.synchronous >= account.most_synchronous:
            self._refused(now, TOO_MANY_CALLS)
            return None
        input = self.input_for(_event(payload))
        if not self._is_valid(now, input):
            return None
        account.synchronous += 1
        reply = SyncReply(self, now, payload, on_end)
        self._begin(now, input, reply)
        return reply

    def start_sync_execution(self, now: float, input: Any, whose: Whose) -> Execution | str:
        """The same by another machine, which is told of the end; why not, where it is refused."""
        account = self.account
        if account.synchronous >= account.most_synchronous:
            return REFUSALS[self._refused(now, TOO_MANY_CALLS)]
        account.synchronous += 1
        return self._begin(now, input, Counted(self, whose))


def _event(payload: Any) -> Event:
    """What is known of a request."""
    if isinstance(payload, Request):
        return Event(bytes=payload.bytes, key=payload.resource)
    return Event()


class Counted:
    """Whose a synchronous execution is; it is one less when it has ended."""

    __slots__ = ("machine", "whose")

    def __init__(self, machine: ExpressMachine, whose: Whose) -> None:
        self.machine, self.whose = machine, whose

    def execution_ended(self, now: float, execution: Running) -> None:
        """Whoever waits is told."""
        self.machine.account.synchronous -= 1
        self.whose.execution_ended(now, execution)


class AsInvocable:
    """A standard machine, as a front door sees it: StartExecution, answered when it has begun."""

    def __init__(self, machine: StateMachine) -> None:
        self.machine, self.id, self.timeout_s = machine, machine.id, INF

    def invoke(
        self, now: float, payload: Any, on_end: Callable[[Any], None], synchronous: bool = True
    ) -> StartReply | None:
        """StartExecution; None when it is refused."""
        if not self.machine.deliver(now, _event(payload)):
            return None
        reply = StartReply(now, payload, on_end)
        self.machine.env.call_at(now, reply.tell, None)
        return reply


class StartReply(Reply):
    """The answer of StartExecution, at once."""

    __slots__ = ("on_end",)

    def __init__(self, now: float, payload: Any, on_end: Callable[[Any], None]) -> None:
        self.payload, self.started, self.ends, self.on_end = payload, now, now, on_end
        self.outcome, self.failed_items = SUCCESS, ()

    def tell(self, _: None) -> None:
        """The caller gets it."""
        self.on_end(self)
