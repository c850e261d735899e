"""Facts of a scheduler; in `simcore.facts.pushing` a target is the number of its schedule."""

from typing import NamedTuple


class ScheduleStarted(NamedTuple):
    """A schedule, by its number from 1 on, has come to its time; ``due`` are alike."""

    t: float
    schedule: int
    due: int


class SchedulerObserved(NamedTuple):
    """Invocations that wait at ``t``: for a moment in their window, their turn, another attempt."""

    t: float
    in_window: int
    delayed: int
    retrying: int
