"""Calls to other services that take what they are given: SendMessage, Publish, PutEvents, PutItem.

Models: the call takes its time, and the target takes the message at its end, or refuses it. The
    name of that error is AWS's for DynamoDB, and assumed for the others.
Ignores: what of the parameters is not a size, a group or a partition key.

Sources: AWS Step Functions Developer Guide, concepts-error-handling (2022, 2026).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from simcore.asl.host import Attempt
from simcore.asl.size import size_of
from simcore.roles.event import UNSAID, Event
from simcore.roles.taker import Denied, Taker
from simcore.services.step_functions.outcomes import Error
from simcore.services.step_functions.tasks.work import PERMISSIONS, Doing, Work

__all__ = ["ServiceWork"]

BODIES = ("MessageBody", "Message", "Entries", "Item", "Body", "Data", "Record", "RequestBody")
KEYS = ("MessageGroupId", "PartitionKey")


class ServiceWork(Work):
    """Hands what a task is given to ``target``; ``refusal`` is the error where that refuses."""

    def __init__(
        self,
        doing: Doing,
        target: Taker,
        refusal: Error,
        response: Any,
    ) -> None:
        super().__init__(doing)
        self.target, self.refusal, self.response = target, refusal, response

    def _decide(self, now: float, attempt: Attempt) -> None:
        error = None if self.tokens is not None else self.outcomes.of(attempt).error
        if error is not None:
            self.failed(now, attempt, error)
        elif self.target.deliver(now, event_of(attempt.arguments)):
            self.answered(now, attempt, self.response)
        else:
            denied = isinstance(self.target, Denied)
            what = Error(PERMISSIONS, "The execution role does not allow the call.")
            self.failed(now, attempt, what if denied else self.refusal)


def event_of(arguments: Any) -> Event:
    """What the target gets: of the size of the message, in the group that is said."""
    if not isinstance(arguments, Mapping):
        return Event(UNSAID, size_of(arguments))
    body = next((arguments[name] for name in BODIES if name in arguments), arguments)
    group = next((arguments[name] for name in KEYS if name in arguments), None)
    key = 0 if group is None else crc32(str(group).encode()) & 0x7FFFFFFF
    return Event(UNSAID, size_of(body), key)
