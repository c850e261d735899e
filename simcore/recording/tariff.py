"""What each component is charged for: lines of a bill, from the counters of a run.

A price is USD for one of a line's unit; GB are 1,024 MB, as AWS counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from simcore.recording.holds import Holds

__all__ = [
    "Charged",
    "FunctionTariff",
    "Line",
    "Meter",
    "QueueTariff",
    "RequestTariff",
    "SnapStartTariff",
    "Tariff",
]

Counters = Mapping[str, int | float]

FREE_REQUESTS, FREE_GB_SECONDS, FREE_SQS_REQUESTS = "requests", "GB-seconds", "SQS requests"
"""The allowances of the free tier."""


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


class Meter(NamedTuple):
    """What has been counted after ``elapsed_s``: counters and holds by component."""

    counters: Mapping[str, Counters]
    holds: Mapping[str, Holds]
    elapsed_s: float

    def of(self, component: str, counter: str) -> float:
        """A counter of a component; 0 if it has none of that name."""
        return self.counters.get(component, {}).get(counter, 0)


class Charged(Protocol):
    """How one component is charged."""

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Its part of the bill."""


@dataclass(frozen=True)
class SnapStartTariff:
    """USD for a GB-second of the cached snapshot and for a GB restored."""

    cache_usd: float
    cache_minimum_s: float
    restore_usd: float


@dataclass(frozen=True)
class FunctionTariff:
    """USD of a function's requests and, by its processor, of its GB-seconds.

    ``hold_usd`` and ``run_usd`` are those of provisioned concurrency; a function that has it is
    not covered by the free tier. ``large_events`` says by how many requests more than one an
    asynchronous event of a client counts.
    """

    memory_gb: float
    request_usd: float
    gb_second_usd: float
    hold_usd: float = 0.0
    run_usd: float = 0.0
    bills_init: bool = True
    snap_start: SnapStartTariff | None = None
    large_events: Mapping[str, int] = field(default_factory=dict)

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Requests, duration, provisioned concurrency, SnapStart."""
        holds = meter.holds.get(id)
        free_requests, free_gb_s = ("", "") if holds else (FREE_REQUESTS, FREE_GB_SECONDS)
        requests = meter.of(id, "invocations") + self._chunks(meter)
        provisioned_ms = meter.of(id, "billed_provisioned_ms")
        run = self._gb_s(self._billed_ms(id, meter) - provisioned_ms)
        yield Line(id, "requests", "request", requests, requests, self.request_usd, free_requests)
        yield Line(id, "duration", "GB-second", run, run, self.gb_second_usd, free_gb_s)
        if holds:
            run = self._gb_s(provisioned_ms)
            owed = holds.owed_s(meter.elapsed_s) * self.memory_gb
            lasting = holds.lasting_s(meter.elapsed_s) * self.memory_gb
            item = "provisioned concurrency"
            yield Line(id, "provisioned duration", "GB-second", run, run, self.run_usd)
            yield Line(id, item, "GB-second", owed, lasting, self.hold_usd)
        if self.snap_start is not None:
            yield from self._snap_start(id, meter, self.snap_start)

    def _chunks(self, meter: Meter) -> float:
        """The requests that large events count for beyond their first."""
        return sum([meter.of(c, "requests") * n for c, n in sorted(self.large_events.items())])

    def _billed_ms(self, id: str, meter: Meter) -> float:
        init_ms = meter.of(id, "billed_init_ms") if self.bills_init else 0
        return meter.of(id, "billed_duration_ms") + init_ms

    def _gb_s(self, ms: float) -> float:
        return ms * self.memory_gb / 1000.0

    def _snap_start(self, id: str, meter: Meter, prices: SnapStartTariff) -> Iterator[Line]:
        cached = max(meter.elapsed_s, prices.cache_minimum_s) * self.memory_gb
        lasting = meter.elapsed_s * self.memory_gb
        restored = meter.of(id, "restores") * self.memory_gb
        yield Line(id, "snapshot cache", "GB-second", cached, lasting, prices.cache_usd)
        yield Line(id, "snapshot restores", "GB", restored, restored, prices.restore_usd)


@dataclass(frozen=True)
class QueueTariff:
    """USD of a queue's requests.

    ``sources`` are the queues whose dead letters it gets and ``backlog`` the messages that it had
    at the start, neither of which anybody sends; ``pollers`` are the event source mappings that
    delete its messages.
    """

    request_usd: float
    backlog: int = 0
    sources: tuple[str, ...] = ()
    pollers: tuple[str, ...] = ()

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Requests to send, receive and delete messages."""
        moved = sum([meter.of(source, "dead_lettered") for source in self.sources])
        sent = max(meter.of(id, "sent") - moved - self.backlog, 0) + meter.of(id, "deduplicated")
        received = meter.of(id, "receive_calls") + meter.of(id, "empty_receives")
        deleted = sum([meter.of(poller, "delete_calls") for poller in self.pollers])
        n = sent + received + deleted
        yield Line(id, "requests", "request", n, n, self.request_usd, FREE_SQS_REQUESTS)


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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
