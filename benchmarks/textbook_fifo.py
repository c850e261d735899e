"""The FIFO queue as one writes it from a SimPy textbook: a Store and a poller for each group."""

from __future__ import annotations

import simpy

from benchmarks import cases
from benchmarks.textbook import Function, Message, Model, Process


class FifoFunction(Function):
    """The same function, which fails less often."""

    spec = cases.GROUPED_FUNCTION


class FifoQueue(Model):
    """Every group's poller takes its messages in batches, in order, one batch at a time."""

    MAX_RECEIVE_COUNT = 3

    def __init__(self, invocations: int, seed: int = 1) -> None:
        messages = invocations * cases.BATCH_SIZE
        super().__init__(messages, cases.GROUPED_PER_S, 1_000, seed)
        self.function = FifoFunction(self.env, 1_000, seed, self.metrics)
        self.groups = [simpy.Store(self.env) for _ in range(cases.GROUPS)]
        self.dead: list[Message] = []
        self.in_flight = 0
        for group in self.groups:
            self.env.process(self._poller(group))

    def _arrive(self) -> None:
        self.metrics.count("sent")
        self.groups[int(self.rng.integers(cases.GROUPS))].put(Message(self.env.now))

    def _levels(self) -> tuple[int, ...]:
        waiting = sum(len(group.items) for group in self.groups)
        return (*super()._levels(), waiting, self.in_flight, len(self.dead))

    def _poller(self, group: simpy.Store) -> Process:
        while True:
            batch = [(yield group.get())]
            while group.items and len(batch) < cases.BATCH_SIZE:
                batch.append((yield group.get()))
            received = self.env.now
            self.in_flight += len(batch)
            for message in batch:
                message.receives += 1
            if (yield self.env.process(self.function.invoke())):
                back_at = received + cases.GROUPED_VISIBILITY_S
                yield self.env.timeout(max(back_at - self.env.now, 0.0))
                self._return(group, batch)
            else:
                self._delete(batch)
            self.in_flight -= len(batch)

    def _return(self, group: simpy.Store, batch: list[Message]) -> None:
        """Back to the front of the group, or to the dead-letter queue."""
        again = [m for m in batch if m.receives < self.MAX_RECEIVE_COUNT]
        self.dead += [m for m in batch if m.receives >= self.MAX_RECEIVE_COUNT]
        group.items[:0] = again
        for _ in again:
            self.metrics.count("returned")

    def _delete(self, batch: list[Message]) -> None:
        for message in batch:
            self.metrics.count("deleted")
            self.metrics.latency.add(self.env.now - message.sent)
