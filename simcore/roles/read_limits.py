"""How a shard is read: what it gives, and how its pollers ask."""

from __future__ import annotations

from math import inf

from simcore.frozen import frozen


class ReadLimit:
    """What a reader, or all readers of a shard together, may take out of it.

    ``calls_per_s`` GetRecords calls and ``bytes_per_s``, a second's worth of either at once; a call
    that takes more bytes than are left keeps the next ones out for as long as its own bytes take:
    after 10 MB at 2 MB/s, for 5 s. ``refused`` counts the calls that came too early.
    """

    __slots__ = (
        *("_bytes", "_calls", "_closed_until", "_seen_s"),
        *("bytes_per_s", "calls_per_s", "refused"),
    )

    def __init__(self, bytes_per_s: float, calls_per_s: float) -> None:
        self.bytes_per_s, self.calls_per_s = bytes_per_s, calls_per_s
        self._bytes, self._calls = bytes_per_s, calls_per_s
        self._seen_s = self._closed_until = 0.0
        self.refused = 0

    def open_at(self, now: float) -> float:
        """When a call will be accepted: ``now`` or later."""
        self._refill(now)
        short_s = max(1.0 - self._calls, 0.0) / self.calls_per_s
        return max(now + short_s if short_s > 1e-9 else now, self._closed_until)

    def take(self, now: float, size_bytes: float) -> None:
        """An accepted call took so many bytes."""
        self._refill(now)
        self._calls -= 1.0
        if size_bytes > self._bytes:
            self._closed_until = now + size_bytes / self.bytes_per_s
        self._bytes = max(self._bytes - size_bytes, 0.0)

    def _refill(self, now: float) -> None:
        """What was used comes back with time; no bytes while the shard is closed."""
        open_s = max(now - max(self._seen_s, self._closed_until), 0.0)
        passed_s = max(now - self._seen_s, 0.0)
        self._bytes = min(self._bytes + open_s * self.bytes_per_s, self.bytes_per_s)
        self._calls = min(self._calls + passed_s * self.calls_per_s, self.calls_per_s)
        self._seen_s = max(now, self._seen_s)


class Unlimited(ReadLimit):
    """Where AWS publishes no limit."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(inf, inf)

    def open_at(self, now: float) -> float:
        """Now."""
        return now

    def take(self, now: float, size_bytes: float) -> None:
        """Whatever it is."""


@frozen
class ReadPlan:
    """How the pollers read; times in seconds, counts in records.

    ``most_a_call`` is what one call gives at most, ``ahead`` what a lane of a shard holds
    at most. Without ``dedicated`` throughput, polls are ``interval_s`` apart, or ``full_gap_s``
    after one that left something unread; once somebody was refused, up to ``spread_s`` more. A
    closed shard and those that follow it are read on between the two times of ``found_after_s``.
    """

    interval_s: float
    full_gap_s: float
    most_a_call: int
    ahead: int
    dedicated: bool = False
    spread_s: float = 0.0
    found_after_s: tuple[float, float] = (0.0, 0.0)
