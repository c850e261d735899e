"""What holds for a state machine: plain numbers, times in seconds, sizes in bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simcore.asl.states import Machine
from simcore.frozen import frozen
from simcore.services.step_functions.expressions import Template

__all__ = ["BillingSettings", "Items", "MachineSettings", "MadeItems"]


@frozen
class Items:
    """What a reader finds: ``count`` items, each made of its ``$index`` where it says so."""

    count: int
    item: Template

    def made(self, chance: Any) -> Sequence[Any]:
        """All of them."""
        if not self.item.made:
            return [self.item.value] * self.count
        return MadeItems(self.item, chance, range(self.count))


class MadeItems(Sequence[Any]):
    """Each is made when it is asked for: of a million items few may be needed in a run."""

    __slots__ = ("_chance", "_indices", "_item", "_last")

    def __init__(self, item: Template, chance: Any, indices: range) -> None:
        self._item, self._chance, self._indices = item, chance, indices
        self._last: tuple[int, Any] | None = None

    def __len__(self) -> int:
        return len(self._indices)

    def __getitem__(self, at: Any) -> Any:
        """Raises `StateFault` where its expression does."""
        if isinstance(at, slice):
            return MadeItems(self._item, self._chance, self._indices[at])
        index = self._indices[at]
        if self._last is None or self._last[0] != index:
            self._last = (index, self._item.of({"index": index}, self._chance))
        return self._last[1]


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
    are those of a transition, ``bounds`` and ``most_children`` as `simcore.asl.host.Host` has them;
    ``followed`` says which executions have a history that is kept: one in so many.
    """

    machine: Machine
    is_express: bool
    input: Template
    states: int
    latency_s: float
    express_latency_s: float
    bounds: Mapping[str, tuple[int, float]]
    most_children: int
    express: frozenset[int]
    children_per_s: Mapping[bool, float]
    billing: BillingSettings
    items: Mapping[str, Items]
    runs_twice: float = 0.0
    followed: int = 1
