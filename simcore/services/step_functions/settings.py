"""What holds for a state machine: plain numbers, times in seconds, sizes in bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.asl.states import Machine
from simcore.frozen import frozen
from simcore.services.step_functions.expressions import Template

__all__ = ["BillingSettings", "Items", "MachineSettings"]


@frozen
class Items:
    """What a reader finds: ``count`` items, each made of its ``$index`` where it says so."""

    count: int
    item: Template

    def made(self, chance: Any) -> list[Any]:
        """All of them; raises `StateFault`."""
        if not self.item.made:
            return [self.item.value] * self.count
        return [self.item.of({"index": n}, chance) for n in range(self.count)]


@frozen
class BillingSettings:
    """How express executions are charged: by which steps, and for how much memory."""

    duration_step_ms: int
    memory_step_mb: int
    memory_base_bytes: float
    parallel_steps: int


@frozen
class MachineSettings:
    """``states`` says how many there are, those within others too. ``express`` holds the numbers
    of those states whose executions are express ones.

    Of a standard machine that are the states of child executions of a Distributed Map. Latencies
    are those of a transition, ``bounds`` as `simcore.asl.host.Host` has them; ``followed`` says
    which executions have a history that is kept: one in so many.
    """

    machine: Machine
    is_express: bool
    input: Template
    states: int
    latency_s: float
    express_latency_s: float
    bounds: Mapping[str, tuple[int, float]]
    express: frozenset[int]
    children_per_s: Mapping[bool, float]
    billing: BillingSettings
    items: Mapping[str, Items]
    runs_twice: float = 0.0
    followed: int = 1
