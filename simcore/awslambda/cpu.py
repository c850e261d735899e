"""The processor of an execution environment: how long work takes with the function's memory.

Models: a share of processor in proportion to the memory, one vCPU for every 1,769 MB; work that is
    spread over ``threads`` threads uses as many vCPUs at most (one, when the handler is
    single-threaded: assumed). Waiting is not made faster.
Ignores: hyper-threads, the granularity of the scheduler (a small share comes in time slices), the
    difference between processors.
States: nothing of its own: the duration in InvocationEnded.

Sources: AWS Lambda Developer Guide, configuration-memory (2022 and 12 Jul 2026). The Init phase
has the full processor whatever the memory: maxday/lambda-perf, 22 Aug 2026, finds no difference
between 128 and 1,024 MB.
"""

from __future__ import annotations

from math import inf

from simcore.engine.distributions import Distribution
from simcore.engine.streams import Stream, generator
from simcore.frozen import frozen


def vcpus(memory_mb: float, memory_per_vcpu_mb: float, threads: int) -> float:
    """How many vCPUs work on ``threads`` threads has; below 1 a share of one."""
    return min(memory_mb / memory_per_vcpu_mb, float(threads))


@frozen
class CpuWork:
    """Work of an invocation in vCPU-seconds, and the vCPUs that there are for it."""

    work: Distribution
    vcpus: float


class WaitAndWork:
    """A stream of durations: each invocation waits, and then it computes."""

    def __init__(self, waits: Stream, works: Stream, vcpus: float) -> None:
        self._waits, self._works, self._vcpus = waits, works, vcpus

    def retune(self, waiting: Distribution, cpu: CpuWork | None) -> None:
        """Wait and work so from now on, with the draws that come; without work there is none."""
        self._waits.remap(waiting.draw)
        if cpu is not None:
            self._works.remap(cpu.work.draw)
        self._vcpus = cpu.vcpus if cpu is not None else inf

    def next(self) -> float:
        """One duration in seconds."""
        return self._waits.next() + self._works.next() / self._vcpus


def durations(
    id: str, waiting: Distribution, cpu: CpuWork | None, seed: int
) -> Stream | WaitAndWork:
    """How long the handlers of function ``id`` take; ``next()`` gives one duration in seconds."""
    waits = Stream(generator(seed, f"{id}/duration"), waiting.draw)
    if cpu is None:
        return waits
    works = Stream(generator(seed, f"{id}/cpu_work"), cpu.work.draw)
    return WaitAndWork(waits, works, cpu.vcpus)
