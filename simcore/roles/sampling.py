"""X-Ray sampling: which requests are traced, decided where a request comes in.

Models: the first requests of each second up to the reservoir of a rule, and a share of all others;
    a decision that was made upstream (`Sampled` of the trace header) is kept, and uses nothing up.
Ignores: several rules of which the first that fits is taken, hosts that share the reservoir of one
    (nothing in a scenario is several hosts; one that has no target yet borrows one request a
    second, so it is a place with a reservoir of one), the time at which rules are fetched.
States: nothing; whoever samples states what it traces.

Sources: AWS X-Ray Developer Guide, xray-console-sampling (May 2023); AWS Lambda Developer Guide,
services-xray (2026); aws-xray-sdk 2.15.0 for hosts.
"""

from __future__ import annotations

from simcore.engine.streams import Stream
from simcore.frozen import frozen

__all__ = ["Sampler", "SamplingRule"]


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
        self._left = 0

    def decide(self, now: float, upstream: bool | None = None) -> bool:
        """Is the request traced? ``upstream`` is what its header says, if it has one."""
        if upstream is not None:
            return upstream
        second = int(now)
        if second != self._second:
            self._second, self._left = second, self._of(second)
        if self._left > 0:
            self._left -= 1
            return True
        return self._tosses.next() < self.rule.rate

    def _of(self, second: int) -> int:
        """What the reservoir has for it; of a quarter a request there is one in four seconds."""
        reservoir = self.rule.reservoir
        return int((second + 1) * reservoir) - int(second * reservoir)
