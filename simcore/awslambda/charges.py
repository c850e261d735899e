"""What a function is charged for: requests, GB-seconds, what is provisioned, SnapStart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import field

from simcore.awslambda.spec import Function
from simcore.component import Graph, Prices, Unpriced
from simcore.frozen import frozen
from simcore.recording.tariff import Line, Meter

__all__ = ["ALLOWANCES", "FunctionTariff", "SnapStartTariff", "charged"]

LAMBDA = "price.lambda."
MB_IN_A_GB = 1024.0
ARM = {"gb_second": "gb_second_arm", "hold": "provisioned_hold_arm", "run": "provisioned_run_arm"}
X86 = {"gb_second": "gb_second", "hold": "provisioned_hold", "run": "provisioned_run"}
FREE_REQUESTS, FREE_GB_SECONDS = "requests", "GB-seconds"
ALLOWANCES = {
    FREE_REQUESTS: f"{LAMBDA}free_requests",
    FREE_GB_SECONDS: f"{LAMBDA}free_gb_seconds",
}


@frozen
class SnapStartTariff:
    """USD for a GB-second of the cached snapshot and for a GB restored."""

    cache_usd: float
    cache_minimum_s: float
    restore_usd: float


@frozen
class FunctionTariff:
    """USD of a function's requests and, by its processor, of its GB-seconds.

    ``hold_usd`` and ``run_usd`` are those of provisioned concurrency; a function that has it is
    not covered by the free tier, nor is one without ``has_free_tier``. ``large_events`` says by how
    many requests more than one an asynchronous event of a client counts.
    """

    memory_gb: float
    request_usd: float
    gb_second_usd: float
    hold_usd: float = 0.0
    run_usd: float = 0.0
    bills_init: bool = True
    snap_start: SnapStartTariff | None = None
    large_events: Mapping[str, int] = field(default_factory=dict)
    has_free_tier: bool = True

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Requests, duration, provisioned concurrency, SnapStart."""
        holds = meter.holds.get(id)
        covered = self.has_free_tier and not holds
        free_requests, free_gb_s = (FREE_REQUESTS, FREE_GB_SECONDS) if covered else ("", "")
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


def charged(id: str, spec: Function, prices: Prices, graph: Graph) -> FunctionTariff | Unpriced:
    """By its memory and architecture."""
    if spec.capacity is not None:
        return Unpriced("managed instances")
    rows = ARM if spec.architecture == "arm64" else X86
    elsewhere = _priced(id, graph)
    if elsewhere:
        return _tariff_of(elsewhere, spec, prices)
    return FunctionTariff(
        memory_gb=(spec.memory or 0.0) / MB_IN_A_GB,
        request_usd=prices.of(f"{LAMBDA}request_usd"),
        gb_second_usd=prices.of(f"{LAMBDA}{rows['gb_second']}_usd"),
        hold_usd=prices.of(f"{LAMBDA}{rows['hold']}_usd"),
        run_usd=prices.of(f"{LAMBDA}{rows['run']}_usd"),
        bills_init=bool(prices.profile.value(f"{LAMBDA}bills_init", prices.region)),
        snap_start=_snap_start(spec, prices),
        large_events=_large_events(id, prices, graph),
    )


def _priced(id: str, graph: Graph) -> str:
    """The rows of whoever invokes it at prices of its own (Lambda@Edge): then all cost as much."""
    return next(
        (r.refers.priced for r in graph.references if r.target == id and r.refers.priced), ""
    )


def _tariff_of(rows: str, spec: Function, prices: Prices) -> FunctionTariff:
    """Of a function that is not charged as others; without a free tier."""
    return FunctionTariff(
        memory_gb=(spec.memory or 0.0) / MB_IN_A_GB,
        request_usd=prices.of(f"{rows}request_usd"),
        gb_second_usd=prices.of(f"{rows}gb_second_usd"),
        bills_init=bool(prices.profile.value(f"{LAMBDA}bills_init", prices.region)),
        has_free_tier=False,
    )


def _snap_start(spec: Function, prices: Prices) -> SnapStartTariff | None:
    if not spec.snap_start or not prices.has(f"{LAMBDA}snap_start_cache_usd"):
        return None
    free = str(prices.profile.value(f"{LAMBDA}snap_start_free_runtimes")).split()
    if spec.runtime and spec.runtime.startswith(tuple(free)):
        return None
    return SnapStartTariff(
        prices.of(f"{LAMBDA}snap_start_cache_usd"),
        prices.of(f"{LAMBDA}snap_start_cache_min_s"),
        prices.of(f"{LAMBDA}snap_start_restore_usd"),
    )


def _large_events(id: str, prices: Prices, graph: Graph) -> Mapping[str, int]:
    """Client -> requests that each of its events to this function counts beyond one."""
    if not prices.has(f"{LAMBDA}event_included_bytes"):
        return {}
    included = prices.of(f"{LAMBDA}event_included_bytes")
    chunk = prices.of(f"{LAMBDA}event_chunk_bytes")
    sizes = {
        name: graph.components[name].message_bytes() for name in graph.into(id, "invoke-async")
    }
    return {
        name: math.ceil((size - included) / chunk)
        for name, size in sizes.items()
        if size > included
    }
