"""A token bucket: the one rate limiter behind every scaling rate and request quota.

Refills continuously up to its capacity, computed only when somebody looks: no timer, no event.
"""

from __future__ import annotations

from math import inf, isfinite

ROUNDING = 1e-9
"""Slack of a take, in tokens: a token due exactly now counts as there although its sum of floats
fell short by a rounding. The debt is carried, so no surplus builds up."""


class TokenBucket:
    """At most ``capacity`` takes at once and ``capacity + refill_per_s * T`` in any T seconds.

    ``level`` is the number of tokens at ``now`` (seconds; default: full). Times handed in must not
    run backwards; one that does refills nothing.
    """

    __slots__ = ("_level", "_seen_s", "capacity", "refill_per_s")

    def __init__(
        self, capacity: float, refill_per_s: float, level: float | None = None, now: float = 0.0
    ) -> None:
        if not (isfinite(capacity) and capacity > 0.0):
            raise ValueError(f"capacity is {capacity}; it must be a number above 0")
        if not (isfinite(refill_per_s) and refill_per_s >= 0.0):
            raise ValueError(f"refill_per_s is {refill_per_s}; it must be a number, 0 or more")
        if level is not None and not 0.0 <= level <= capacity:
            raise ValueError(f"level is {level}; it must be between 0 and the capacity, {capacity}")
        self.capacity = float(capacity)
        self.refill_per_s = float(refill_per_s)
        self._level = self.capacity if level is None else float(level)
        self._seen_s = float(now)

    def take(self, now: float) -> bool:
        """Take one token at ``now`` if there is one."""
        level = self._level
        if now > self._seen_s:
            level += (now - self._seen_s) * self.refill_per_s
            if level > self.capacity:
                level = self.capacity
            self._seen_s = now
        if level < 1.0 - ROUNDING:
            self._level = level
            return False
        self._level = level - 1.0
        return True

    def promise(self, now: float) -> float:
        """Take one token that may still have to come: when it is there, ``now``, later, or never.

        First come, first served: the level is below 0 by as many as are promised, so that no line
        has to be kept, and a :meth:`take` finds none until they have come.
        """
        level = self._level
        if now > self._seen_s:
            level += (now - self._seen_s) * self.refill_per_s
            if level > self.capacity:
                level = self.capacity
            self._seen_s = now
        self._level = level = level - 1.0
        if level > -ROUNDING:
            return now
        return now - level / self.refill_per_s if self.refill_per_s > 0.0 else inf

    def level(self, now: float) -> float:
        """How many tokens (a fraction included) there are at ``now``, less those promised."""
        if now <= self._seen_s:
            return self._level
        return min(self.capacity, self._level + (now - self._seen_s) * self.refill_per_s)

    def next_at(self, now: float) -> float:
        """When the next take will succeed if none comes before: ``now``, later, or infinity."""
        missing = 1.0 - self.level(now)
        if missing <= ROUNDING:
            return now
        if self.refill_per_s == 0.0 or self.capacity < 1.0:
            return inf
        return now + missing / self.refill_per_s
