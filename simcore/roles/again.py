"""Delivering again what a taker has refused: how long a service waits, and how long it tries."""

from __future__ import annotations

from simcore.frozen import frozen


@frozen
class Again:
    """Waits in seconds, each twice the last one, up to ``max_s``; no event older than ``age_s``."""

    initial_s: float
    max_s: float
    age_s: float

    def due(self, now: float, since: float, refusals: int, toss: float) -> float | None:
        """When to try again after so many refusals (from 1); None when that would be too late.

        ``since`` is when it was first tried, ``toss`` a number from [0, 1): all of a wait is left
        to chance.
        """
        most_s = self.initial_s
        for _ in range(refusals - 1):
            if most_s >= self.max_s:
                break
            most_s *= 2.0
        due = now + min(most_s, self.max_s) * (1.0 - toss)
        return due if due <= since + self.age_s else None
