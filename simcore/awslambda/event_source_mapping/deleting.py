"""What a mapping does with messages of which all went well: it deletes them, if it may.

Models: without sqs:DeleteMessage the messages stay hidden until their visibility timeout is over,
    and are processed again: as often as the redrive policy allows, and then they are dead letters.
Ignores: messages that a filter takes out are deleted all the same.
States: nothing.

Sources: AWS Lambda Developer Guide, with-sqs (what the execution role needs); what comes of its
lack follows from the visibility timeout and the redrive policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic

from simcore.awslambda.event_source_mapping.settings import MappingSettings
from simcore.roles.polled import Polled, Received

__all__ = ["Undeleted", "deleted", "deleting"]


class Undeleted(Generic[Received]):
    """A queue of which nothing may be deleted."""

    def __init__(self, queue: Polled[Received]) -> None:
        self._queue = queue

    def keep(self, now: float, receipt: Received) -> int:
        """In the place of `delete`; none was."""
        self._queue.keep_hidden(receipt)
        return 0


def deleting(
    settings: MappingSettings, queue: Polled[Received]
) -> Callable[[float, Received], int]:
    """How the mapping deletes what it has done with."""
    return queue.delete if settings.may_delete else Undeleted(queue).keep


def deleted(
    delete: Callable[[float, Received], int], now: float, receipts: Iterable[Received]
) -> int:
    """Delete the messages of several receipts; how many were deleted."""
    return sum([delete(now, receipt) for receipt in receipts])
