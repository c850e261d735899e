"""A quota of so many a second, as one number: until when it is used up.

The virtual scheduling form of the generic cell rate algorithm (ITU-T I.371), for quotas of which a
second's worth may be used at once. It allows what a full :class:`.TokenBucket` of that capacity
allows, at half the cost of a take.
"""

from __future__ import annotations

from array import array
from math import isfinite

import numpy as np

ROUNDING_S = 1e-9
"""Slack of a take: one that is due exactly now is in time although floats fell short of it."""

MANY = 32
"""Of fewer times it costs more to look for a pause than to go through them."""
CLEAR_S = 1e-4
"""A pause by less than this is not looked for: sums of thousands of steps lose less."""


class VirtualSchedule:
    """``per_s`` takes a second, and at most a second's worth (at least one) at once.

    Times handed in must not run backwards. Raises ValueError for a rate that is not above 0.
    """

    __slots__ = ("_slack_s", "step_s", "used_until")

    def __init__(self, per_s: float) -> None:
        self.step_s, self._slack_s = step_and_slack(per_s)
        self.used_until = 0.0

    def take(self, now: float) -> bool:
        """Use the quota once at ``now``, if it allows that."""
        until = self.used_until
        if until <= now:
            self.used_until = now + self.step_s
            return True
        if until > now + self._slack_s:
            return False
        self.used_until = until + self.step_s
        return True

    def take_part(self, now: float, part: float) -> bool:
        """Use the quota for a ``part`` of what one take uses, if it allows that."""
        until = max(self.used_until, now)
        if until > now + self._slack_s:
            return False
        self.used_until = until + part * self.step_s
        return True

    def take_all(self, times: array[float]) -> list[int]:
        """The same at each of the times; the places of those at which it does not allow that."""
        until, step_s, slack_s = self.used_until, self.step_s, self._slack_s
        begin, refused = 0, []
        n = len(times)
        if n >= MANY and n * step_s + max(until - times[0], 0.0) < slack_s / 2:  # all are allowed
            begin = last_pause(times, until, step_s)
            until = times[begin] if begin else until
        for place, now in enumerate(times[begin:], begin):
            if until <= now:
                until = now + step_s
            elif until > now + slack_s:
                refused.append(place)
            else:
                until += step_s
        self.used_until = until
        return refused

    def next_at(self, now: float) -> float:
        """When the next take will succeed if none comes before: ``now``, or later."""
        if self.used_until <= now + self._slack_s:
            return now
        return max(self.used_until - self._slack_s + ROUNDING_S, now)


def step_and_slack(per_s: float) -> tuple[float, float]:
    """How long one take uses the quota (seconds), and how far ahead of time takes may run."""
    if not (isfinite(per_s) and per_s > 0.0):
        raise ValueError(f"per_s is {per_s}; it must be a number above 0")
    step_s = 1.0 / per_s
    return step_s, max(1.0 - step_s, 0.0) + ROUNDING_S


def last_pause(times: array[float], until: float, step_s: float) -> int:
    """The place of the last of the times at which all takes before it are over for certain, or 0.

    None is refused, and before the first the quota is used ``until`` then. What is a pause by less
    than the floats may have lost on the way is left out.
    """
    due = np.frombuffer(times) - step_s * np.arange(len(times))  # as if none of them had a pause
    due[0] = max(due[0], until)
    before = np.maximum.accumulate(due)
    (pauses,) = (due[1:] - before[:-1] > CLEAR_S).nonzero()
    return int(pauses[-1]) + 1 if len(pauses) else 0
