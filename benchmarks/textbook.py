"""The same two models as one writes them from a SimPy textbook: the yardstick.

A process per invocation and per idle environment, `Resource` for the concurrency, `Store` for the
queue, one random number at a time, plain metrics counted as things happen and summed up every
simulated second. It models less than the product (no environment slots, no frames, no stories, no
fingerprint), so the ratio flatters the textbook, not us.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from benchmarks import cases

Process = Generator[simpy.Event, Any, Any]
Z_99 = 2.3263478740408408


class Histogram:
    """Latencies by log-linear bucket, this second and altogether."""

    def __init__(self) -> None:
        self.total: dict[int, int] = {}
        self.second: dict[int, int] = {}

    def add(self, seconds: float) -> None:
        mantissa, exponent = math.frexp(max(seconds, 1e-9))
        bucket = exponent * 64 + int(mantissa * 128)
        self.total[bucket] = self.total.get(bucket, 0) + 1
        self.second[bucket] = self.second.get(bucket, 0) + 1

    def close(self) -> list[int | None]:
        """p50, p95 and p99 of the second that is over."""
        n = sum(self.second.values())
        found = [self._bucket(n * q / 100) if n else None for q in (50, 95, 99)]
        self.second = {}
        return found

    def _bucket(self, rank: float) -> int:
        seen = 0
        for bucket, count in sorted(self.second.items()):
            seen += count
            if seen >= rank:
                return bucket
        raise AssertionError("the rank is within the count")


class Metrics:
    """Counters of the second, written down and cleared when it is over."""

    NAMES = ("invocations", "cold_starts", "throttles", "errors", "sent", "deleted", "returned")

    def __init__(self) -> None:
        self.now = dict.fromkeys(self.NAMES, 0)
        self.total = dict.fromkeys(self.NAMES, 0)
        self.rows: list[tuple[Any, ...]] = []
        self.duration, self.latency = Histogram(), Histogram()
        self.peak = 0

    def count(self, name: str) -> None:
        self.now[name] += 1
        self.total[name] += 1

    def close(self, *levels: int) -> None:
        self.rows.append(
            (*self.now.values(), self.peak, *self.duration.close(), *self.latency.close(), *levels)
        )
        self.now = dict.fromkeys(self.NAMES, 0)


class Environment:
    """An execution environment; its token changes whenever it is used."""

    def __init__(self) -> None:
        self.token = 0


class Function:
    """Concurrency as a Resource; idle environments on a stack, each with a process that ends it."""

    spec = cases.FUNCTION

    def __init__(self, env: simpy.Environment, limit: int, seed: int, metrics: Metrics) -> None:
        self.env, self.metrics = env, metrics
        self.slots = simpy.Resource(env, capacity=limit)
        self.idle: deque[Environment] = deque()
        self.rng = np.random.default_rng(seed)

    def full(self) -> bool:
        return self.slots.count >= self.slots.capacity

    def invoke(self) -> Process:
        """One admitted invocation; its value says whether it failed."""
        with self.slots.request() as slot:
            yield slot
            self.metrics.count("invocations")
            self.metrics.peak = max(self.metrics.peak, self.slots.count)
            environment = yield from self._environment()
            duration_s = min(self._lognormal("duration"), self.spec["timeout"])
            yield self.env.timeout(duration_s)
            self.metrics.duration.add(duration_s)
        environment.token += 1
        self.idle.append(environment)
        self.env.process(self._expire(environment, environment.token))
        failed = bool(self.rng.random() < self.spec["error_rate"])
        if failed:
            self.metrics.count("errors")
        return failed

    def _environment(self) -> Process:
        if self.idle:
            environment = self.idle.pop()
            environment.token += 1
            return environment
        self.metrics.count("cold_starts")
        yield self.env.timeout(self._lognormal("init_duration"))
        return Environment()

    def _expire(self, environment: Environment, token: int) -> Process:
        yield self.env.timeout(self.spec["idle_timeout"])
        if environment.token == token:
            self.idle.remove(environment)

    def _lognormal(self, what: str) -> float:
        median, p99 = self.spec[what]["lognormal"].values()
        return float(self.rng.lognormal(math.log(median), math.log(p99 / median) / Z_99))


class Model:
    """What both models share: arrivals at a rate, a sample a second, an end."""

    def __init__(self, arrivals: int, rate_per_s: float, limit: int, seed: int) -> None:
        self.env, self.metrics = simpy.Environment(), Metrics()
        self.function = Function(self.env, limit, seed, self.metrics)
        self.rng = np.random.default_rng(seed + 1)
        self.left, self.rate_per_s, self.until_s = arrivals, rate_per_s, arrivals / rate_per_s

    def run(self) -> Metrics:
        self.env.process(self._arrivals())
        self.env.process(self._sampler())
        self.env.run(until=max(self.until_s, 1.0))
        return self.metrics

    def _arrivals(self) -> Process:
        while self.left:
            yield self.env.timeout(self.rng.exponential(1 / self.rate_per_s))
            self.left -= 1
            self._arrive()

    def _sampler(self) -> Process:
        while True:
            yield self.env.timeout(1.0)
            self.metrics.close(*self._levels())
            self.metrics.peak = self.function.slots.count

    def _arrive(self) -> None:
        raise NotImplementedError

    def _levels(self) -> tuple[int, ...]:
        return (self.function.slots.count, len(self.function.idle))


class Sync(Model):
    """A process per request."""

    def __init__(self, invocations: int, seed: int = 1) -> None:
        super().__init__(invocations, cases.RATE_PER_S, 120, seed)

    def _arrive(self) -> None:
        self.env.process(self._request())

    def _request(self) -> Process:
        began = self.env.now
        if self.function.full():
            self.metrics.count("throttles")
            return
        yield self.env.process(self.function.invoke())
        self.metrics.latency.add(self.env.now - began)


class Message:
    """A message in the Store."""

    def __init__(self, sent: float) -> None:
        self.sent, self.receives = sent, 0


class Queue(Model):
    """A process per poller, and one per message that waits for its visibility timeout."""

    VISIBILITY_S = 60.0
    INITIAL, PER_TICK = 5, 5
    MAX_RECEIVE_COUNT = 3

    def __init__(self, invocations: int, seed: int = 1) -> None:
        messages = invocations * cases.BATCH_SIZE
        super().__init__(messages, cases.MESSAGES_PER_S, 1_000, seed)
        self.queue = simpy.Store(self.env)
        self.dead: list[Message] = []
        self.in_flight = 0
        self.env.process(self._scaler())

    def _arrive(self) -> None:
        self.metrics.count("sent")
        self.queue.put(Message(self.env.now))

    def _levels(self) -> tuple[int, ...]:
        return (*super()._levels(), len(self.queue.items), self.in_flight, len(self.dead))

    def _scaler(self) -> Process:
        pollers = 0
        for _ in range(self.INITIAL):
            pollers += 1
            self.env.process(self._poller())
        while pollers < cases.MAXIMUM_CONCURRENCY:
            yield self.env.timeout(1.0)
            if self.queue.items:
                for _ in range(min(self.PER_TICK, cases.MAXIMUM_CONCURRENCY - pollers)):
                    pollers += 1
                    self.env.process(self._poller())

    def _poller(self) -> Process:
        while True:
            batch = [(yield self.queue.get())]
            while self.queue.items and len(batch) < cases.BATCH_SIZE:
                batch.append((yield self.queue.get()))
            received = self.env.now
            self.in_flight += len(batch)
            for message in batch:
                message.receives += 1
            if (yield self.env.process(self.function.invoke())):
                for message in batch:
                    self.env.process(self._return(message, received + self.VISIBILITY_S))
            else:
                self._delete(batch)
            yield self.env.timeout(cases.POLL_CYCLE_S)

    def _delete(self, batch: list[Message]) -> None:
        self.in_flight -= len(batch)
        for message in batch:
            self.metrics.count("deleted")
            self.metrics.latency.add(self.env.now - message.sent)

    def _return(self, message: Message, at: float) -> Process:
        yield self.env.timeout(max(at - self.env.now, 0.0))
        self.in_flight -= 1
        if message.receives >= self.MAX_RECEIVE_COUNT:
            self.dead.append(message)
            return
        self.metrics.count("returned")
        yield self.queue.put(message)
