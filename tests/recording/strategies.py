"""Random but lawful histories of a function and its client, for properties."""

from __future__ import annotations

import heapq
import random

from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)


def history(seed: int, duration_s: float, functions: int, rate: float) -> list[tuple]:
    """[(t, component number, fact, row)] in order of processing; some times coincide.

    Environments are used lowest slot first; every tenth invocation fails; durations and arrivals
    lie on a grid of 1/8 s for one function in two, so that ties are common.
    """
    draw = random.Random(seed)
    told: list[tuple] = []
    for number in range(functions):
        told += _function(draw, number, duration_s, rate, grid=number % 2 == 0)
    return sorted(told, key=lambda part: part[0])


def _function(draw: random.Random, number: int, duration_s: float, rate: float, grid: bool):
    told, t = [], 0.0
    ending: list[tuple] = []  # (end, slot, started, init, duration)
    idle: list[int] = []
    used = 0

    def finish(until: float) -> None:
        while ending and ending[0][0] <= until:
            end, slot, started, init_s, duration_s = heapq.heappop(ending)
            outcome = draw.choices((0, 1, 2), (8, 1, 1))[0]
            row = (end, slot, started, init_s, duration_s, outcome)
            told.append((end, number, InvocationEnded, row))
            if draw.random() < 0.1:
                told.append((end, number, EnvironmentReclaimed, (end, slot)))
            heapq.heappush(idle, slot)

    gone: set[int] = set()
    while True:
        gap = draw.expovariate(rate)
        t += round(gap * 8) / 8 if grid else gap
        if t >= duration_s:
            break
        finish(t)
        gone |= {row[1] for _, _, fact, row in told[-20:] if fact is EnvironmentReclaimed}
        if len(ending) >= 30:
            reason = draw.randrange(2)
            told.append((t, number, InvocationThrottled, (t, reason, reason)))
            continue
        cold = not idle
        slot = used if cold else heapq.heappop(idle)
        used += cold
        cold = cold or slot in gone
        gone.discard(slot)
        init_s = (0.25 if grid else draw.uniform(0.1, 0.4)) if cold else 0.0
        run_s = draw.randrange(1, 12) / 8 if grid else draw.lognormvariate(-1, 1)
        heapq.heappush(ending, (t + init_s + run_s, slot, t, init_s, run_s))
        row = (t, slot, init_s, len(ending))
        told.append((t, number, InvocationStarted, row))
    finish(duration_s - 1e-9)
    return told
