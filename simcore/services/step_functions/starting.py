"""StartExecution: who may start an execution of a machine, and with which input.

Models: the bucket of StartExecution, the most executions that may be open, and the most bytes of an
    input, beyond which the call fails and is stated as refused. An input that cannot be computed of
    its event is that error, as an object (assumed: nobody is there to refuse it).
Ignores: that a call whose input is too large would not be tried again: whoever pushes tries again
    as with a throttle.
States: StartRefused.

Sources: AWS Step Functions API Reference, StartExecution; Developer Guide, service-quotas (2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcore.asl.flow import StateFault
from simcore.asl.size import within_limit
from simcore.engine.streams import Stream
from simcore.facts import Ledgers
from simcore.frozen import frozen
from simcore.roles.event import Event
from simcore.services.step_functions.facts import (
    INVALID_INPUT,
    TOO_MANY_CALLS,
    TOO_MANY_OPEN,
    StartRefused,
)

if TYPE_CHECKING:
    from simcore.services.step_functions.pacing import AccountQuotas
    from simcore.services.step_functions.settings import MachineSettings

__all__ = ["MachineStreams", "Starting"]


@frozen
class MachineStreams:
    """What is left to chance: jitter of retries, what expressions draw, contents, runs again."""

    jitter: Stream
    uniform: Stream
    contents: Stream
    again: Stream


class Starting:
    """What of a machine is about calls that start its executions."""

    settings: MachineSettings
    account: AccountQuotas
    ledgers: Ledgers
    _streams: MachineStreams
    _started: int

    def input_for(self, event: Event) -> Any:
        """The input of the execution that an event starts."""
        template = self.settings.input
        if not template.made:
            return template.value
        content = event.content if event.content >= 0.0 else self._streams.contents.next()
        said = {
            "content": content,
            "key": event.key,
            "number": self._started + 1,
            "poison": event.poison,
            "bytes": event.bytes,
        }
        try:
            return template.of({"event": said}, self._streams.contents)
        except StateFault as fault:
            return {"Error": fault.error, "Cause": fault.cause}

    def _why_not(self, now: float) -> int | None:
        """Why no execution may start (`facts.REFUSALS`), which is stated; None where one may."""
        account, settings = self.account, self.settings
        if not settings.is_express and account.open >= account.most_open:
            return self._refused(now, TOO_MANY_OPEN)
        starts = account.express_starts if settings.is_express else account.starts
        return None if starts.take(now) else self._refused(now, TOO_MANY_CALLS)

    def _is_valid(self, now: float, input: Any) -> bool:
        """Whether an execution may be given it; one that is always the same was checked before."""
        if self.settings.input.made:
            try:
                within_limit(input, "input")
            except StateFault:
                self._refused(now, INVALID_INPUT)
                return False
        return True

    def _refused(self, now: float, why: int) -> int:
        self.ledgers[StartRefused].append((now, why))
        return why
