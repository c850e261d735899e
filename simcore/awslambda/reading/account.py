"""How the facts of the account, and of all functions together, read."""

from __future__ import annotations

from simcore.awslambda.facts.invocations import AccountObserved, InvocationEnded, InvocationStarted
from simcore.awslambda.reading.sources import CONCURRENCY, LAMBDA
from simcore.awslambda.reading.views.concurrency import METRIC, UNRESERVED, ConcurrencyView
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import (
    Derived,
    Highest,
    Last,
    Metric,
    Reading,
)

__all__ = ["ACCOUNT"]

_RUNNING = Derived(InvocationStarted, InvocationEnded)

ACCOUNT = Reading(
    metrics=(
        Metric(
            METRIC,
            _RUNNING,
            "Concurrent executions",
            "The highest sum over all functions at any moment, exactly.",
            source=LAMBDA,
            statistic="Maximum",
        ),
        Metric(
            UNRESERVED,
            _RUNNING,
            "Unreserved concurrent executions",
            "The same over the functions without reserved concurrency or managed instances, with "
            "what runs in provisioned environments (so monitoring-metrics-types; by "
            "monitoring-concurrency that would be left out).",
            source=LAMBDA,
            statistic="Maximum",
        ),
        Metric(
            "ClaimedAccountConcurrency",
            Last(AccountObserved, "claimed"),
            "Claimed account concurrency",
            "What invocations use of the concurrency that functions share, and all that is "
            "reserved or provisioned, used or not: what is measured against the account's quota. "
            "At the bin's end; CloudWatch shows the maximum.",
            source=CONCURRENCY,
        ),
        estimated_charges(", of all components"),
    ),
    views=(ConcurrencyView,),
    tells=(Highest(METRIC, "concurrency"),),
)
