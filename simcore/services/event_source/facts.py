"""Facts of a service that invokes; ``n`` counts events (mails, tasks, operations, log events)."""

from typing import NamedTuple

DENIED, REFUSED, SWITCHED_OFF = range(3)
FAILURES = ("denied", "refused", "switched off")
"""Why a delivery did not reach the function."""

ANSWERED, SILENT, TOO_LONG, UNDELIVERED = range(4)
ENDS = ("answered", "silence", "timeout", "undelivered")
"""How a wait for a function's word ended."""


class EventArose(NamedTuple):
    """Something happened that the function is to be told of."""

    t: float


class EventsDelivered(NamedTuple):
    """The function's queue took a delivery of ``n`` events, the first of which arose then.

    ``n`` is 0 where the service goes on with what it has delivered before.
    """

    t: float
    n: int
    arose: float


class DeliveryFailed(NamedTuple):
    """A delivery of ``n`` events failed; ``failure`` indexes FAILURES, ``lost`` is n or 0."""

    t: float
    n: int
    failure: int
    lost: int


class ErrorActionDone(NamedTuple):
    """The rule's error action got a message about a delivery that failed."""

    t: float


class ProgressReported(NamedTuple):
    """The function said that it is not ready yet."""

    t: float


class WaitEnded(NamedTuple):
    """A wait for the function's word, since ``arose``, is over; ``end`` indexes ENDS."""

    t: float
    arose: float
    end: int


class AttemptStarted(NamedTuple):
    """The function was invoked for an operation, for the ``attempt``-th time."""

    t: float
    attempt: int


class AttemptEnded(NamedTuple):
    """An attempt is over for the service; ``outcome`` indexes `simcore.facts.OUTCOMES`."""

    t: float
    began: float
    outcome: int


class OperationEnded(NamedTuple):
    """An operation that arose then is over; the ``outcome`` is that of its last attempt."""

    t: float
    arose: float
    outcome: int


class JobFailed(NamedTuple):
    """A job failed: of ``ended`` tasks so many ``failed``; no more are begun."""

    t: float
    failed: int
    ended: int


class TasksSkipped(NamedTuple):
    """``n`` tasks of a job that failed are not done."""

    t: float
    n: int


class SourceObserved(NamedTuple):
    """At ``t``: events that wait to be delivered, those in work, answers that are awaited."""

    t: float
    waiting: int
    running: int
    awaited: int
