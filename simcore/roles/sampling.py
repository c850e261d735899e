"""X-Ray sampling: which requests are traced, decided where a request comes in.

Models: the first requests of each second up to the reservoir of a rule, and a share of all others;
    a decision that was made upstream (`Sampled` of the trace header) is kept, and uses nothing up.
    With several hosts that share a rule: until the first targets come, each borrows one a second of
    a reservoir that is not empty; then each has its part of it, the same (assumed).
Ignores: several rules of which the first that fits is taken, how X-Ray divides a reservoir among
    hosts that have different loads, the time at which rules are fetched (every 300 s).
States: nothing; whoever samples states what it traces.

Sources: AWS X-Ray Developer Guide, xray-console-sampling (May 2023); AWS Lambda Developer Guide,
services-xray (2026); aws-xray-sdk 2.15.0 for the hosts.
"""

from __future__ import annotations

from simcore.engine.streams import Stream
from simcore.frozen import frozen

__all__ = ["Sampler", "SamplingRule", "SharedRule"]


@frozen
class SamplingRule:
    """``reservoir`` requests a second, and of all others the share ``rate``."""

    reservoir: float
    rate: float


class Sampler:
    """Decides for one place where requests come in; ``tosses`` are a stream of its own."""

    def __init__(self, rule: SamplingRule, tosses: Stream) -> None:
        self.rule, self._tosses = rule, tosses
        self._second = -1
        self._used = 0

    def decide(self, now: float, upstream: bool | None = None) -> bool:
        """Is the request traced? ``upstream`` is what its header says, if it has one."""
        if upstream is not None:
            return upstream
        second = int(now)
        if second != self._second:
            self._second, self._used = second, 0
        if self._used < self.reservoir(now):
            self._used += 1
            return True
        return self._tosses.next() < self.rule.rate

    def reservoir(self, now: float) -> float:
        """How many of this second are traced whatever the toss says."""
        return self.rule.reservoir


class SharedRule(Sampler):
    """One of so many ``hosts`` with one rule; their targets come after ``targets_s`` seconds."""

    BORROWED = 1.0

    def __init__(self, rule: SamplingRule, tosses: Stream, hosts: int, targets_s: float) -> None:
        super().__init__(rule, tosses)
        self._part, self._targets_s = rule.reservoir / hosts, targets_s

    def reservoir(self, now: float) -> float:
        """Borrowed, until its part of the reservoir is known."""
        if now >= self._targets_s:
            return self._part
        return self.BORROWED if self.rule.reservoir >= 1.0 else 0.0
