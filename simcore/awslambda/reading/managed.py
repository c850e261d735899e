"""How a function on managed instances reads."""

from __future__ import annotations

from simcore.awslambda.facts.managed import (
    CapacityObserved,
    ConcurrencyThrottled,
    EnvironmentOccupied,
    EnvironmentReady,
    EnvironmentsRequested,
    EnvironmentVacated,
)
from simcore.awslambda.reading.sources import LAMBDA
from simcore.facts import Row
from simcore.recording.reading import Balance, Count, Counter, Last, Listed, Metric, Reading

__all__ = ["MANAGED"]

OBSERVED = CapacityObserved


def _environments(row: Row) -> tuple[str, str]:
    what = "more" if row[2] > 0 else "fewer"
    return f"{abs(row[2]):,} {what} environments: {row[1]:,}", "scaler"


MANAGED = Reading(
    metrics=(
        Metric(
            "ConcurrencyThrottles",
            Count(ConcurrencyThrottled),
            "Throttles, concurrency",
            "On managed instances, throttles because all environments ran as many as they may.",
            counter="concurrency_throttles",
            source=LAMBDA,
        ),
        Metric(
            "Managed.serving",
            Last(OBSERVED, "serving"),
            "Managed environments",
            "Environments on managed instances that take invocations.",
            counter="managed_serving",
        ),
        Metric(
            "Managed.preparing",
            Last(OBSERVED, "preparing"),
            "Managed, being prepared",
            "Environments that were asked for and are not ready.",
            counter="managed_preparing",
        ),
        Metric(
            "Managed.leaving",
            Last(OBSERVED, "leaving"),
            "Managed, leaving",
            "Environments that take no more, and run the rest.",
            counter="managed_leaving",
        ),
        Metric(
            "Managed.room",
            Last(OBSERVED, "room"),
            "Room of managed environments",
            "How many invocations the environments run at most.",
            counter="managed_room",
        ),
    ),
    counters=(
        Counter(
            "managed_environments_ready",
            Count(EnvironmentReady),
            "also those that were there at the start",
        ),
    ),
    events=(Listed(EnvironmentsRequested, "init", 2, _environments),),
    silent=(EnvironmentOccupied, EnvironmentVacated),
    balances=(
        Balance(
            ("managed_environments_ready",),
            ("managed_serving", "managed_leaving", "environments_reclaimed"),
        ),
        Balance(("managed_serving", "managed_leaving"), ("environments_busy", "environments_idle")),
        Balance(("concurrency_throttles",), ("throttles",)),
    ),
)
