"""How fast a Map Run begins its child executions."""

from __future__ import annotations

__all__ = ["Dispatch"]


class Dispatch:
    """When the next child of a run may begin: ``began`` of them since ``since``."""

    __slots__ = ("began", "is_due", "since", "step_s")

    def __init__(self, now: float, per_s: float) -> None:
        self.since, self.step_s, self.began = now, 1.0 / per_s, 0
        self.is_due = False

    def next_at(self, now: float) -> float:
        """Evenly, from one step after the beginning on; what was not used is lost."""
        due = self.since + (self.began + 1) * self.step_s
        if due < now:
            self.since, self.began = now - self.step_s, 0
            return now
        return due
