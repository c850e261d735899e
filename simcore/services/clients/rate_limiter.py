"""The rate at which an SDK client in adaptive mode lets its requests out.

Models: the rate measured over half seconds and smoothed; after a throttle it falls to a share of
    what it was, after every other answer it grows as CUBIC says; a token bucket of that rate, which
    holds back first attempts, too, from the first throttle on.
Ignores: that threads which are held back wake in no order: here the first that was held goes first.
States: nothing; the caller states what is held back.

Source: botocore 1.44.5, retries/adaptive.py, throttling.py and bucket.py.
"""

from __future__ import annotations

from math import floor, frexp, ldexp

from simcore.frozen import frozen

ROUNDING = 1e-9


@frozen
class RateSettings:
    """Rates are requests a second, ``bucket_s`` seconds."""

    beta: float = 0.7
    scale: float = 0.4
    smoothing: float = 0.8
    bucket_s: float = 0.5
    least_per_s: float = 0.5
    most_times_measured: float = 2.0


class RateLimiter:
    """Of one SDK client; ``rate_per_s`` holds from the first throttle on."""

    def __init__(self, settings: RateSettings, now: float) -> None:
        self.settings = settings
        self.enabled = False
        self.rate_per_s, self._capacity = 1.0, 1.0
        self._tokens, self._seen_s = 0.0, now
        self._measured, self._count, self._bucket = 0.0, 0, float(floor(now))
        self._highest, self._failed_s = 0.0, now

    def take(self, now: float) -> bool:
        """May a request go out now?"""
        if not self.enabled:
            return True
        self._refill(now)
        if self._tokens < 1.0 - ROUNDING:
            return False
        self._tokens -= 1.0
        return True

    def ready_at(self, now: float) -> float:
        """When the next may go out, at the rate of now."""
        self._refill(now)
        return now + max(1.0 - self._tokens, 0.0) / self.rate_per_s

    def answered(self, now: float, throttled: bool) -> None:
        """An answer came, or an attempt was given up."""
        measured = self._measure(now)
        if throttled:
            before = min(measured, self.rate_per_s) if self.enabled else measured
            self._highest, self._failed_s = before, now
            rate = before * self.settings.beta
            self.enabled = True
        else:
            rate = self._grown(now)
        self._set_rate(now, min(rate, self.settings.most_times_measured * measured))

    def _grown(self, now: float) -> float:
        """What CUBIC gives: back to the rate of the last throttle, and then beyond it."""
        settings, highest = self.settings, self._highest
        back_s = _cube_root(highest * (1.0 - settings.beta) / settings.scale)
        since_s = now - self._failed_s - back_s
        return settings.scale * since_s * since_s * since_s + highest

    def _measure(self, now: float) -> float:
        settings = self.settings
        bucket = floor(now / settings.bucket_s) * settings.bucket_s
        self._count += 1
        if bucket > self._bucket:
            rate = self._count / (bucket - self._bucket)
            weight = settings.smoothing
            self._measured = rate * weight + self._measured * (1.0 - weight)
            self._count, self._bucket = 0, bucket
        return self._measured

    def _set_rate(self, now: float, rate_per_s: float) -> None:
        self._refill(now)
        self.rate_per_s = max(rate_per_s, self.settings.least_per_s)
        self._capacity = max(rate_per_s, 1.0)
        self._tokens = min(self._tokens, self._capacity)

    def _refill(self, now: float) -> None:
        gained = max(now - self._seen_s, 0.0) * self.rate_per_s
        self._tokens = min(self._tokens + gained, self._capacity)
        self._seen_s = max(now, self._seen_s)


def _cube_root(x: float) -> float:
    """By Newton's steps, of which each is exact to the last bit on any machine; 0 of 0."""
    if x <= 0.0:
        return 0.0
    root = ldexp(1.0, frexp(x)[1] // 3)
    for _ in range(8):
        root -= (root - x / (root * root)) / 3.0
    return root
