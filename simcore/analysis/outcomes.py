"""What came out of two runs, side by side: was, now, and whether that is better.

Which way is better is said of counters that mean the same wherever they are; of the others nothing
is said. Times are in milliseconds and ages in seconds, as in the results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

__all__ = ["Outcome", "outcomes"]

Better = Literal["more", "less", ""]
Numbers = Mapping[str, float]

COUNTED: Mapping[str, Better] = {
    "requests": "", "responses": "more", "sent": "", "received": "", "deleted": "more",
    "returned": "less", "dead_lettered": "less", "expired": "less", "visible": "less",
    "in_flight": "", "async_received": "", "async_succeeded": "more", "async_dropped": "less",
    "async_waiting": "less", "published": "", "notified": "", "failed": "less",
    "redriven": "less", "put": "", "refused": "less", "discarded": "less", "behind": "less",
    "batches_invoked": "", "batches_failed": "less", "batches_throttled": "less",
    "invocations": "", "successes": "more", "errors": "less", "timeouts": "less",
    "throttles": "less", "cold_starts": "less", "provisioned_spillover": "less",
}  # fmt: skip
"""Counters that tell how a run went -> which way is better."""

HIGHEST: Mapping[str, tuple[str, str, Better]] = {
    "ConcurrentExecutions": ("most at once", "", ""),
    "ApproximateNumberOfMessagesVisible": ("most visible", "", "less"),
    "ApproximateAgeOfOldestMessage": ("oldest message", "s", "less"),
    "AsyncEventAge": ("oldest event", "ms", "less"),
    "IteratorAge": ("highest iterator age", "ms", "less"),
    "GetRecords.IteratorAgeMilliseconds": ("highest iterator age", "ms", "less"),
}
"""Metrics whose highest value tells how a run went -> its name, unit and which way is better."""

PERCENTILES = ("p50", "p95", "p99")


class Outcome(NamedTuple):
    """One number of both runs; None where a run has none. `better` says which way is."""

    component: str
    name: str
    unit: str
    was: float | None
    now: float | None
    better: Better

    @property
    def change(self) -> float | None:
        """By how much it is more now."""
        return None if self.was is None or self.now is None else self.now - self.was

    @property
    def verdict(self) -> Literal["better", "worse", "same", ""]:
        """What that means; nothing where either way may be right."""
        if not self.change:
            return "" if self.change is None else "same"
        if not self.better:
            return ""
        return "better" if (self.change > 0) == (self.better == "more") else "worse"


def outcomes(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Outcome]:
    """Of two results, component by component; what neither of them has is left out."""
    ids = list(dict.fromkeys([*was["counters"], *now["counters"]]))
    found = [one for id in ids for one in _of(id, was, now)]
    return [*found, *_costs(was, now)]


def _of(id: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Outcome]:
    yield from _counted(id, was["counters"].get(id, {}), now["counters"].get(id, {}))
    yield from _highest(id, was["series"].get(id, {}), now["series"].get(id, {}))
    yield from _measured(id, was["percentiles"].get(id, {}), now["percentiles"].get(id, {}))


def _counted(id: str, was: Numbers, now: Numbers) -> Iterator[Outcome]:
    for name, better in COUNTED.items():
        before, after = was.get(name), now.get(name)
        if before or after:
            yield Outcome(id, name.replace("_", " "), "", before, after, better)


def _highest(id: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Outcome]:
    for metric, (name, unit, better) in HIGHEST.items():
        before, after = _most(was.get(metric, ())), _most(now.get(metric, ()))
        if before or after:
            yield Outcome(id, name, unit, before, after, better)


def _most(values: Sequence[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _measured(id: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Outcome]:
    for metric in dict.fromkeys([*was, *now]):
        for p in PERCENTILES:
            before, after = was.get(metric, {}).get(p), now.get(metric, {}).get(p)
            if before or after:
                yield Outcome(id, f"{metric} {p}", "ms", before, after, "less")


def _costs(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Outcome]:
    then, later = was["cost"], now["cost"]
    yield Outcome("cost", "so far", "USD", then["usd"], later["usd"], "less")
    yield Outcome("cost", "a month", "USD", then["month"]["usd"], later["month"]["usd"], "less")
    for what in ("requests", "invocations"):
        before, after = then["per_million"][what], later["per_million"][what]
        if before is not None or after is not None:
            yield Outcome("cost", f"a million {what}", "USD", before, after, "less")
