"""Time for each record: what a handler that goes through its batch takes, beside its duration.

Models: a part of the duration for each record that the function is invoked with, drawn one by one
    and added up; records that a filter took out are not among them. An asynchronous event is one
    record, a synchronous request has none, nor has the final invocation of a tumbling window. The
    timeout cuts off the whole.
Ignores: records that are worked on at the same time, or not at all, as one before them failed.
States: nothing; the function states its duration.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.engine.distributions import Distribution
from simcore.engine.streams import Stream, generator
from simcore.roles.invocable import Invoke

OnEnd = Callable[[ExecutionEnvironment], None]


class Durations(Protocol):
    """How long handlers take; a stream of durations."""

    def next(self) -> float:
        """One duration, in seconds."""


class RecordTimes:
    """Of one function; ``run`` is how an invocation without regard to records begins."""

    run: Invoke[ExecutionEnvironment]

    def __init__(self, id: str, each: Distribution, seed: int) -> None:
        self._each = Stream(generator(seed, f"{id}/duration_per_record"), each.draw)
        self._records = 0

    def retune(self, each: Distribution) -> None:
        """A record takes so long in what begins from now on, with the draws that come."""
        self._each.remap(each.draw)

    def invoke(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> ExecutionEnvironment | None:
        """Run one invocation, which asks for the time of its records as it begins."""
        self._records = len(payload)
        return self.run(now, payload, on_end, synchronous)

    def next(self) -> float:
        """What the records of the invocation that begins now take together, in seconds."""
        draw = self._each.next
        return sum([draw() for _ in range(self._records)])


class WithRecords:
    """A stream of durations: what the handler takes for the invocation, and for its records."""

    def __init__(self, handler: Durations, records: RecordTimes) -> None:
        self._handler, self._records = handler, records

    def next(self) -> float:
        """One duration in seconds."""
        return self._handler.next() + self._records.next()
