"""The metrics of a function's capacity: provisioned concurrency and managed instances."""

from __future__ import annotations

from typing import Any

from simcore import facts
from simcore.recording.fold.provisioned import PEAK, UTILIZATION

__all__ = ["MANAGED", "PROVISIONED"]

LAMBDA = "G26:monitoring-metrics-types (12 Jul 2026)"
CONCURRENCY = "G26:monitoring-concurrency, monitoring-metrics-types (12 Jul 2026)"
OURS = "Windtunnel's own"

Row = tuple[str, str, str, str, str, str, tuple[type[Any], ...], str]

PROVISIONED: tuple[Row, ...] = (
    ("ProvisionedConcurrencyInvocations", "function", "Count", "Sum",
           "Provisioned invocations", LAMBDA, (facts.ProvisionedInvocationStarted,),
           "Invocations in provisioned environments; they are among Invocations."),
    ("ProvisionedConcurrencySpilloverInvocations", "function", "Count", "Sum", "Spilled over",
           LAMBDA, (facts.ProvisionedSpilledOver,),
           "Invocations on the rest of the concurrency because what is provisioned was used up."),
    (PEAK, "function", "Count", "Maximum", "Provisioned executions", CONCURRENCY,
           (facts.ProvisionedInvocationStarted, facts.ProvisionedObserved),
           "The highest concurrency of provisioned environments at any moment, exactly."),
    (UTILIZATION, "function", "Share", "Maximum", "Provisioned utilization", CONCURRENCY,
           (facts.ProvisionedInvocationStarted, facts.ProvisionedObserved),
           "That as a share of the environments ready at the bin's end; none without invocations."),
    ("Provisioned.requested", "function", "Count", "Last", "Provisioned, asked for", OURS,
           (facts.ProvisionedObserved,), "Provisioned concurrency that was asked for."),
    ("Provisioned.allocated", "function", "Count", "Last", "Provisioned, allocated", OURS,
           (facts.ProvisionedObserved,), "Of that allocated: its concurrency is claimed."),
    ("Provisioned.ready", "function", "Count", "Last", "Provisioned, ready", OURS,
           (facts.ProvisionedObserved,), "Of that ready to serve."),
    ("Provisioned.busy", "function", "Count", "Last", "Provisioned, busy", OURS,
           (facts.ProvisionedObserved,), "Provisioned environments that run an invocation."),
)  # fmt: skip

MANAGED: tuple[Row, ...] = (
    ("ConcurrencyThrottles", "function", "Count", "Sum", "Throttles, concurrency", LAMBDA,
           (facts.ConcurrencyThrottled,),
           "On managed instances, throttles because all environments ran as many as they may."),
    ("Managed.serving", "function", "Count", "Last", "Managed environments", OURS,
           (facts.CapacityObserved,), "Environments on managed instances that take invocations."),
    ("Managed.preparing", "function", "Count", "Last", "Managed, being prepared", OURS,
           (facts.CapacityObserved,), "Environments that were asked for and are not ready."),
    ("Managed.leaving", "function", "Count", "Last", "Managed, leaving", OURS,
           (facts.CapacityObserved,), "Environments that take no more, and run the rest."),
    ("Managed.room", "function", "Count", "Last", "Room of managed environments", OURS,
           (facts.CapacityObserved,), "How many invocations the environments run at most."),
)  # fmt: skip
