"""Facts of services that invoke targets by rules or schedules.

A target is told by its number: what that means its owner says.
"""

from typing import NamedTuple


class InvocationDelayed(NamedTuple):
    """A quota of invocations a second delays an invocation."""

    t: float
    target: int


class TargetInvoked(NamedTuple):
    """A target took an event, after so many retries."""

    t: float
    target: int
    retries: int


class InvocationRetried(NamedTuple):
    """A target did not take an event, which may be tried again."""

    t: float
    target: int


class InvocationGivenUp(NamedTuple):
    """An invocation failed for good; ``why`` indexes `simcore.roles.redelivery.GIVEN_UP`."""

    t: float
    target: int
    why: int
    retries: int


class SentToDlq(NamedTuple):
    """The dead-letter queue of a target was sent what failed; ``taken`` is 1 if it has it."""

    t: float
    target: int
    taken: int


PUSHING = (InvocationDelayed, TargetInvoked, InvocationRetried, InvocationGivenUp, SentToDlq)
