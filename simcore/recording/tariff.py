"""What each component is charged for: lines of a bill, from the counters of a run.

A price is USD for one of a line's unit; GB are 1,024 MB, as AWS counts them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import NamedTuple, Protocol

from simcore.frozen import frozen

__all__ = [
    "Charged",
    "Line",
    "Meter",
    "RequestTariff",
    "Tariff",
]

Counters = Mapping[str, int | float]


class Line(NamedTuple):
    """One line of the bill so far.

    ``lasting`` is the quantity without what is rounded up only because the run ends: the part that
    goes on at the same rate. ``free`` names the allowance of the free tier that covers the line.
    """

    component: str
    item: str
    unit: str
    quantity: float
    lasting: float
    price_usd: float
    free: str = ""

    @property
    def usd(self) -> float:
        """What it costs."""
        return self.quantity * self.price_usd


class HeldTime(Protocol):
    """How long units were held, in seconds a unit."""

    def owed_s(self, now: float) -> float:
        """What would be billed at ``now``."""

    def lasting_s(self, now: float) -> float:
        """The same, without what is rounded up only because the run ends."""


class Meter:
    """What has been counted in ``elapsed_s``: counters and holds by component."""

    def __init__(
        self, counters: Mapping[str, Counters], holds: Mapping[str, HeldTime], elapsed_s: float
    ) -> None:
        self.counters, self.holds = counters, holds
        self._elapsed_s = elapsed_s
        self.runs_by_time = False  # whether anyone has asked for the time

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start, or since the tariff changed."""
        self.runs_by_time = True
        return self._elapsed_s

    def of(self, component: str, counter: str) -> float:
        """A counter of a component; 0 if it has none of that name."""
        return self.counters.get(component, {}).get(counter, 0)


class Charged(Protocol):
    """How one component is charged."""

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Its part of the bill."""


@frozen
class RequestTariff:
    """USD of each thing that ``counter`` counts."""

    item: str
    unit: str
    counter: str
    price_usd: float

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """One line."""
        n = meter.of(id, self.counter)
        yield Line(id, self.item, self.unit, n, n, self.price_usd)


@frozen
class Tariff:
    """How the components of a run are charged, by id.

    ``allowances`` are those of the free tier, a month; ``free_tier`` says whether it is taken off.
    ``notes`` say what a reader of the prices has to know. What is ``unpriced`` is charged nothing,
    and no price a million is given beside it.
    """

    components: Mapping[str, Charged] = field(default_factory=dict)
    allowances: Mapping[str, float] = field(default_factory=dict)
    free_tier: bool = False
    hold_step_s: float = 300.0
    notes: tuple[str, ...] = ()
    unpriced: tuple[str, ...] = ()
