"""The FIFO queue as one writes it from a SimPy textbook: a process for each active group."""

from __future__ import annotations

from collections import deque

from benchmarks import cases
from benchmarks.textbook import Function, Message, Model, Process


class FifoFunction(Function):
    """The same function, which fails less often."""

    spec = cases.GROUPED_FUNCTION


class FifoQueue(Model):
    """A deque per group; while one has messages, a process takes them in batches, in order."""

    MAX_RECEIVE_COUNT = 3

    def __init__(self, invocations: int, seed: int = 1) -> None:
        messages = invocations * cases.BATCH_SIZE
        super().__init__(messages, cases.GROUPED_PER_S, 1_000, seed)
        self.function = FifoFunction(self.env, 1_000, seed, self.metrics)
        self.groups: list[deque[Message]] = [deque() for _ in range(cases.GROUPS)]
        self.active = [False] * cases.GROUPS
        self.dead: list[Message] = []
        self.in_flight = 0

    def _arrive(self) -> None:
        self.metrics.count("sent")
        key = int(self.rng.integers(cases.GROUPS))
        self.groups[key].append(Message(self.env.now))
        if not self.active[key]:
            self.active[key] = True
            self.env.process(self._poller(key))

    def _levels(self) -> tuple[int, ...]:
        waiting = sum(len(group) for group in self.groups)
        return (*super()._levels(), waiting, self.in_flight, len(self.dead), sum(self.active))

    def _poller(self, key: int) -> Process:
        group = self.groups[key]
        while group:
            batch = self._receive(group)
            if not batch:
                continue
            received = self.env.now
            if (yield self.env.process(self.function.invoke())):
                back_at = received + cases.GROUPED_VISIBILITY_S
                yield self.env.timeout(max(back_at - self.env.now, 0.0))
                group.extendleft(reversed(batch))
                for _ in batch:
                    self.metrics.count("returned")
            else:
                self._delete(batch)
            self.in_flight -= len(batch)
        self.active[key] = False

    def _receive(self, group: deque[Message]) -> list[Message]:
        batch = []
        while group and len(batch) < cases.BATCH_SIZE:
            message = group.popleft()
            if message.receives >= self.MAX_RECEIVE_COUNT:
                self.dead.append(message)
            else:
                message.receives += 1
                batch.append(message)
        self.in_flight += len(batch)
        return batch

    def _delete(self, batch: list[Message]) -> None:
        for message in batch:
            self.metrics.count("deleted")
            self.metrics.latency.add(self.env.now - message.sent)
