"""Streams as one writes them from a SimPy textbook: a process per shard and per lane."""

from __future__ import annotations

from hashlib import md5

import simpy

from benchmarks import cases
from benchmarks.textbook import Model, Process


class Record:
    """A record in the Store of its lane."""

    def __init__(self, key: int, written: float) -> None:
        self.key, self.written = key, written


class Stream(Model):
    """A process polls each shard every second; one for each lane takes batches, in order."""

    POLL_S = 1.0
    FIRST_WAIT_S, FACTOR, JITTER, LONGEST_S = 0.5, 1.5, 0.5, 60.0

    def __init__(self, invocations: int, seed: int = 1) -> None:
        records = invocations * cases.BATCH_SIZE
        super().__init__(records, cases.MESSAGES_PER_S, 1_000, seed)
        self.shards: list[list[Record]] = [[] for _ in range(cases.SHARDS)]
        self.places: dict[int, tuple[int, int]] = {}
        for shard in self.shards:
            lanes = [simpy.Store(self.env) for _ in range(cases.PARALLELIZATION)]
            self.env.process(self._poller(shard, lanes))
            for lane in lanes:
                self.env.process(self._lane(lane))

    def _arrive(self) -> None:
        self.metrics.count("sent")
        key = int(self.rng.integers(cases.STREAM_KEYS))
        self.shards[self._place(key)[0]].append(Record(key, self.env.now))

    def _place(self, key: int) -> tuple[int, int]:
        if key not in self.places:
            hashed = int.from_bytes(md5(str(key).encode(), usedforsecurity=False).digest(), "big")
            self.places[key] = hashed * cases.SHARDS >> 128, hashed % cases.PARALLELIZATION
        return self.places[key]

    def _levels(self) -> tuple[int, ...]:
        return (*super()._levels(), sum(len(shard) for shard in self.shards))

    def _poller(self, shard: list[Record], lanes: list[simpy.Store]) -> Process:
        yield self.env.timeout(self.rng.random() * self.POLL_S)
        while True:
            read, shard[:] = shard[:], []
            for record in read:
                yield lanes[self._place(record.key)[1]].put(record)
            yield self.env.timeout(self.POLL_S)

    def _lane(self, lane: simpy.Store) -> Process:
        while True:
            batch = [(yield lane.get())]
            while lane.items and len(batch) < cases.BATCH_SIZE:
                batch.append((yield lane.get()))
            wait_s = self.FIRST_WAIT_S
            while (yield self.env.process(self.function.invoke())):
                yield self.env.timeout(wait_s * (1 + self.JITTER * (2 * self.rng.random() - 1)))
                wait_s = min(wait_s * self.FACTOR, self.LONGEST_S)
            for record in batch:
                self.metrics.count("deleted")
                self.metrics.latency.add(self.env.now - record.written)


class Table(Stream):
    """The stream of a table, which is polled four times a second."""

    POLL_S = 0.25
