"""How the facts of a function, and of the queue of its asynchronous events, read."""

from __future__ import annotations

from simcore.awslambda.facts.invocations import InvocationEnded, InvocationStarted
from simcore.awslambda.facts.lifecycle import EnvironmentRestored, ProactivelyInitialized
from simcore.awslambda.facts.provisioned import ProvisionedInvocationEnded, ProvisionedRequested
from simcore.awslambda.reading.asynchronous import ASYNCHRONOUS
from simcore.awslambda.reading.environments import ENVIRONMENTS
from simcore.awslambda.reading.invocations import INVOCATIONS
from simcore.awslambda.reading.lifecycle import LIFECYCLE
from simcore.awslambda.reading.managed import MANAGED
from simcore.awslambda.reading.provisioned import PROVISIONED
from simcore.awslambda.reading.sends import SENDS
from simcore.awslambda.reading.tracing import TRACING
from simcore.awslambda.reading.versions import VERSIONS
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import Reading

__all__ = ["FUNCTION"]

_CHARGES = Reading(
    metrics=(
        estimated_charges(
            ": requests, duration, provisioned concurrency, SnapStart",
            InvocationStarted,
            InvocationEnded,
            ProactivelyInitialized,
            EnvironmentRestored,
            ProvisionedRequested,
            ProvisionedInvocationEnded,
            "RequestSent",
        ),
    ),
)

FUNCTION = (
    INVOCATIONS
    + LIFECYCLE
    + PROVISIONED
    + MANAGED
    + VERSIONS
    + ENVIRONMENTS
    + ASYNCHRONOUS
    + SENDS
    + TRACING
    + _CHARGES
)
